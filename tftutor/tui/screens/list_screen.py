"""What the screens beside the course have in common: a title, a list, the keys; Escape goes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from tftutor.tui.host import Host, host_of
from tftutor.tui.keys import bindings
from tftutor.tui.widgets.key_bar import Hint, KeyBar, hint_of
from tftutor.tui.widgets.row_list import ListRow, RowList
from tftutor.tui.widgets.title_line import TitleLine

_WIDEST = 100  # longer lines of prose are hard to read


class ListScreen(Screen[None]):
    """Textual calls `on_mount` of this class after that of a class below it; none of them calls the other.

    ``HEAD``: its name. ``HINTS``: ids of the actions on its last line."""

    HEAD: ClassVar[str] = ""
    HINTS: ClassVar[Sequence[str]] = ("back", "help")
    DEFAULT_CSS = """
    ListScreen {
        layout: vertical;
        #body { height: 1fr; border-top: solid $panel; border-bottom: solid $panel; }
        Input { height: 1; border: none; padding: 0 1; background: $surface; }
        &:ansi #body { border-top: solid ansi_bright_black; border-bottom: solid ansi_bright_black; }
    }
    """
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar = [*bindings("list")]

    @property
    def host(self) -> Host:
        """The application."""
        return host_of(self)

    @property
    def list(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    @property
    def columns(self) -> int:
        """Columns that a line of text may take."""
        return min(_WIDEST, self.size.width - 3)

    def compose(self) -> ComposeResult:
        yield TitleLine(self.HEAD)
        with Vertical(id="body"):
            yield from self.inside()
        yield KeyBar()

    def inside(self) -> ComposeResult:
        """What stands between the lines."""
        yield RowList()

    def on_mount(self) -> None:
        self.query_one(KeyBar).show((), self.hints())

    def hints(self) -> Sequence[Hint]:
        """The keys on the last line."""
        return [hint_of(id, self.host.keys) for id in self.HINTS]

    def on_resize(self, _event: events.Resize) -> None:
        self.draw()

    def draw(self) -> None:
        """Draws what is known, at this width."""
        self.list.show(self.rows())

    def rows(self) -> Sequence[ListRow]:
        """All lines."""
        return ()

    def action_back(self) -> None:
        """Where the learner came from."""
        self.app.pop_screen()

    def action_search(self) -> None:
        """Only some have something to search."""

    def action_again(self) -> None:
        """Only some look at something."""

    def action_mend(self) -> None:
        """Only the doctor mends."""
