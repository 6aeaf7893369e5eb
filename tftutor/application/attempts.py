"""What a learner does with a step: predict, run, check, answer. Every face calls these, in this order:

    run      must_answer_first, code_to_run, Attempts.run
    check    code_to_check, Attempts.check
    answer   answer

`Attempts.run` and `Attempts.check` let no Problem out: it becomes the Outcome that a face shows.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from tftutor.application.desk import Desk
from tftutor.course.answers import AnswerVerdict, judge
from tftutor.course.model import Course, Exercise, Predict, Quiz, StepRef, Task
from tftutor.presentation.outcomes import Outcome, outcome_of, outcome_of_problem, outcome_of_run
from tftutor.presentation.root_cause import diagnosed
from tftutor.problems import Problem, UsageProblem
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.events import Caution, Event
from tftutor.runtime.evidence import Evidence
from tftutor.runtime.program import Device, Limits
from tftutor.tutor.parallel import in_parallel as in_parallel

if TYPE_CHECKING:
    from tftutor.data.model import OnProgress
    from tftutor.places import Settings
    from tftutor.tutor import Attempt, Tutor


OnEvent = Callable[[Event], object]
OpenTutor = Callable[[], "AbstractContextManager[Tutor]"]
ANSWER_FIRST = "First say what you expect it to do; that is how one learns from it."
# For a program of the learner's own, which no step sets limits for.
_FREE_LIMITS = Limits(seconds=600.0, memory_mb=4000)
_LONGEST_SECONDS = 3600.0


@dataclass(frozen=True)
class RunOptions:
    """What may be set in place of the step's own. ``fresh``: run it even if nothing has changed."""

    device: Device = "auto"
    seconds: float | None = None
    memory_mb: int | None = None
    seed: int | None = None
    fresh: bool = False


AS_THE_STEP_SAYS = RunOptions()


@dataclass(frozen=True)
class Result:
    """What a run or a check came to. ``outcome`` is None for a run that ended as it should."""

    outcome: Outcome | None
    evidence: Evidence | None = None


class Closed(Exception):
    """There is no tutor any more: the face has been left."""


def _ignore(_event: Event) -> None:
    return None


class Attempts(AbstractContextManager["Attempts"]):
    """Runs and checks with one tutor, opened when it is first needed. Several threads may use it.

    What the machine does not contain (`Caution`) is passed on once, whoever runs first.
    """

    def __init__(self, open_tutor: OpenTutor) -> None:
        self._open_tutor = open_tutor
        self._opening = threading.Lock()
        self._stack = ExitStack()
        self._tutor: Tutor | None = None
        self._closed = self._cautioned = False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- the tutor behind it ---------------------------------------------------------------------

    def warm_up(self) -> None:
        """Starts TensorFlow ahead of the first run; returns at once. Raises Problem, Closed."""
        self._opened().warm_up()

    def cool_down(self) -> None:
        """Keeps no TensorFlow ready for a next run; runs that go on go on."""
        with self._opening:
            if self._tutor is not None:
                self._tutor.cool_down()

    def longest_seconds(self, ref: StepRef, kind: Literal["run", "check"]) -> float:
        """Wall clock after which a run or a check of a step has ended; the most that a step may take while
        no tutor is open."""
        tutor = self._tutor
        return _LONGEST_SECONDS if tutor is None else tutor.longest_seconds(ref, kind)

    def close(self) -> None:
        """Ends every process. Nothing runs after it."""
        self._closed = True
        with self._opening:
            self._tutor = None
            self._stack.close()

    def _opened(self) -> Tutor:
        with self._opening:
            if self._tutor is None:
                if self._closed:
                    raise Closed
                self._tutor = self._stack.enter_context(self._open_tutor())
            return self._tutor

    # --- what a learner does ---------------------------------------------------------------------

    def run(
        self,
        ref: StepRef,
        code: str,
        options: RunOptions = AS_THE_STEP_SAYS,
        *,
        on_event: OnEvent = _ignore,
        cancel: Cancel | None = None,
    ) -> Result:
        """Runs code in the place of a step; nothing is judged. Raises Closed."""
        began = time.monotonic()
        try:
            evidence = self._opened().try_out(
                ref, code, device=options.device, seconds=options.seconds, memory_mb=options.memory_mb,
                on_event=self._with_one_caution(on_event), cancel=cancel,
            )  # fmt: skip
        except Problem as problem:
            return _not_possible(ref, problem, began)
        return Result(outcome_of_run(ref, code, evidence, time.monotonic() - began), evidence)

    def check(
        self,
        ref: StepRef,
        code: str = "",
        options: RunOptions = AS_THE_STEP_SAYS,
        *,
        on_event: OnEvent = _ignore,
        cancel: Cancel | None = None,
    ) -> Result:
        """Judges code as an attempt at an exercise, or looks whether a task is done. Raises Closed."""

        def attempt(tutor: Tutor) -> Attempt:
            if isinstance(ref.step, Task):
                return tutor.inspect(ref, cancel=cancel)
            return tutor.attempt(
                ref, code, seed=options.seed, device=options.device, seconds=options.seconds,
                memory_mb=options.memory_mb, fresh=options.fresh,
                on_event=self._with_one_caution(on_event), cancel=cancel,
            )  # fmt: skip

        return self._judged(ref, attempt, cancel)

    def check_solution(
        self,
        ref: StepRef,
        options: RunOptions = AS_THE_STEP_SAYS,
        *,
        on_event: OnEvent = _ignore,
        cancel: Cancel | None = None,
    ) -> Result:
        """Judges the course's own solution or snippet. Nothing is recorded. Raises Closed."""

        def attempt(tutor: Tutor) -> Attempt:
            on_event_once = self._with_one_caution(on_event)
            if not isinstance(ref.step, Exercise):
                return tutor.prove(ref, fresh=options.fresh, on_event=on_event_once, cancel=cancel)
            return tutor.attempt(
                ref, ref.step.solution, seed=options.seed, device=options.device, seconds=options.seconds,
                memory_mb=options.memory_mb, fresh=options.fresh, own_files=False, record=False,
                on_event=on_event_once, cancel=cancel,
            )  # fmt: skip

        return self._judged(ref, attempt, cancel)

    def run_file(
        self,
        name: str,
        code: str,
        settings: Settings,
        options: RunOptions = AS_THE_STEP_SAYS,
        *,
        on_event: OnEvent = _ignore,
        cancel: Cancel | None = None,
    ) -> Evidence:
        """Runs any program of the learner's, with every data set that is here. Raises Problem, Closed."""
        limits = Limits(
            seconds=options.seconds or settings.seconds or _FREE_LIMITS.seconds,
            memory_mb=options.memory_mb or settings.memory_mb or _FREE_LIMITS.memory_mb,
        )
        on_event = self._with_one_caution(on_event)
        return self._opened().free_run(
            code, name=name, limits=limits, device=options.device, on_event=on_event, cancel=cancel
        )

    def _judged(self, ref: StepRef, attempt: Callable[[Tutor], Attempt], cancel: Cancel | None) -> Result:
        began = time.monotonic()
        try:
            made = attempt(self._opened())
        except Problem as problem:
            return _not_possible(ref, problem, began)
        cancelled = cancel is not None and cancel.requested
        outcome = outcome_of(made, seconds=time.monotonic() - began, cancelled=cancelled)
        return Result(outcome, made.evidence)

    def _with_one_caution(self, on_event: OnEvent) -> Callable[[Event], None]:
        def passed_on(event: Event) -> None:
            if isinstance(event, Caution):
                with self._opening:
                    if self._cautioned:
                        return
                    self._cautioned = True
            on_event(event)

        return passed_on


def attempts_of(
    settings: Settings,
    course: Course,
    *,
    on_data: OnProgress,
    python: str | None = None,
    device: Device = "auto",
    stand_in: bool = False,
    recording: bool = True,
) -> Attempts:
    """The attempts of a learner. ``stand_in``: generated data in place of all data sets.

    ``recording`` off: neither progress nor the learner's files are read or written.
    """

    def opened() -> AbstractContextManager[Tutor]:
        from tftutor.tutor.opening import open_tutor

        return open_tutor(
            settings, course=course, python=python, device=device, recording=recording, on_data=on_data,
            stand_in="always" if stand_in else "allow",
        )  # fmt: skip

    return Attempts(opened)


def must_answer_first(desk: Desk, ref: StepRef) -> bool:
    """Whether the step is a prediction that the learner hasn't made yet, so that it should not run."""
    return isinstance(ref.step, Predict) and not desk.standings().state(ref).attempts


def code_to_run(desk: Desk, ref: StepRef) -> str:
    """A prediction's snippet; else the learner's file, made from the starter if there is none."""
    if isinstance(ref.step, Predict):
        return ref.step.code
    desk.draft(ref)
    return desk.drafts.read(ref.id) or ""


def code_to_check(desk: Desk, ref: StepRef) -> str | None:
    """The learner's file; None while it holds the starter, so that there is nothing to check."""
    code = desk.drafts.read(ref.id)
    return None if desk.is_untouched(ref) else code


def answer(desk: Desk, ref: StepRef, given: str) -> AnswerVerdict:
    """Judges an answer to a quiz or a prediction, and records it.

    Raises UsageProblem for a step that asks nothing, and for an answer that can't be read.
    """
    if not isinstance(ref.step, Quiz | Predict):
        raise asks_nothing(ref)
    verdict = judge(ref.step, given)
    desk.progress.note_answer(ref.id, given, verdict.right, course_version=desk.course.digest)
    return verdict


def last_answer(desk: Desk, ref: StepRef) -> AnswerVerdict | None:
    """The learner's last answer since the step was begun, judged again; None without one."""
    if not isinstance(ref.step, Quiz | Predict):
        return None
    given = [one for one in desk.progress.attempts(ref.id) if one.kind == "answer" and not one.before_reset]
    return judge(ref.step, given[-1].code) if given else None


def asks_nothing(ref: StepRef) -> UsageProblem:
    """The problem of a step without a question."""
    return UsageProblem(f"{ref.id} asks no question.", f"See it with: tftutor show {ref.id}")


def _not_possible(ref: StepRef, problem: Problem, began: float) -> Result:
    return Result(outcome_of_problem(ref, diagnosed(problem), time.monotonic() - began))
