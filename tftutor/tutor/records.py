"""From an attempt to what progress remembers of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timezone

from tftutor.course.model import Course
from tftutor.progress.store import AttemptRecord
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
