"""What came of one step, in the words and signs that every face uses for it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Literal

from tftutor.course.model import StepRef
from tftutor.problems import CourseProblem, MachineProblem, Problem
from tftutor.runtime.evidence import Evidence
from tftutor.tutor import Attempt
from tftutor.tutor.resuming import KEPT
from tftutor.tutor.step_inputs import Blocked
from tftutor.tutor.verdict_sentences import ended_badly

_LOG = logging.getLogger(__name__)
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


_STOPPED = "You stopped it before its end."


def outcome_of(attempt: Attempt, *, seconds: float = 0.0, cancelled: bool = False) -> Outcome:
    """The outcome that an attempt has. ``cancelled``: the learner asked for its end."""
    cut_short = cancelled and attempt.verdict.status != "passed"
    if cut_short or (attempt.evidence is not None and attempt.evidence.ending == "cancelled"):
        kept = attempt.evidence is not None and attempt.evidence.sentence.endswith(KEPT)
        said = "You stopped it. The next run goes on from its checkpoint." if kept else _STOPPED
        return Outcome(attempt.ref, "cancelled", said, attempt, seconds=seconds)
    return Outcome(attempt.ref, attempt.verdict.status, attempt.verdict.headline, attempt, seconds=seconds)


def outcome_of_run(ref: StepRef, code: str, evidence: Evidence, seconds: float) -> Outcome | None:
    """None where the program came to its end as it should; else why it did not, and at which line."""
    if evidence.ending == "finished" or (evidence.ending == "exited" and evidence.exit_code == 0):
        return None
    return outcome_of(Attempt(ref, code, ended_badly(evidence), evidence), seconds=seconds)


def outcome_of_problem(ref: StepRef, problem: Problem, seconds: float = 0.0) -> Outcome:
    """Why nothing could be said of the learner's code; logged with its traceback."""
    _LOG.info("problem on %s", ref.id, exc_info=problem)
    if isinstance(problem.__context__, Blocked):  # the tutor lacks what the step needs: data, a GPU
        return Outcome(ref, "blocked", problem.sentence, problem=problem, seconds=seconds)
    is_ours = isinstance(problem, MachineProblem | CourseProblem)
    return Outcome(ref, "broken" if is_ours else "failed", problem.sentence, problem=problem, seconds=seconds)
