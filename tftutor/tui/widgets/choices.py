"""Lettered options: a letter chooses, arrows and Enter too."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from tftutor.course.answers import LETTERS
from tftutor.presentation.formulas import in_markdown
from tftutor.presentation.prose import inline
from tftutor.presentation.text import flowing
from tftutor.presentation.verdicts import Row
from tftutor.tui.widgets.paragraphs import wrapped


class _Drawing:
    """The options at any width; ``here`` is under the cursor, ``marked`` are chosen."""

    def __init__(self, texts: Sequence[str], here: int | None, marked: frozenset[int], several: bool) -> None:
        self._texts, self._here, self._marked, self._several = texts, here, marked, several

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for number, text in enumerate(self._texts):
            cursor = "▶" if number == self._here else " "
            box = ("[x] " if number in self._marked else "[ ] ") if self._several else ""
            head = f"{cursor} {box}{LETTERS[number]})  "
            row = Row("text", flowing(inline(in_markdown(text))), head=head, indent=len(head))
            style = "bold" if number == self._here else ""
            for line in wrapped(row, max(20, options.max_width)):
                yield Text(line, style=style, no_wrap=True)


class Choices(Static, can_focus=True):
    """One option or several. ``answers`` off: the letters are only shown (an order is typed below)."""

    DEFAULT_CSS = """
    Choices { height: auto; margin: 0 0 1 0; }
    """

    class Chosen(Message):
        """`b`, or `a c` where several can be right."""

        def __init__(self, letters: str) -> None:
            super().__init__()
            self.letters = letters

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._texts: list[str] = []
        self._several = False
        self._here = 0
        self._marked: frozenset[int] = frozenset()

    def show(self, texts: Sequence[str], *, several: bool, answers: bool) -> None:
        """Other options; nothing is marked."""
        self._texts, self._several = list(texts), several
        self._here, self._marked = 0, frozenset()
        self.can_focus = answers
        self._draw()

    def choose(self, letter: str) -> bool:
        """What the letter's key does. False where there is no such option."""
        number = LETTERS.find(letter)
        if len(letter) != 1 or not 0 <= number < len(self._texts):
            return False
        self._here = number
        if self._several:
            self._marked ^= {number}
            self._draw()
        else:
            self._draw()
            self.post_message(self.Chosen(letter))
        return True

    def on_key(self, event: events.Key) -> None:
        """Arrows move, space marks, Enter answers, a letter does either."""
        if event.key in ("up", "down"):
            at_edge = self._here == (0 if event.key == "up" else len(self._texts) - 1)
            if at_edge or not self._in_view():
                return  # the text around it scrolls
            self._here += -1 if event.key == "up" else 1
            self._draw()
        elif event.key == "space" and self._several:
            self.choose(LETTERS[self._here])
        elif event.key == "enter":
            self._answer()
        elif not self.choose(event.key):
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """A click on an option is its letter."""
        lines = [n for n, text in enumerate(self._texts) for _ in self._lines(n, text)]
        if self.can_focus and 0 <= event.y < len(lines):
            self.choose(LETTERS[lines[event.y]])

    def on_focus(self) -> None:
        self._draw()

    def on_blur(self) -> None:
        self._draw()

    def _in_view(self) -> bool:
        """Whether all options can be seen: before, an arrow means to read on."""
        return self.screen.find_widget(self).visible_region.height >= self.region.height

    def _lines(self, number: int, text: str) -> list[str]:
        head = "    " if not self._several else "        "
        row = Row("text", flowing(inline(in_markdown(text))), head=head, indent=len(head))
        return wrapped(row, self.size.width)

    def _answer(self) -> None:
        if not self._several:
            self.choose(LETTERS[self._here])
        elif self._marked:
            self.post_message(self.Chosen(" ".join(LETTERS[n] for n in sorted(self._marked))))

    def _draw(self) -> None:
        here = self._here if self.has_focus else None
        self.update(_Drawing(self._texts, here, self._marked, self._several))
