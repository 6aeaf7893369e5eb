"""The author's gate: proves of every step what it claims, through the learner's own pipeline."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tftutor.authoring.task_proof import prove_task
from tftutor.checks.base import CheckResult
from tftutor.course.model import Exercise, Predict, Run, StepRef, Task
from tftutor.problems import CourseProblem
from tftutor.tutor import Attempt, Tutor
from tftutor.tutor.parallel import in_parallel
from tftutor.tutor.programs import limits_of

SEEDS = (0, 1, 2, 3, 4)
SEEDS_OF_EXPENSIVE_STEPS = (0,)
# A step must leave this much of its limits unused on the machine of the gate: learners' machines are slower.
ROOM_TO_SPARE = 3.0
MEMORY_TO_SPARE = 1.25
NOT_ASKED_FOR = "it's optional and trains for minutes; name the step, or add --optional, to try it"


@dataclass(frozen=True)
class Measurement:
    """One figure of the solution under one seed, as a check with a threshold measured it."""

    seed: int
    title: str
    figures: dict[str, float]


@dataclass
class StepReport:
    """What the gate found of one step: problems as sentences, figures, and what its runs used."""

    ref: StepRef
    problems: list[str] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    seconds: float = 0.0
    memory_mb: float = 0.0
    runs: int = 0
    blocked: str = ""


def examine(
    tutor: Tutor,
    refs: Sequence[StepRef],
    *,
    seeds: Sequence[int] | None = None,
    fresh: bool = False,
    optional: bool = True,
) -> Iterator[StepReport]:
    """Examines every step that runs code, side by side, then the tasks; reports come as they are ready.

    ``optional``: whether the optional steps that train for minutes are run, too.
    """
    left_out = [] if optional else [ref for ref in refs if is_left_out(ref)]
    for ref in left_out:
        yield StepReport(ref, blocked=NOT_ASKED_FOR)
    refs = [ref for ref in refs if ref not in left_out]
    with_code = [ref for ref in refs if isinstance(ref.step, Exercise | Run | Predict)]
    tasks = [ref for ref in refs if isinstance(ref.step, Task)]

    def one(ref: StepRef) -> StepReport:
        return examine_step(tutor, ref, seeds=seeds, fresh=fresh)

    for _, report in in_parallel(tutor.course, with_code, one):
        yield report
    for ref in tasks:  # one after the other: they share the machine's ports
        yield one(ref)


def is_left_out(ref: StepRef) -> bool:
    """Whether the step trains for minutes and is the learner's choice, so that it is run when asked for."""
    return ref.step.optional and getattr(ref.step, "expensive", False)


def examine_step(
    tutor: Tutor, ref: StepRef, *, seeds: Sequence[int] | None = None, fresh: bool = False
) -> StepReport:
    """Every claim of one step, tried out. Problems are collected, not raised."""
    report = StepReport(ref)
    try:
        if isinstance(ref.step, Exercise):
            usual = SEEDS_OF_EXPENSIVE_STEPS if ref.step.expensive else SEEDS
            _Examination(tutor, ref, ref.step, report, fresh).all_claims(usual if seeds is None else seeds)
        elif isinstance(ref.step, Task):
            problems, report.blocked = prove_task(tutor, ref, ref.step, Path(sys.executable))
            report.problems += problems
        else:
            _examine_snippet(tutor, ref, report, fresh)
    except CourseProblem as problem:
        report.problems.append(problem.sentence)
    except ValueError as error:
        report.problems.append(str(error))
    return report


def _examine_snippet(tutor: Tutor, ref: StepRef, report: StepReport, fresh: bool) -> None:
    attempt = tutor.prove(ref, fresh=fresh)
    _count(report, attempt)
    if attempt.verdict.status == "blocked":
        report.blocked = attempt.verdict.headline
    elif attempt.verdict.status != "passed":
        report.problems.append(f"the snippet does not prove what the step says: {_why(attempt)}")
    _spare(report)


class _Examination:
    """The claims of one exercise."""

    def __init__(self, tutor: Tutor, ref: StepRef, step: Exercise, report: StepReport, fresh: bool) -> None:
        self._tutor = tutor
        self._ref = ref
        self._step = step
        self._report = report
        self._fresh = fresh
        self._failed_kinds: set[int] = set()

    def all_claims(self, seeds: Sequence[int]) -> None:
        if not self._solution_passes(seeds):
            return
        self._also_pass()
        self._starter_and_nothing_fail()
        self._mistakes_get_their_sentence()
        self._every_check_can_fail()
        _spare(self._report)

    def _try(self, code: str, seed: int | None = None) -> Attempt:
        attempt = self._tutor.attempt(
            self._ref, code, seed=seed, own_files=False, record=False, thorough=True, fresh=self._fresh
        )
        _count(self._report, attempt)
        return attempt

    def _solution_passes(self, seeds: Sequence[int]) -> bool:
        for seed in seeds:
            attempt = self._try(self._step.solution, seed)
            if attempt.verdict.status == "blocked":
                self._report.blocked = attempt.verdict.headline
                return False
            if attempt.verdict.status != "passed":
                self._say(f"the solution does not pass under seed {seed}: {_why(attempt)}")
                return False
            self._report.measurements += [
                Measurement(seed, c.title, c.measured) for c in attempt.verdict.checks if c.measured
            ]
        return True

    def _also_pass(self) -> None:
        for number, other in enumerate(self._step.also, start=1):
            attempt = self._try(other.applied_to(self._step.solution))
            if attempt.verdict.status != "passed":
                name = other.name or f"number {number}"
                self._say(f"the other solution ({name}) does not pass: {_why(attempt)}")

    def _starter_and_nothing_fail(self) -> None:
        for what, code in (("the starter", self._step.starter), ("an empty program", "")):
            attempt = self._try(code)
            self._remember_failures(attempt.verdict.checks)
            if attempt.verdict.status == "passed":
                self._say(f"{what} passes")
            elif attempt.verdict.status != "failed" or attempt.verdict.error:
                self._say(f"{what} ends without being judged by a check: {_why(attempt)}")

    def _mistakes_get_their_sentence(self) -> None:
        for mistake in self._step.mistakes:
            attempt = self._try(mistake.applied_to(self._step.solution))
            self._remember_failures(attempt.verdict.checks)
            if attempt.verdict.status == "passed":
                self._say(f"the mistake `{mistake.name}` passes")
            elif attempt.verdict.mistake != mistake.name:
                said = (
                    f"the sentence of `{attempt.verdict.mistake}`"
                    if attempt.verdict.mistake
                    else _why(attempt)
                )
                self._say(f"the mistake `{mistake.name}` is not recognised; it gets {said}")

    def _remember_failures(self, results: Sequence[CheckResult]) -> None:
        self._failed_kinds |= {n for n, result in enumerate(results) if result.status == "failed"}

    def _every_check_can_fail(self) -> None:
        for number, entry in enumerate(self._step.checks):
            if number not in self._failed_kinds:
                self._say(
                    f"check {number + 1} ({entry.kind}) cannot fail: the starter, an empty program "
                    "and every mistake pass it"
                )

    def _say(self, problem: str) -> None:
        self._report.problems.append(problem)


def _count(report: StepReport, attempt: Attempt) -> None:
    if attempt.evidence is None:
        return
    report.runs += 1
    report.seconds = max(report.seconds, attempt.evidence.usage.seconds)
    report.memory_mb = max(report.memory_mb, attempt.evidence.usage.memory_mb)


def _spare(report: StepReport) -> None:
    limits = limits_of(report.ref)
    if report.seconds * ROOM_TO_SPARE > limits.seconds:
        report.problems.append(
            f"a run took {report.seconds:.1f} s of the {limits.seconds:g} s allowed; "
            f"leave {ROOM_TO_SPARE:g} times as much for slower machines (`limits: seconds`)"
        )
    if report.memory_mb * MEMORY_TO_SPARE > limits.memory_mb:
        report.problems.append(
            f"a run used {report.memory_mb:.0f} MB of the {limits.memory_mb} MB allowed (`limits: memory_mb`)"
        )


def _why(attempt: Attempt) -> str:
    verdict = attempt.verdict
    if verdict.error:
        return f"{verdict.error.type}: {verdict.error.message}"
    first = verdict.first_failed
    if first is None:
        return verdict.headline
    return f"{first.title}: {first.reason or verdict.headline} (expected {first.expected}, seen {first.seen})"
