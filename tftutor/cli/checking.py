"""What `check` finds of each step, and what it comes to in the end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from tftutor.application.desk import Desk
from tftutor.cli.dispatch import INTERRUPTED
from tftutor.cli.display import errors
from tftutor.cli.waiting import WaitingLine
from tftutor.course.model import Exercise, Predict, Quiz, Run, StepRef, Task
from tftutor.presentation.outcomes import Outcome, outcome_of
from tftutor.presentation.root_cause import diagnosed
from tftutor.problems import CourseProblem, MachineProblem, UsageProblem
from tftutor.progress.records import StepState
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.events import Caution, Event
from tftutor.runtime.events import Waiting as WaitingFor
from tftutor.runtime.program import Device
from tftutor.tutor import Attempt, Tutor

_NOT_YET = ("failed", "timeout", "not started")


@dataclass(frozen=True)
class CheckOptions:
    """What the command line asked for. ``code``: in place of the learner's draft.
    ``among_others``: several steps were named, so that a task done before need not be done still."""

    solutions: bool = False
    code: str | None = None
    seed: int | None = None
    device: Device = "auto"
    seconds: float | None = None
    memory_mb: int | None = None
    fresh: bool = False
    among_others: bool = False


def counted(ref: StepRef, *, solutions: bool) -> bool:
    """Whether a check says anything of this step."""
    kinds = Exercise | Run | Predict if solutions else Exercise | Quiz | Predict | Task
    return isinstance(ref.step, kinds)


def exit_code(outcomes: Sequence[Outcome], *, solutions: bool = False) -> int:
    """0 all passed, 1 not yet, 3 the course is broken, 4 the machine is. Blocked steps do not count,
    unless there is nothing else: then nothing was checked, for the machine's sake. A solution that
    fails is the course's fault."""
    if solutions and any(o.status == "failed" for o in outcomes):
        return 3
    codes = {o.problem.exit_code if o.problem else 3 for o in outcomes if o.status == "broken"}
    if 3 in codes:
        return 3
    if codes:
        return 4
    if any(o.status in _NOT_YET for o in outcomes):
        return 1
    if any(o.status == "cancelled" for o in outcomes):
        return INTERRUPTED
    return 4 if outcomes and all(o.status == "blocked" for o in outcomes) else 0


class Checking:
    """Looks at steps, one by one or from several threads. ``desk`` is None for solutions."""

    def __init__(
        self, tutor: Tutor, desk: Desk | None, wishes: CheckOptions, cancel: Cancel, waiting: WaitingLine
    ) -> None:
        self._tutor = tutor
        self._desk = desk
        self._check_options = wishes
        self._cancel = cancel
        self._waiting = waiting
        self._states: dict[str, StepState] = desk.progress.steps() if desk else {}
        self._machine_is_broken = False
        self._cautioned = False

    def look_at(self, ref: StepRef) -> Outcome:
        """The outcome of one step. Problems become outcomes; after a machine's, nothing else is run."""
        if self._cancel.requested:
            return Outcome(ref, "cancelled", "Not checked: you stopped before.")
        if self._machine_is_broken:
            return Outcome(ref, "cancelled", "Not checked: this machine cannot run it.")
        began = time.monotonic()
        self._waiting.begin(ref.step.id)
        try:
            attempt = self._attempt(ref)
        except MachineProblem as problem:
            self._machine_is_broken = True
            told = diagnosed(problem)
            return Outcome(ref, "broken", told.sentence, problem=told)
        except CourseProblem as problem:
            return Outcome(ref, "broken", problem.sentence, problem=problem)
        except UsageProblem as problem:
            return Outcome(ref, "failed", problem.sentence, problem=problem)
        finally:
            self._waiting.end(ref.step.id)
        if isinstance(attempt, Outcome):
            return attempt
        seconds = time.monotonic() - began
        return outcome_of(attempt, seconds=seconds, cancelled=self._cancel.requested)

    def _attempt(self, ref: StepRef) -> Attempt | Outcome:
        wishes = self._check_options

        def tell(event: Event) -> None:
            if isinstance(event, Caution) and not self._cautioned:
                self._cautioned = True
                errors().wrapped(event.sentence, style="bold yellow")
            self._waiting.begin(ref.step.id, event.what if isinstance(event, WaitingFor) else "")

        if wishes.solutions and not isinstance(ref.step, Exercise):
            return self._tutor.prove(ref, fresh=wishes.fresh, on_event=tell, cancel=self._cancel)
        if isinstance(ref.step, Task):
            if wishes.among_others and not wishes.fresh and self._was_passed(ref):
                return Outcome(ref, "passed", "You have done it.")
            return self._tutor.inspect(ref, cancel=self._cancel)
        code = self._code(ref)
        if isinstance(code, Outcome):
            return code
        return self._tutor.attempt(
            ref,
            code,
            seed=wishes.seed,
            device=wishes.device,
            seconds=wishes.seconds,
            memory_mb=wishes.memory_mb,
            on_event=tell,
            cancel=self._cancel,
            fresh=wishes.fresh,
            own_files=not wishes.solutions,
            record=not wishes.solutions,
        )

    def _code(self, ref: StepRef) -> str | Outcome:
        if not isinstance(ref.step, Exercise):
            return self._answered(ref)
        if self._check_options.solutions:
            return ref.step.solution
        if self._check_options.code is not None:
            return self._check_options.code
        assert self._desk
        draft = self._desk.drafts.read(ref.id)
        if draft is None or self._desk.is_untouched(ref):
            return Outcome(ref, "not started", "Your file still holds the starter.")
        return draft

    def _was_passed(self, ref: StepRef) -> bool:
        state = self._states.get(ref.id)
        return state is not None and state.passed

    def _answered(self, ref: StepRef) -> Outcome:
        state = self._states.get(ref.id)
        if self._was_passed(ref):
            return Outcome(ref, "passed", "You have answered it.")
        if state and state.attempts:
            return Outcome(ref, "failed", "Your last answer was not it yet.")
        return Outcome(ref, "not started", "You have not answered it yet.")
