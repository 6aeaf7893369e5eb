"""Pages that stand beside the lessons, such as what changed since 2018 and what to read further."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from tftutor.tui.screens.list_screen import ListScreen
from tftutor.tui.widgets.prose import Prose
from tftutor.tui.widgets.title_line import TitleLine


class PageScreen(ListScreen):
    """One page of Markdown, to scroll in. Links are shown, not opened: this may be a far machine."""

    HELP = "A page to read. Its links can be selected with the mouse and opened in a browser of your own."
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = " ".join(title.split())
        self._text = text

    def inside(self) -> ComposeResult:
        """The page."""
        with VerticalScroll():
            yield Prose()

    def on_mount(self) -> None:
        self.query_one(TitleLine).show(self._title)
        self.query_one(Prose).tell(self._text)

    def draw(self) -> None:
        """The page folds itself."""
