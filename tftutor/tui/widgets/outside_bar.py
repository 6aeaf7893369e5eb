"""The offer when another program has changed the file that is being edited."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from tftutor.presentation.text import printable

Choice = Literal["mine", "theirs", "compare"]
_MOST_LINES = 2000


class _Offer(Static):
    """A choice, for the mouse; the key is in its words."""

    def __init__(self, choice: Choice, words: str) -> None:
        super().__init__(words, markup=False)
        self._choice = choice

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(OutsideBar.Chosen(self._choice))


class OutsideBar(Vertical):
    """Two lines: what happened, and the three ways on. Nothing is lost by any of them."""

    DEFAULT_CSS = """
    OutsideBar { height: auto; display: none; background: $panel; color: $text-warning; }
    OutsideBar.-open { display: block; }
    OutsideBar Horizontal { height: 1; }
    OutsideBar Static { padding: 0 1; }
    OutsideBar _Offer { width: auto; text-style: bold; }
    """

    @dataclass
    class Chosen(Message):
        """The learner has said how to go on."""

        choice: Choice

    def compose(self) -> ComposeResult:
        yield Static("Another program has changed this file. Whose text counts?", markup=False)
        with Horizontal():
            yield _Offer("mine", "alt+k keep mine")
            yield _Offer("theirs", "alt+t take theirs")
            yield _Offer("compare", "alt+d compare")


class CompareScreen(ModalScreen[Choice | None]):
    """Line by line: what is in the editor (-) and what the other program wrote (+)."""

    DEFAULT_CSS = """
    CompareScreen > Vertical { width: 100%; height: 100%; background: $surface; padding: 0 1; }
    CompareScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    CompareScreen #compare-foot { height: 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k,alt+k", "choose('mine')", "keep mine", show=False),
        Binding("t,alt+t", "choose('theirs')", "take theirs", show=False),
        Binding("escape,q", "choose('')", "back", show=False),
    ]

    def __init__(self, mine: str, theirs: str) -> None:
        super().__init__()
        self._mine, self._theirs = mine, theirs

    def compose(self) -> ComposeResult:
        with Vertical():
            with VerticalScroll():
                yield Static(differences(self._mine, self._theirs), markup=False)
            yield Static(
                "k keep mine   t take theirs   esc back to the code", id="compare-foot", markup=False
            )

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_choose(self, choice: str) -> None:
        """Ends with the choice; empty for none yet."""
        self.dismiss("mine" if choice == "mine" else "theirs" if choice == "theirs" else None)


def differences(mine: str, theirs: str) -> Text:
    """The lines that differ, with a few around them; signs say whose they are, colours repeat it."""
    lines = difflib.unified_diff(mine.splitlines(), theirs.splitlines(), "mine", "theirs", lineterm="", n=2)
    shown = Text()
    for number, line in enumerate(lines):
        if number == _MOST_LINES:
            shown.append("… and more")
            break
        style = {"-": "bold", "+": "italic"}.get(line[:1], "dim")
        shown.append(printable(line.expandtabs(4)) + "\n", style=style)
    if not shown.plain:
        shown.append("Both are the same but for their line ends.")
    return shown
