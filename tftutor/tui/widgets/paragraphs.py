"""Rows of a verdict, wrapped with hanging indents at whatever width there is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from tftutor.presentation.text import printable
from tftutor.presentation.verdicts import Row

_NARROWEST = 20


@dataclass(frozen=True)
class Paragraphs:
    """A Rich renderable. ``styles``: role -> style in Rich's words; a role without one stays plain."""

    rows: tuple[Row, ...]
    styles: Mapping[str, str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self.lines(max(_NARROWEST, options.max_width))

    def lines(self, width: int) -> Iterator[Text]:
        """Every line of text at this width, in columns."""
        for row in self.rows:
            style = self.styles.get(row.role, "")
            for line in wrapped(row, width):
                yield Text(line, style=style, no_wrap=True)


def wrapped(row: Row, width: int) -> list[str]:
    """The lines of one row; a word longer than a line is broken, wide characters count double."""
    lines: list[str] = []
    start, rest = printable(row.head), " " * row.indent
    for piece in printable(row.text).splitlines() or [""]:
        lines += _fold(piece, width, start, rest)
        start = rest
    return lines


def _fold(text: str, width: int, start: str, rest: str) -> list[str]:
    lines = textwrap.wrap(
        text, width, initial_indent=start, subsequent_indent=rest, break_on_hyphens=False
    ) or [start]
    if all(cell_len(line) <= width for line in lines):
        return lines
    # Wide characters: textwrap counts characters, not columns.
    return [str(part) for line in lines for part in _by_columns(line, width)]


def _by_columns(line: str, width: int) -> Iterable[str]:
    taken, columns = "", 0
    for char in line:
        size = cell_len(char)
        if columns + size > width:
            yield taken
            taken, columns = "", 0
        taken += char
        columns += size
    yield taken
