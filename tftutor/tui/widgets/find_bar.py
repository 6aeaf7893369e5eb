"""Find: one line below the code; the code jumps along while you type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static, TextArea
from textual.widgets.text_area import Selection

from tftutor.tui.keys import bindings
from tftutor.tui.widgets.words_input import WordsInput

MOST_COUNTED = 1000


class FindBar(Horizontal):
    """Asks for words. `Enter` or Down: the next place; Up: the one before; Escape: back to the code."""

    DEFAULT_CSS = """
    FindBar { height: 1; display: none; background: $panel; }
    FindBar.-open { display: block; }
    FindBar Static { width: auto; padding: 0 1; }
    FindBar Input { width: 1fr; height: 1; border: none; padding: 0; background: $surface; }
    FindBar Input:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("find")]

    @dataclass
    class Wanted(Message):
        """Go to the next place (1), the one before (-1), or the first from the cursor on (0)."""

        words: str
        way: int

    class Closed(Message):
        """The learner has done with finding."""

    def compose(self) -> ComposeResult:
        yield Static("Find", markup=False)
        yield WordsInput(placeholder="words in your code", id="find-words")
        yield Static("", id="find-found", markup=False)

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.query_one(Input).value

    def open(self, words: str = "") -> None:
        """Shows the bar, with these words if there are any, and takes the keyboard."""
        field = self.query_one(Input)
        field.cursor_blink = False
        self.add_class("-open")
        if words:
            field.value = words
        field.focus()
        field.action_select_all()

    def say(self, found: int, of: int) -> None:
        """Which place of how many is shown now; 0 of 0 when there is none."""
        count = f"{of}" if of < MOST_COUNTED else f"{MOST_COUNTED} and more"
        text = "" if not self.words else f"{found} of {count}" if of else "not there"
        self.query_one("#find-found", Static).update(text)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Wanted(event.value, 0))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_step(1)

    def action_step(self, way: int) -> None:
        """To the next place, or the one before."""
        self.post_message(self.Wanted(self.words, way))

    def action_close(self) -> None:
        """Hides the bar."""
        self.remove_class("-open")
        self.post_message(self.Closed())


def go_to_place(area: TextArea, words: str, way: int) -> tuple[int, int]:
    """Selects the next place of ``words``; ``way`` as in `FindBar.Wanted`. Returns (its number, how many)."""
    places = places_of(words, area.document.lines)
    found = next_place(places, min(area.selection), way)
    if found is None:
        area.move_cursor(area.cursor_location)
        return 0, 0
    row, column = places[found]
    area.selection = Selection((row, column), (row, column + len(words)))
    area.scroll_cursor_visible(center=True)
    return found + 1, len(places)


def places_of(words: str, lines: list[str]) -> list[tuple[int, int]]:
    """Where ``words`` begin, as (row, column). A capital among them makes capitals count."""
    if not words:
        return []
    if words == words.lower():
        # Lower case of some characters is longer; then columns would not be those of the line.
        lines = [low if len(low := line.lower()) == len(line) else line for line in lines]
    found = []
    for row, line in enumerate(lines):
        column = line.find(words)
        while column >= 0:
            found.append((row, column))
            if len(found) >= MOST_COUNTED:
                return found
            column = line.find(words, column + len(words))
    return found


def next_place(places: list[tuple[int, int]], cursor: tuple[int, int], way: int) -> int | None:
    """Which of the places comes next, beyond the end from the start again; None without any.

    ``cursor`` is where the place now shown begins.
    """
    if not places:
        return None
    if way < 0:
        return max((at for at, place in enumerate(places) if place < cursor), default=len(places) - 1)
    return min(
        (at for at, place in enumerate(places) if place > cursor or (way == 0 and place == cursor)),
        default=0,
    )
