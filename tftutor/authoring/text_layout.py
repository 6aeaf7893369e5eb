"""How many rows a Markdown text takes on a terminal, and which of its lines cannot be wrapped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import wrap

WIDTH = 76  # of 80 columns: a margin of two on either side
_FENCE = re.compile(r"\s*(```|~~~)")
_ITEM = re.compile(r"(\s*(?:[-*+]|\d+[.)])\s+|>\s?)(.*)")
_MARKS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|\[([^\]]*)\]\([^)]*\)")
_TALL = ("\\frac", "\\sum", "\\prod", "\\int", "\\begin", "\\lim")
_TALL_ROWS = 3


@dataclass
class TextLayout:
    """What a text comes to at `WIDTH` columns.

    rows      rows on the screen
    wide      (line of the text from 0, its width) for code and tables that are too wide
    unclosed  line of the text from 0 where a code block or formula begins that does not end
    """

    rows: int = 0
    wide: list[tuple[int, int]] = field(default_factory=list)
    unclosed: int | None = None


def lay_out(text: str, width: int = WIDTH) -> TextLayout:
    """The layout of a Markdown text: prose and lists wrap; code, tables and formulas keep their lines."""
    layout = TextLayout()
    prose: list[str] = []
    blank = True
    lines = enumerate(text.rstrip().splitlines())
    for number, line in lines:
        stripped = line.strip()
        block = _block(number, line, lines, layout)
        if block is None and stripped and not stripped.startswith(("|", "#")) and not _ITEM.fullmatch(line):
            prose.append(stripped)
            blank = False
            continue
        layout.rows += _prose_rows(prose, width)
        if block is not None:
            layout.rows += _block_rows(block, width, layout)
        elif stripped.startswith(("|", "#")):
            layout.rows += _block_rows([(number, line)], width, layout)
        elif stripped:
            prose = [line.rstrip()]
        elif not blank:
            layout.rows += 1
        blank = not stripped
    layout.rows += _prose_rows(prose, width) - (1 if blank and layout.rows else 0)
    return layout


def columns(line: str) -> int:
    """The columns that a line takes on a terminal: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in line.expandtabs(4)
    )


def _block(
    number: int, line: str, lines: Iterator[tuple[int, str]], layout: TextLayout
) -> list[tuple[int, str]] | None:
    """The lines of the code block or formula that begins here, read to its end; None if none does."""
    fence = _FENCE.match(line)
    if not fence and not line.strip().startswith("$$"):
        return None
    closing = fence.group(1) if fence else "$$"
    rest = line.strip()[2:]
    if not fence and rest.rstrip().endswith("$$"):
        return [(-1, rest.rstrip()[:-2])]
    found = [] if fence or not rest.strip() else [(-1, rest)]
    for inner, text in lines:
        if (fence and text.strip().startswith(closing)) or (not fence and text.rstrip().endswith(closing)):
            if not fence and text.strip() != closing:
                found.append((-1, text))
            return found
        found.append((inner if fence else -1, text))
    layout.unclosed = number
    return found


def _block_rows(block: list[tuple[int, str]], width: int, layout: TextLayout) -> int:
    """Rows of fixed lines. A line numbered -1 is of a formula, whose source says nothing of its width."""
    rows = 0
    for number, line in block:
        if number < 0:
            rows += _TALL_ROWS if any(mark in line for mark in _TALL) else 1
            continue
        rows += 1
        if columns(line.rstrip()) > width:
            layout.wide.append((number, columns(line.rstrip())))
    return rows


def _prose_rows(prose: list[str], width: int) -> int:
    """Rows of the paragraph or list item gathered so far, which is then empty."""
    text = " ".join(prose)
    prose.clear()
    item = _ITEM.fullmatch(text)
    indent = len(item.group(1)) if item else 0
    shown = _MARKS.sub(lambda mark: mark.group(1) or "", item.group(2) if item else text)
    return len(wrap(shown, max(20, width - indent)))
