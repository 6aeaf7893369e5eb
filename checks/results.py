"""From the rung that was missed to a check's result."""

from __future__ import annotations

from collections.abc import Mapping

from tftutor.checks import words
from tftutor.checks.base import CheckResult, Mismatch
from tftutor.checks.errors import explain_error
from tftutor.runtime.evidence import ProgramError


def passed(kind: str, title: str, measured: Mapping[str, float] | None = None) -> CheckResult:
    """It shows what it had to show."""
    return CheckResult(kind, title, "passed", measured=dict(measured or {}))


def failed(
    kind: str,
    title: str,
    miss: Mismatch,
    line: int | None = None,
    measured: Mapping[str, float] | None = None,
) -> CheckResult:
    """Not yet. ``line`` is what the check is about, where the miss names no line itself."""
    return CheckResult(
        kind,
        title,
        "failed",
        reason=words.sentence(miss.reason),
        expected=miss.expected,
        seen=miss.seen,
        advice=miss.advice,
        line=miss.line or line,
        measured=dict(measured or {}),
    )


def broken(kind: str, title: str, why: str) -> CheckResult:
    """The course's or the machine's fault, never the learner's."""
    return CheckResult(kind, title, "broken", reason=words.sentence(why))


def not_observed(kind: str, title: str, what: str, report: object = None) -> CheckResult:
    """There was nothing to look at: the program ended too early, or looking itself ended in an error.

    ``report`` is what came in the place of a report.
    """
    if isinstance(report, ProgramError):
        why = explain_error(report.type, report.message)
        reason = words.sentence(f"Looking at {what} ended in an error: {why.reason}")
        line = report.frames[-1].line if report.frames else None
        return CheckResult(kind, title, "failed", reason, seen=why.seen, advice=why.advice, line=line)
    reason = f"Nothing could be seen of {what}: the program left no report."
    advice = "Let the program run to its last line, without os._exit or closing files that are not yours."
    return CheckResult(kind, title, "failed", reason=reason, advice=advice)
