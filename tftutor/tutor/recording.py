"""What progress remembers of attempts, and how often a test set was opened by them, never reset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timezone

from tftutor.checks.accuracy import AccuracyCheck
from tftutor.checks.base import CheckResult
from tftutor.course.checkspec import CheckSpec
from tftutor.course.model import Course, StepRef
from tftutor.progress.store import AttemptRecord, ProgressStore
from tftutor.tutor.verdict import Attempt


def record_of(attempt: Attempt, course: Course) -> AttemptRecord:
    """The attempt as it is stored: code, verdict and figures, without outputs and files."""
    evidence = attempt.evidence
    return AttemptRecord(
        step=attempt.ref.id,
        at=datetime.now(timezone.utc),
        verdict=attempt.verdict.status,
        code=attempt.code,
        checks=[asdict(check) for check in attempt.verdict.checks],
        mistake=attempt.verdict.mistake,
        seconds=evidence.usage.seconds if evidence else 0.0,
        seed=attempt.seed,
        device=evidence.device if evidence else "",
        data=attempt.data_source,
        course_version=course.digest,
    )


def note_on_test_set(attempt: Attempt, course: Course, progress: ProgressStore) -> str:
    """What to say once an attempt that measured on a test set is on record; empty for any other."""
    opened = _opened_by(attempt.ref, attempt.verdict.checks)
    if opened is None:
        return ""
    times = _times(opened, attempt.data_source, course, progress)
    if times <= 1:
        return f"The test set of {opened} has been opened. This is the number to report."
    often = "twice" if times == 2 else f"{times} times"
    return (
        f"You have opened the test set of {opened} {often}. What was changed after the first time, it had a "
        "say in: the first number was the honest one. Choose on the validation set."
    )


def _opened_by(ref: StepRef, results: tuple[CheckResult, ...]) -> str | None:
    """The data set whose test set an attempt was measured on."""
    for number, data in _test_checks(ref).items():
        if number < len(results) and "value" in results[number].measured:
            return data
    return None


def _times(data: str, source: str, course: Course, progress: ProgressStore) -> int:
    """Attempts at any step that were measured on this test set, those before a reset included."""
    count = 0
    for ref in course.steps.values():
        numbers = [number for number, name in _test_checks(ref).items() if name == data]
        for record in progress.attempts(ref.id) if numbers else ():
            measured = [record.checks[n].get("measured") for n in numbers if n < len(record.checks)]
            count += record.data == source and any("value" in figures for figures in measured if figures)
    return count


def _test_checks(ref: StepRef) -> dict[int, str]:
    """Number of the check -> data set, for the step's checks that measure on a test set."""
    entries: Sequence[CheckSpec] = getattr(ref.step, "checks", ())
    return {
        number: entry.params.data
        for number, entry in enumerate(entries)
        if isinstance(entry.params, AccuracyCheck) and entry.params.split == "test"
    }
