"""The first start: three short screens, then session 1 or wherever the learner likes to begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work

from tftutor.places import places
from tftutor.presentation.text import tidy
from tftutor.tui.keys import bindings, in_full, shown
from tftutor.tui.screens.home_rows import STEP, fold
from tftutor.tui.screens.list_screen import ListScreen
from tftutor.tui.widgets.key_bar import Hint
from tftutor.tui.widgets.row_list import ListRow, RowList, row
from tftutor.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from tftutor.application.overview import Overview

NEXT, DOCTOR, HOME = "next", "doctor", "home"
_LAST = 2


class WelcomeScreen(ListScreen):
    """What this is, the keys, where the files are. Never shown again once it was left."""

    HEAD = "Welcome"
    HELP = (
        "Three short screens for the first start. {open} goes on, {welcome-back} goes back, {back} leaves "
        "them out."
    )
    BINDINGS: ClassVar = [*bindings("welcome")]

    def __init__(self) -> None:
        super().__init__()
        self._page = 0
        self._amiss = ""

    def on_mount(self) -> None:
        self._look()
        self.host.when_ready(self._course_is_read)

    def _course_is_read(self) -> None:
        if self.is_mounted:
            self.draw()

    @work(thread=True, exclusive=True, group="doctor", exit_on_error=False)
    def _look(self) -> None:
        """The doctor's look at what stops the course, quick and beside what is read here."""
        from tftutor.doctor import Options, diagnose

        host = self.host
        report = diagnose(
            Options(python=host.settings.python, areas=("python", "tensorflow", "machine"), limit=8.0)
        )
        first = next((one for one in report.roots if one.severity == "error"), None)
        if first is not None:
            host.call_from_thread(self._take, first.entry.title)

    def _take(self, amiss: str) -> None:
        self._amiss = amiss
        if self.is_mounted:
            self.draw()

    def draw(self) -> None:
        """The page at hand."""
        self.query_one(TitleLine).show(self.HEAD, "", f"{self._page + 1} of {_LAST + 1}")
        super().draw()

    def rows(self) -> Sequence[ListRow]:
        """The lines of this page."""
        return [*(self._what, self._keys, self._files)[self._page]()]

    def _what(self) -> Iterator[ListRow]:
        yield from self._text(
            "tftutor teaches TensorFlow from the ground up: from a computer that you reach over a network to "
            "programs that read handwriting and write text.",
            "You read a little, then do something: run a piece of code, guess what it prints, write a few "
            "lines. A key checks what you wrote. If it does not do yet what was asked, you read why, and may "
            "ask for hints.",
            "Mistakes are welcome: they are how one learns. Your code runs on this machine, closed off from "
            "your other files and from the network as far as the machine allows it. Where something is "
            "missing, you are told so before your code runs.",
            "Everything may be opened, in any order. You can leave at any time; your place, your code and "
            "what you have done are kept.",
        )
        yield row("   Go on", key=NEXT)

    def _keys(self) -> Iterator[ListRow]:
        keys = self.host.keys
        yield from self._text(
            "The keyboard does everything; a mouse helps. These keys are enough to begin with:"
        )
        for id, what in (
            ("next-step", "go to the next step"),
            ("run", "run your code"),
            ("check", "check whether it does what the step asks"),
            ("hint", "a hint"),
            ("pane-code", f"your code; {shown('pane-read', keys)} is the text again"),
            ("home", "back: out of the code, then to the list of sessions"),
            ("help", "what is before you, and every key that works there"),
            ("palette", "find anything by its name"),
            ("quit", "leave; everything is kept"),
        ):
            yield row("      ", (f"{in_full(id, keys):<10}", "mark"), what)
        yield row()
        yield from self._text("The last line of the screen shows the keys that matter at the moment.")
        yield row("   Go on", key=NEXT)

    def _files(self) -> Iterator[ListRow]:
        here = places()
        yield from self._text(
            f"Your code lies in {tidy(here.workspace)}, one file for each step. It is yours: open it in any "
            "editor. It is saved while you type.",
            f"What you have done is kept in {tidy(here.state)}.",
        )
        if self._amiss:
            yield from self._text(f"Something on this machine may stop TensorFlow: {self._amiss}.")
            yield row("   Ask the doctor what it is and what mends it", key=DOCTOR)
            yield row()
        yield row(("   Where would you like to begin?", "strong"))
        overview = self._overview()
        for number, session in enumerate(overview.sessions if overview else (), 1):
            if session.part == "session" and session.steps:
                first = "  (nothing needs to be known before)" if number == 1 else ""
                yield row(
                    f"   Session {number}, {session.title}",
                    (first, "dim"),
                    key=f"{STEP}{session.steps[0].id}",
                )
        yield row("   First look around", key=HOME)

    def _text(self, *paragraphs: str) -> Iterator[ListRow]:
        for paragraph in paragraphs:
            yield from (row(f"   {line}") for line in fold(paragraph, self.columns - 3))
            yield row()

    def _overview(self) -> Overview | None:
        return self.host.overview

    def hints(self) -> Sequence[Hint]:
        """The keys on the last line."""
        keys = self.host.keys
        return [
            Hint(shown("open", keys), "go on", "turn(1)"),
            Hint(shown("welcome-back", keys), "back", "turn(-1)"),
            Hint(shown("back", keys), "skip", "back"),
        ]

    @on(RowList.Chosen)
    def _go(self, event: RowList.Chosen) -> None:
        if event.key == NEXT:
            self.action_turn(1)
            return
        self._leave()
        if event.key == DOCTOR:
            self.host.action_doctor()
        elif event.key.startswith(STEP):
            self.host.open_step(event.key.removeprefix(STEP))

    def action_turn(self, by: int) -> None:
        """Another page."""
        self._page = max(0, min(_LAST, self._page + by))
        self.draw()
        first = next((one.key for one in self.list.rows if one.key), "")
        self.list.show(self.list.rows, cursor=first)

    def action_back(self) -> None:
        """Skips the rest."""
        self._leave()

    def _leave(self) -> None:
        host = self.host
        host.screen_state.note_welcomed()
        host.save_screen_state()
        self.app.pop_screen()
