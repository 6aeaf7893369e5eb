"""What `check` finds of each step, and what it comes to in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tftutor.application.attempts import AS_THE_STEP_SAYS, Attempts, RunOptions, code_to_check
from tftutor.application.desk import Desk
from tftutor.cli.display import errors
from tftutor.cli.exit_codes import INTERRUPTED
from tftutor.cli.progress_line import ProgressLine
from tftutor.course.model import Exercise, Predict, Quiz, Run, StepRef, Task
from tftutor.presentation.outcomes import Outcome, outcome_of_problem
from tftutor.presentation.resuming import resumed_words
from tftutor.problems import MachineProblem, Problem
from tftutor.progress.records import StepState
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.events import Caution, Event, Resumed, Waiting

_NOT_YET = ("failed", "timeout", "not started")


@dataclass(frozen=True)
class CheckOptions:
    """What the command line asked for. ``code``: in place of the learner's draft.
    ``among_others``: several steps were named, so that a task done before need not be done still."""

    solutions: bool = False
    code: str | None = None
    run: RunOptions = AS_THE_STEP_SAYS
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


FROM_START = "To begin again, stop it and add --from-start."


class Checking:
    """Checks steps, one by one or from several threads. ``desk`` is None for solutions."""

    def __init__(
        self,
        attempts: Attempts,
        desk: Desk | None,
        options: CheckOptions,
        cancel: Cancel,
        progress: ProgressLine,
    ) -> None:
        self._attempts = attempts
        self._desk = desk
        self._options = options
        self._cancel = cancel
        self._progress = progress
        self._states: dict[str, StepState] = desk.progress.steps() if desk else {}
        self._machine_is_broken = False

    def check(self, ref: StepRef) -> Outcome:
        """The outcome of one step. After a problem of the machine's, nothing else is run."""
        if self._cancel.requested:
            return Outcome(ref, "cancelled", "Not checked: you stopped before.")
        if self._machine_is_broken:
            return Outcome(ref, "cancelled", "Not checked: this machine cannot run it.")
        self._progress.begin(ref.step.id)
        try:
            outcome = self._known(ref) or self._checked(ref)
        finally:
            self._progress.end(ref.step.id)
        if isinstance(outcome.problem, MachineProblem) and outcome.status == "broken":
            self._machine_is_broken = True
        return outcome

    def _known(self, ref: StepRef) -> Outcome | None:
        """What progress says, where nothing is looked at again."""
        options = self._options
        if options.solutions:
            return None
        if isinstance(ref.step, Quiz | Predict):
            return self._answered(ref)
        if isinstance(ref.step, Task) and options.among_others and not options.run.fresh:
            return Outcome(ref, "passed", "You have done it.") if self._was_passed(ref) else None
        return None

    def _checked(self, ref: StepRef) -> Outcome:
        def on_event(event: Event) -> None:
            if isinstance(event, Caution):
                errors().wrapped(event.sentence, style="bold yellow")
            if isinstance(event, Resumed):
                errors().wrapped(f"{ref.step.id}: {resumed_words(event.at)} {FROM_START}")
            self._progress.begin(ref.step.id, event.what if isinstance(event, Waiting) else "")

        options = self._options
        if options.solutions:
            result = self._attempts.check_solution(ref, options.run, on_event=on_event, cancel=self._cancel)
        else:
            try:
                code = self._code(ref)
            except Problem as problem:
                return outcome_of_problem(ref, problem)
            if code is None:
                return Outcome(ref, "not started", "Your file still holds the starter.")
            result = self._attempts.check(ref, code, options.run, on_event=on_event, cancel=self._cancel)
        assert result.outcome is not None
        return result.outcome

    def _code(self, ref: StepRef) -> str | None:
        if not isinstance(ref.step, Exercise):
            return ""
        if self._options.code is not None:
            return self._options.code
        assert self._desk
        return code_to_check(self._desk, ref)

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
