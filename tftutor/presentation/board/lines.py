"""Lines of a drawing: text in pieces, each with how it looks. Every face makes its own of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from tftutor.presentation.text import printable
from tftutor.runtime.text import clean

Colour = tuple[int, int, int]
CURVES = ("first", "second", "third", "fourth")  # roles of curves that share a drawing


@dataclass(frozen=True)
class Piece:
    """Some text of a line.

    role         `strong`, `dim`, one of `CURVES`, or "" for none
    ink, paper   colours of a picture (red, green, blue from 0 to 255): of the characters, and behind them
    """

    text: str
    role: str = ""
    ink: Colour | None = None
    paper: Colour | None = None


Line = tuple[Piece, ...]


def plain(lines: Iterable[Line]) -> str:
    """The lines without what only a screen can show."""
    return "".join("".join(piece.text for piece in line).rstrip() + "\n" for line in lines)


def named(text: str, columns: int) -> str:
    """A name that a program gave, on one line of so many columns at most, harmless to a terminal."""
    return cut(printable(" ".join(clean(text[: 4 * columns + 4096]).split())), columns)


def cut(text: str, columns: int) -> str:
    """The text, or as much of it as fits with a sign that there is more."""
    return text if cell_len(text) <= columns else set_cell_size(text, max(0, columns - 1)).rstrip() + "…"
