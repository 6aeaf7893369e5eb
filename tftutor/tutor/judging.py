"""From evidence to results: each check judges in turn, cheap to expensive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult
from tftutor.runtime.evidence import Evidence
from tftutor.tutor.verdict import Verdict
from tftutor.tutor.verdict_sentences import headline_of, passed_headline, same_message

if TYPE_CHECKING:
    import numpy

Labels = Callable[[str, str], "numpy.ndarray[Any, Any]"]
FollowUpRunner = Callable[[Check, Evidence], Evidence | None]


@dataclass(frozen=True)
class Judged:
    """One check, what it was given, and what it said."""

    check: Check
    given: CheckInput
    result: CheckResult


@dataclass(frozen=True)
class JudgingContext:
    """What all checks of one step share: the solution's evidence, the labels, the second sandbox."""

    checks: Sequence[tuple[str, Check]]
    expected: Evidence | None
    labels: Labels
    run_follow_up: FollowUpRunner
    stand_in: bool

    def judge(self, seen: Evidence, *, thorough: bool = False) -> list[Judged]:
        """Every check's result. A follow-up is run only while all before it passed, unless ``thorough``."""
        judged: list[Judged] = []
        missed = False
        for prefix, check in self.checks:
            expensive = check.follow_up() is not None
            given = CheckInput(
                seen=seen,
                expected=self.expected,
                prefix=prefix,
                labels=self.labels,
                stand_in=self.stand_in,
            )
            if expensive and missed and not thorough:
                judged.append(Judged(check, given, _not_looked_at(check, given)))
                continue
            if expensive:
                given = replace(given, follow_up=self.run_follow_up(check, seen))
            result = check.judge(given)
            missed = missed or result.status != "passed"
            judged.append(Judged(check, given, result))
        return judged


def _not_looked_at(check: Check, given: CheckInput) -> CheckResult:
    return CheckResult(check.kind, check.judge(given).title, "skipped")


def same_behaviour(attempt: Sequence[Judged], mistake: Sequence[Judged]) -> bool:
    """Whether two programs did the same: equal results of every check, and those that failed saw the same."""
    for one, other in zip(attempt, mistake, strict=True):
        if one.result.status != other.result.status:
            return False
        if one.result.status == "failed" and not one.check.same(one.given, other.given):
            return False
    return any(one.result.status == "failed" for one in attempt)


def includes_mistake(attempt: Sequence[Judged], mistake: Sequence[Judged]) -> bool:
    """Whether the attempt made this mistake and another besides: it shows all that the mistake shows.

    The first check that failed must be among what both failed, so that the mistake's sentence is about it.
    """
    speaks = False
    first = next((one for one in attempt if one.result.status == "failed"), None)
    for one, other in zip(attempt, mistake, strict=True):
        if other.result.status != "failed":
            continue
        if one.result.status != "failed" or not one.check.same(one.given, other.given):
            return False
        speaks = speaks or one is first
    return speaks


def carried_files(check: Check, seen: Evidence) -> dict[str, Path] | None:
    """The files a check's follow-up wants, from those the run left; None if one is missing."""
    follow = check.follow_up()
    if follow is None or any(name not in seen.files for name in follow.files):
        return None
    return {name: seen.files[name] for name in follow.files}


def same_error(attempt: Evidence, mistake: Evidence) -> bool:
    """Whether both were ended by the same exception, numbers and addresses in its message aside."""
    one, other = attempt.error, mistake.error
    return one is not None and other is not None and same_message(one, other)


def identical_error(attempt: Evidence, mistake: Evidence) -> bool:
    """Whether even the numbers are equal: two errors about shapes may differ in nothing else."""
    one, other = attempt.error, mistake.error
    if one is None or other is None or one.type != other.type:
        return False
    return words.telling_line(one.message) == words.telling_line(other.message)


def raises_in_check(judged: Sequence[Judged], ended: Evidence) -> bool:
    """Whether the first check that failed met, in its own call, the error in which the other ended."""
    first = next((j for j in judged if j.result.status == "failed"), None)
    raised = first.check.raised(first.given) if first else None
    return raised is not None and ended.error is not None and same_message(raised, ended.error)


def verdict_of(judged: Sequence[Judged]) -> Verdict:
    """The verdict of a program that ran to its end: passed only if every check passed."""
    results = tuple(j.result for j in judged)
    broken = next((r for r in results if r.status == "broken"), None)
    if broken:
        return Verdict("broken", headline_of(broken), broken.advice, results)
    failed = next((r for r in results if r.status != "passed"), None)
    if failed is None:
        return Verdict("passed", passed_headline(len(results)), checks=results)
    return Verdict("failed", headline_of(failed), failed.advice, results)
