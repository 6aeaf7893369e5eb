"""What the dialogue holds while it lasts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from tftutor.application.attempts import Attempts, attempts_of
from tftutor.application.desk import Desk
from tftutor.application.screen_state import ScreenState
from tftutor.cli.dialogue.console import LineConsole
from tftutor.course.model import StepRef
from tftutor.data import Progress
from tftutor.problems import Problem, UsageProblem


@dataclass
class Conversation:
    """``here``: the step that is spoken of; None at home. ``offered``: what a bare number means now;
    ``listed``: that it was told just now."""

    desk: Desk
    console: LineConsole
    screen_state: ScreenState
    closing: ExitStack
    here: StepRef | None = None
    offered: list[str] = field(default_factory=list)
    listed: bool = False
    on_data: Callable[[Progress], None] | None = None
    solution_meant: str = ""

    def __post_init__(self) -> None:
        self.attempts: Attempts = self.closing.enter_context(
            attempts_of(self.desk.settings, self.desk.course, on_data=self._tell_data)
        )

    def step(self) -> StepRef:
        """The step that is spoken of. Raises UsageProblem at home."""
        if self.here is None:
            raise UsageProblem(
                "No step is open.", "Press Enter to go on where you were, or say `list` to choose."
            )
        return self.here

    def offer(self, names: list[str]) -> None:
        """From now on a bare number means one of these."""
        self.offered, self.listed = names, True

    def warm_up(self) -> None:
        """Lets TensorFlow start while the learner reads. What is amiss with it is told at the first run."""
        if self.console.with_person:
            with suppress(Problem):
                self.attempts.warm_up()

    def _tell_data(self, progress: Progress) -> None:
        if self.on_data:
            self.on_data(progress)
