"""What came of one step, in the words and signs that every face uses for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tftutor.course.model import StepRef
from tftutor.problems import Problem
from tftutor.tutor import Attempt

OutcomeStatus = Literal["passed", "failed", "timeout", "blocked", "broken", "not started", "cancelled"]

GLYPHS: dict[OutcomeStatus, str] = {
    "passed": "✓", "failed": "✗", "timeout": "✗", "blocked": "·", "broken": "!", "not started": "○",
    "cancelled": "·",
}  # fmt: skip
WORDS: dict[OutcomeStatus, str] = {
    "passed": "passed", "failed": "not yet", "timeout": "too slow", "blocked": "blocked", "broken": "broken",
    "not started": "not started", "cancelled": "stopped",
}  # fmt: skip
HEADS: dict[OutcomeStatus, str] = {
    "passed": "Passed", "failed": "Not yet", "timeout": "Not yet", "blocked": "Not possible here",
    "broken": "Not your fault", "not started": "Not started", "cancelled": "Stopped",
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What came of one step. ``problem``: why nothing could be said of the learner's code."""

    ref: StepRef
    status: OutcomeStatus
    sentence: str = ""
    attempt: Attempt | None = None
    problem: Problem | None = None
    seconds: float = 0.0


def outcome_of(attempt: Attempt, *, seconds: float = 0.0, cancelled: bool = False) -> Outcome:
    """The outcome that an attempt has. ``cancelled``: the learner asked for its end."""
    cut_short = cancelled and attempt.verdict.status != "passed"
    if cut_short or (attempt.evidence is not None and attempt.evidence.ending == "cancelled"):
        return Outcome(attempt.ref, "cancelled", "You stopped it before its end.", attempt, seconds=seconds)
    return Outcome(attempt.ref, attempt.verdict.status, attempt.verdict.headline, attempt, seconds=seconds)
