"""The panes of a lesson, and how they share the screen: one at a time, two columns, or three."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from tftutor.application.runs.job import Job
from tftutor.course.model import AnyStep, Exercise, Predict, Run, StepRef, Task
from tftutor.presentation.text import printable
from tftutor.tui.host import host_of
from tftutor.tui.widgets.checks_pane import ChecksPane
from tftutor.tui.widgets.code_pane import CodePane
from tftutor.tui.widgets.key_bar import Hint, KeyBar, hint_of
from tftutor.tui.widgets.output import OutputView
from tftutor.tui.widgets.step_pane import StepPane

if TYPE_CHECKING:
    from tftutor.tui.widgets.board_pane import BoardPane

# Figures of the course are up to 76 columns wide and must not be broken: the text is never narrower.
BENCH, TWO_COLUMNS, THREE_COLUMNS = 100, 140, 200
PANES = ("read", "code", "output", "checks", "board", "log")
RESULTS = ("output", "checks", "board", "log")


def panes_of(step: AnyStep, *, logs: bool = False) -> tuple[str, ...]:
    """The panes that a step fills. ``logs``: a run of it has written something for TensorBoard."""
    if isinstance(step, Exercise):
        logs = logs or any(getattr(check.params, "shows_board", False) for check in step.checks)
        return tuple(name for name in PANES if logs or name != "board")
    if isinstance(step, Run | Predict):
        return ("read", "code", "output", *(["board"] if logs else []), "log")
    return ("read", "checks") if isinstance(step, Task) else ("read",)


def arrangement(width: int) -> str:
    """One pane at a time; the text, or the code above its results; both side by side; all three."""
    if width < BENCH:
        return "-one"
    if width < TWO_COLUMNS:
        return "-bench"
    return "-two" if width < THREE_COLUMNS else "-three"


class Panes(Container):
    """All panes but the board are there all the time; which are seen depends on the step and on the width."""

    DEFAULT_CSS = """
    Panes { layout: horizontal; height: 1fr; }
    Panes > #read { width: 1fr; }
    Panes > #work { width: 1fr; layout: vertical; }
    Panes #code { height: 1fr; }
    Panes #results { height: 1fr; layout: vertical; }
    Panes #results > ContentSwitcher { height: 1fr; }
    Panes #tabs { dock: none; height: 1; }
    Panes #guess { height: auto; padding: 0 1; color: $text-muted; }
    Panes.-one #tabs { display: none; }
    Panes.-two > #read, Panes.-three > #read { width: 80; }
    Panes.-two > #work, Panes.-three > #work { border-left: solid $primary-muted; }
    Panes.-bench #results, Panes.-two #results { border-top: solid $primary-muted; height: 45%; }
    Panes.-three > #work { layout: horizontal; }
    Panes.-three #results { width: 45%; height: 100%; border-left: solid $primary-muted; }
    Panes.-three #code { width: 1fr; height: 100%; }
    """

    class Shown(Message):
        """Another pane is the current one."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.current = "read"
        self.available: tuple[str, ...] = ("read",)
        self._logging: set[str] = set()  # steps whose runs have written something for TensorBoard
        self._board: BoardPane | None = None
        self._job: Job | None = None

    def compose(self) -> ComposeResult:
        yield StepPane(id="read")
        with Vertical(id="work"):
            yield CodePane(id="code")
            with Vertical(id="results"):
                yield KeyBar(id="tabs")
                yield Static(id="guess")
                with ContentSwitcher(initial="output"):
                    yield OutputView(id="output", empty="There is no run to show. {run} runs the code.")
                    yield ChecksPane(id="checks")
                    yield OutputView(id="log", log=True)

    def on_resize(self) -> None:
        """Arranges the panes for the new width."""
        self._arrange()

    def offer(self, step: AnyStep) -> None:
        """The panes that this step fills are there, the others are not."""
        self.available = panes_of(step)
        if self.current not in self.available:
            self.current = "read"
        self._arrange()

    def show_board(self, ref: StepRef, job: Job | None) -> None:
        """What the step's last run logged; the pane for it is offered where there is or may be something."""
        if job is not None and job.logged:
            self._logging.add(ref.id)
        available = panes_of(ref.step, logs=ref.id in self._logging)
        if available != self.available:
            self.available = available
            self._arrange()
        self._job = job
        if self._board is not None:
            self._board.show(job)

    def go_to(self, name: str, *, focus: bool = True) -> None:
        """Makes a pane the current one: in view, and with the keyboard if ``focus``."""
        if name not in self.available:
            return
        self.current = name
        if name == "board" and self._board is None:
            self._make_board()
        if name in RESULTS:
            self.query_one(ContentSwitcher).current = name
        self._arrange()
        if focus:
            self.pane(name).focus(scroll_visible=False)
        self.post_message(self.Shown())

    def recall(self, guess: str) -> None:
        """What the learner expects of the run, to be compared with what it prints."""
        line = self.query_one("#guess", Static)
        line.display = bool(guess)
        line.update(Text(printable(f"You expected {guess}. It prints:")))

    @property
    def is_one(self) -> bool:
        """Whether only one pane is in view at a time."""
        return self.has_class("-one")

    @property
    def shows_read_beside(self) -> bool:
        """Whether the text stays in view beside the code."""
        return self.has_class("-two") or self.has_class("-three")

    def pane(self, name: str) -> Widget:
        """The widget of a pane that takes the keyboard."""
        if name == "code":
            return self.query_one(CodePane).focus_target
        return self.query_one(StepPane).focus_target() if name == "read" else self.query_one(f"#{name}")

    def hints(self) -> list[Hint]:
        """The panes as hints of keys. Beside a board there is not always room for the log."""
        spare = "log" if "board" in self.available else ""
        return [
            replace(self._hint(name, here=name == self.current), spare=name == spare)
            for name in self.available
        ]

    def _hint(self, name: str, *, here: bool) -> Hint:
        return hint_of(f"pane-{name}", host_of(self).keys, here=here)

    def _make_board(self) -> None:
        """Only who looks at a board waits for the import of what draws it."""
        from tftutor.tui.widgets.board_pane import BoardPane

        self._board = BoardPane(id="board")
        self.query_one(ContentSwitcher).mount(self._board)
        self._board.show(self._job)

    def _arrange(self) -> None:
        # What is seen is set on the widgets themselves: with classes, Textual would go through the style of
        # everything in them each time, which takes longer than all the rest of a step.
        wanted = arrangement(self.app.size.width)
        if not self.has_class(wanted):
            self.set_classes([wanted])
        beside, one, reading = self.shows_read_beside, self.is_one, self.current == "read"
        self._see("#read", beside or reading)
        self._see("#work", len(self.available) > 1 and (beside or not reading))
        self._see("#code", "code" in self.available and (not one or self.current == "code"))
        self._see("#results", not one or self.current in RESULTS)
        shown = self.query_one(ContentSwitcher).current
        tabs = [self._hint(name, here=name == shown) for name in RESULTS if name in self.available]
        self.query_one("#tabs", KeyBar).show(tabs, ())

    def _see(self, selector: str, seen: bool) -> None:
        widget = self.query_one(selector)
        if widget.display != seen:
            widget.display = seen
