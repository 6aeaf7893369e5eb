"""The line on top of a lesson: where this step stands, and how far the lesson is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.widget import Widget

from tftutor.application.standing import Standing
from tftutor.presentation.text import printable

_FULL, _HERE, _EMPTY = "●", "◉", "○"


class StepsBar(Widget):
    """`3 Digits › Softmax regression     ●●●◉○○   4 of 6`, cut at the left where there is no room."""

    DEFAULT_CSS = """
    StepsBar { height: 2; padding: 0 1; border-bottom: solid $primary-muted; text-wrap: nowrap; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._where = ""
        self._standings: tuple[Standing, ...] = ()
        self._number = 1

    def show(self, where: str, standings: Sequence[Standing], number: int) -> None:
        """``standings``: of each step of the lesson, in order; ``number``: this one's, from 1."""
        self._where, self._standings, self._number = printable(where), tuple(standings), number
        self.refresh()

    def render(self) -> Text:
        """One line, as wide as there is room."""
        width = self.content_size.width or 78
        count = f"{self._number} of {len(self._standings)}"
        dots = self._dots() if len(self._standings) <= 30 else Text()
        room = width - cell_len(dots.plain) - len(count) - 4
        where = self._where
        if cell_len(where) > room:
            where = set_cell_size(where, max(1, room - 1)) + "…"
        line = Text(where, style="bold", no_wrap=True)
        line.append(" " * max(1, width - cell_len(where) - cell_len(dots.plain) - len(count) - 3), style="")
        line.append_text(dots)
        line.append(f"   {count}", style="dim")
        return line

    def _dots(self) -> Text:
        text = Text()
        for number, standing in enumerate(self._standings, 1):
            if number == self._number:
                text.append(_HERE, style="bold")
            else:
                done = standing == "done"
                text.append(_FULL if done else _EMPTY, style="" if done else "dim")
        return text
