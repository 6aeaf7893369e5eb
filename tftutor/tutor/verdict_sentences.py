"""The sentences of a verdict."""

from __future__ import annotations

import re
from dataclasses import replace

from tftutor.checks import words
from tftutor.checks.base import CheckResult
from tftutor.checks.errors import Meaning, alike, meaning_of
from tftutor.checks.learner_code import while_loop_at
from tftutor.checks.observed import Raised
from tftutor.checks.words import listing
from tftutor.runtime.evidence import Evidence, ProgramError
from tftutor.runtime.program import OWN_SECTION
from tftutor.tutor.verdict import Verdict, VerdictStatus


def ended_badly(evidence: Evidence) -> Verdict:
    """The verdict on a program that did not run to its end."""
    if evidence.ending == "error" and evidence.error:
        meaning = _meaning(evidence.error, evidence.code)
        return Verdict("failed", meaning.says, error=evidence.error, advice=meaning.advice)
    status: VerdictStatus = "timeout" if evidence.ending == "timeout" else "failed"
    said = evidence.sentence or "Your program ended before its work could be looked at."
    return Verdict(status, said, _loop_advice(evidence) if status == "timeout" else "")


def _loop_advice(evidence: Evidence) -> str:
    """What keeps the `while` loop going in which a program was stopped, if it was in one."""
    at = re.search(r"at line (\d+) of your code", evidence.sentence)
    loop = while_loop_at(evidence.code, int(at[1])) if at else None
    if loop is None:
        return ""
    if loop.condition in ("True", "1"):
        return f"`while {loop.condition}:` goes on until a `break`. Does your program ever come to one?"
    if not loop.unchanged:
        return f"The loop goes on while `{loop.condition}`. Print that in each round, to see where it goes."
    names = listing([f"`{name}`" for name in loop.unchanged])
    condition = f"The loop asks `{loop.condition}` in each round"
    return f"{condition}, but nothing in it changes {names}. Do it in the loop."


def _meaning(error: ProgramError, code: str) -> Meaning:
    """What the exception means, and the learner's own line where it arose there."""
    where = error.frames[-1] if error.frames else None
    lines = code.splitlines()
    in_code = where is not None and where.section == OWN_SECTION and 0 < where.line <= len(lines)
    line = lines[where.line - 1] if where and in_code else where.text if where else ""
    meaning = meaning_of(error.type, error.message, line, code)
    traced = _line_in_graph(error)
    return replace(meaning, advice=f"Look at line {traced}. {meaning.advice}".strip()) if traced else meaning


def _line_in_graph(error: ProgramError) -> str:
    """The line that was being traced: its frame is not ours to see, but the message names it."""
    if not error.message.startswith("in user code"):
        return ""
    return next(iter(re.findall(r'File "your code", line (\d+)', error.message)[-1:]), "")


def headline_of(result: CheckResult) -> str:
    """The sentence of the check that failed first."""
    return result.reason or f"Not yet: {result.title}."


def passed_headline(checks: int) -> str:
    """Success, quietly."""
    return "It does what it should." if checks == 1 else f"All {checks} checks hold."


def same_message(one: ProgramError | Raised, other: ProgramError | Raised) -> bool:
    """Whether two exceptions say the same: one message, or, in two libraries, one cause and its sizes."""
    if one.type == other.type:
        return normalised(one.message) == normalised(other.message)
    return alike(one, other)


_VARYING = re.compile(
    r"0x[0-9a-f]+|'\w+'(?= must also be initialized)|\b\w*_\d+\b|\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE
)


def normalised(message: str) -> str:
    """An error message without what differs from run to run: addresses, numbers, numbered or chosen names."""
    return _VARYING.sub("#", words.telling_line(message))
