"""The sentences of a verdict."""

from __future__ import annotations

import re

from tftutor.checks import words
from tftutor.checks.base import CheckResult
from tftutor.checks.errors import Meaning, meaning_of
from tftutor.runtime.evidence import Evidence, ProgramError
from tftutor.runtime.program import OWN_SECTION
from tftutor.tutor.verdict import Verdict, VerdictStatus


def ended_badly(evidence: Evidence) -> Verdict:
    """The verdict on a program that did not run to its end."""
    if evidence.ending == "error" and evidence.error:
        meaning = _meaning(evidence.error, evidence.code)
        return Verdict("failed", meaning.says, error=evidence.error, advice=meaning.advice)
    status: VerdictStatus = "timeout" if evidence.ending == "timeout" else "failed"
    return Verdict(status, evidence.sentence or "Your program ended before its work could be looked at.")


def _meaning(error: ProgramError, code: str) -> Meaning:
    """What the exception means, with the learner's own line at hand where it arose there."""
    where = error.frames[-1] if error.frames else None
    lines = code.splitlines()
    in_code = where is not None and where.section == OWN_SECTION and 0 < where.line <= len(lines)
    line = lines[where.line - 1] if where and in_code else where.text if where else ""
    return meaning_of(error.type, error.message, line, code)


def headline_of(result: CheckResult) -> str:
    """The sentence of the check that speaks."""
    return result.reason or f"Not yet: {result.title}."


def passed_headline(checks: int) -> str:
    """Success, quietly."""
    return "It does what it should." if checks == 1 else f"All {checks} checks hold."


_VARYING = re.compile(r"0x[0-9a-f]+|\b\w*_\d+\b|\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)


def normalised(message: str) -> str:
    """An error message without what differs from run to run: addresses, numbers, numbered names."""
    return _VARYING.sub("#", words.telling_line(message))
