"""The solution beside the learner's own code."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tftutor.course.model import Exercise, StepRef
from tftutor.tui.host import host_of
from tftutor.tui.keys import bindings, with_keys
from tftutor.tui.widgets.prose import Prose

_SIDE_BY_SIDE = 100


class SolutionScreen(ModalScreen[None]):
    """Both, side by side where there is room, else below each other. That it was seen is noted before."""

    DEFAULT_CSS = """
    SolutionScreen { align: center middle; }
    SolutionScreen > Container { width: 100%; height: 100%; padding: 0 1; layout: horizontal; }
    SolutionScreen > Container { background: $surface; }
    SolutionScreen.-narrow > Container { layout: vertical; overflow-y: auto; }
    SolutionScreen VerticalScroll { width: 1fr; height: 100%; scrollbar-size-vertical: 1; }
    SolutionScreen.-narrow VerticalScroll { height: auto; }
    SolutionScreen .head { text-style: bold; margin: 1 0; }
    SolutionScreen #foot { dock: bottom; height: 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("solution")]

    def __init__(self, ref: StepRef, code: str) -> None:
        super().__init__()
        self._ref, self._code = ref, code

    def compose(self) -> ComposeResult:
        with Container():
            with VerticalScroll():
                yield Static("The solution", classes="head")
                yield Prose(id="theirs")
            with VerticalScroll():
                yield Static("Yours", classes="head")
                yield Prose(id="yours")
        foot = "Type it rather than copy it: the hand remembers.   {close-solution} goes back."
        yield Static(with_keys(foot, host_of(self).keys), id="foot", markup=False)

    def on_mount(self) -> None:
        assert isinstance(self._ref.step, Exercise)
        self.query_one("#theirs", Prose).tell_code(self._ref.step.solution)
        self.query_one("#yours", Prose).tell_code(self._code)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < _SIDE_BY_SIDE, "-narrow")
