"""The offer when another program has changed the file that is being edited."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import ModalScreen
from textual.widgets import Static

from tftutor.presentation.text import printable
from tftutor.tui.host import host_of
from tftutor.tui.keys import action_of, bindings, shown

Choice = Literal["mine", "theirs", "compare"]
_MOST_LINES = 2000


class _Offer(Static):
    """A choice, for the mouse; the key is in its words."""

    def __init__(self, choice: Choice, words: str) -> None:
        super().__init__(words, markup=False)
        self._choice = choice

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(ConflictBar.Chosen(self._choice))


class ConflictBar(Vertical):
    """Two lines: what happened, and what to do about it. Nothing is lost."""

    DEFAULT_CSS = """
    ConflictBar { height: auto; display: none; background: $panel; color: $text-warning; }
    ConflictBar.-open { display: block; }
    ConflictBar Horizontal { height: 1; }
    ConflictBar Static { padding: 0 1; }
    ConflictBar _Offer { width: auto; text-style: bold; }
    """

    @dataclass
    class Chosen(Message):
        """The learner has said how to go on."""

        choice: Choice

    def compose(self) -> ComposeResult:
        yield Static("Another program has changed this file. Whose text counts?", markup=False)
        with Horizontal():
            yield _Offer("mine", _offered("keep-mine", self))
            yield _Offer("theirs", _offered("take-theirs", self))
            yield _Offer("compare", _offered("compare", self))


class CompareScreen(ModalScreen[Choice | None]):
    """Line by line: what is in the editor (-) and what the other program wrote (+)."""

    DEFAULT_CSS = """
    CompareScreen > Vertical { width: 100%; height: 100%; background: $surface; padding: 0 1; }
    CompareScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    CompareScreen #compare-foot { height: 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("compare")]

    def __init__(self, mine: str, theirs: str) -> None:
        super().__init__()
        self._mine, self._theirs = mine, theirs

    def compose(self) -> ComposeResult:
        with Vertical():
            with VerticalScroll():
                yield Static(differences(self._mine, self._theirs), markup=False)
            offers = [_offered(id, self) for id in ("compare-mine", "compare-theirs", "compare-back")]
            yield Static("   ".join(offers), id="compare-foot", markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_choose(self, choice: str) -> None:
        """Ends with the choice; empty for none yet."""
        self.dismiss("mine" if choice == "mine" else "theirs" if choice == "theirs" else None)


def _offered(id: str, node: MessagePump) -> str:
    """`alt+m keep mine`"""
    return f"{shown(id, host_of(node).keys)} {action_of(id).label}"


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
