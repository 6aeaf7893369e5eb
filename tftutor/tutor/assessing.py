"""From an attempt's evidence to its verdict: the checks judge, then a mistake may be recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tftutor.course.model import Exercise, Mistake, StepRef
from tftutor.problems import CourseProblem
from tftutor.runtime.events import Waiting
from tftutor.runtime.evidence import Evidence
from tftutor.tutor.judging import (
    Judged,
    JudgingContext,
    identical_error,
    includes_mistake,
    raises_in_check,
    same_behaviour,
    same_error,
    verdict_of,
)
from tftutor.tutor.programs import checks_of
from tftutor.tutor.step_runner import RunConditions, StepRunner
from tftutor.tutor.verdict import Verdict
from tftutor.tutor.verdict_sentences import ended_badly


class Assessor:
    """Judges the attempts at one exercise, made under one set of conditions.

    ``thorough``: no check is skipped because an earlier one failed.
    """

    def __init__(
        self,
        step_runner: StepRunner,
        ref: StepRef,
        step: Exercise,
        conditions: RunConditions,
        *,
        thorough: bool = False,
    ) -> None:
        self._step_runner = step_runner
        self._ref = ref
        self._step = step
        self._conditions = conditions
        self._thorough = thorough

    def verdict(self, seen: Evidence) -> Verdict:
        """What the checks say, with the sentence of the first mistake that did the same, if one did."""
        if seen.ending == "error":
            return self._with_mistake(ended_badly(seen), seen, [], None)
        if not seen.completed:
            return ended_badly(seen)
        try:
            context = self._judging_context()
        except CourseProblem as problem:
            return Verdict("broken", str(problem), problem.next_step)
        judged = context.judge(seen, thorough=self._thorough)
        verdict = verdict_of(judged)
        if verdict.status != "failed":
            return verdict
        return self._with_mistake(verdict, seen, judged, context)

    def _judging_context(self) -> JudgingContext:
        checks = checks_of(self._ref)
        wanted = any(check.wants_solution() for _, check in checks)
        return JudgingContext(
            checks=checks,
            expected=self._step_runner.solution(self._ref, self._conditions) if wanted else None,
            labels=lambda name, split: self._step_runner.step_inputs.held_out(name, split)[1],
            run_follow_up=lambda check, seen: self._step_runner.follow_up(
                self._ref, check, seen, self._conditions
            ),
            stand_in=self._conditions.stand_in,
        )

    def _with_mistake(
        self, verdict: Verdict, seen: Evidence, judged: list[Judged], context: JudgingContext | None
    ) -> Verdict:
        known = self._step.mistakes
        nearly: Mistake | None = None
        for number, mistake in enumerate(known, 1):
            waiting = Waiting(f"comparing with mistakes that we know, {number} of {len(known)}")

            def tell(_event: object, waiting: Waiting = waiting) -> None:
                self._conditions.on_event(waiting)

            code = mistake.applied_to(self._step.solution)
            evidence = self._step_runner.run(self._ref, code, self._conditions, on_event=tell).evidence
            if evidence.ending == "cancelled":
                break
            others = (
                context.judge(evidence, thorough=self._thorough) if context and evidence.completed else []
            )
            if _does_the_same(seen, evidence, judged, others):
                return _recognised(verdict, mistake)
            if nearly is None and self._nearly(seen, evidence, judged, others):
                nearly = mistake
        return _recognised(verdict, nearly) if nearly else verdict

    def _nearly(self, seen: Evidence, mistake: Evidence, judged: list[Judged], others: list[Judged]) -> bool:
        """Whether it is this mistake and another one, or has other numbers, or arose at another moment."""
        if same_error(seen, mistake) or (others and includes_mistake(judged, others)):
            return True
        return self._errs_the_same(seen, mistake, judged)

    def _errs_the_same(self, seen: Evidence, mistake: Evidence, judged: list[Judged]) -> bool:
        """Whether one program ended in the error that a check met when it called the other's function."""
        if seen.error and mistake.completed:
            try:
                return raises_in_check(self._judging_context().judge(mistake), seen)
            except CourseProblem:  # the solution itself does not run: nothing to compare with
                return False
        return bool(mistake.error and seen.completed and raises_in_check(judged, mistake))


def _does_the_same(
    seen: Evidence, mistake: Evidence, judged: Sequence[Judged], others: Sequence[Judged]
) -> bool:
    """``others``: what the checks say of the mistake; empty where one of the two ended in an error."""
    if seen.error and mistake.error:
        return identical_error(seen, mistake)
    return bool(others) and same_behaviour(judged, others)


def _recognised(verdict: Verdict, mistake: Mistake) -> Verdict:
    return replace(verdict, headline=mistake.says.strip(), mistake=mistake.name)
