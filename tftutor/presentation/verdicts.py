"""A verdict as rows of text: the reason first, then the evidence. Each face draws them in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tftutor.checks import KINDS
from tftutor.checks.base import CheckResult
from tftutor.checks.words import percent
from tftutor.presentation.failures import place_of
from tftutor.presentation.outcomes import GLYPHS, HEADS, Outcome
from tftutor.presentation.root_cause import Diagnosed
from tftutor.presentation.text import flowing
from tftutor.runtime.evidence import ProgramError
from tftutor.runtime.program import OWN_SECTION
from tftutor.tutor import Attempt, Verdict

Role = Literal[
    "reason", "text", "error", "evidence", "command", "passed", "failed", "broken", "skipped", "figure", "gap"
]
_LABEL = 11
_CHECKS: dict[str, tuple[str, Role]] = {
    "passed": ("✓ ", "passed"),
    "failed": ("✗ not yet: ", "failed"),
    "broken": ("! could not be judged: ", "broken"),
    "skipped": ("· not looked at: ", "skipped"),
}


@dataclass(frozen=True)
class Row:
    """One paragraph: ``head`` stands before its first line, the others are indented by ``indent``.

    A ``command`` stands as it is, never wrapped: it is copied.
    ``line``: the line of the learner's program that it speaks of, from 1, where there is one.
    """

    role: Role
    text: str = ""
    head: str = ""
    indent: int = 2
    line: int | None = None


GAP = Row("gap")


def rows(outcome: Outcome) -> Iterator[Row]:
    """The outcome of one step in full, without what to try next, which depends on the face."""
    sentence = (place_of(outcome.problem) if outcome.problem else "") + flowing(outcome.sentence)
    yield Row("reason", sentence, head=f"{GLYPHS[outcome.status]} {HEADS[outcome.status]}: ")
    if isinstance(outcome.problem, Diagnosed):
        yield from _remedy(outcome.problem)
    elif outcome.problem and outcome.problem.next_step:
        yield Row("text", outcome.problem.next_step, head="  ")
    if outcome.attempt:
        yield from _evidence(outcome.attempt)


def _remedy(problem: Diagnosed) -> Iterator[Row]:
    """What the doctor found, and each command on a row of its own."""
    yield Row("text", problem.cause, head="  ")
    for command in problem.commands:
        yield Row("command", command, head="      ")
    if problem.note:
        yield Row("text", problem.note, head="  ")


def figures(attempt: Attempt) -> list[str]:
    """The figures behind thresholds: `validation error 6.94 %, pass mark 7.5 %`."""
    found = []
    for result in attempt.verdict.checks:
        value, mark = result.measured.get("value"), result.measured.get("pass_mark")
        if value is None or mark is None:
            continue
        name = result.title.partition(" at most ")[0].partition(" at least ")[0]
        is_rate = getattr(KINDS.get(result.kind), "measures_rate", False)
        write = percent if is_rate else "{:g}".format
        found.append(f"{name} {write(value)}, pass mark {write(mark)}")
    return found


def data_words(attempts: list[Attempt]) -> list[str]:
    """Which data were used, each set once: `mnist: real MNIST, from ...`."""
    return list(dict.fromkeys(f"{used.name}: {used.origin}" for attempt in attempts for used in attempt.data))


def error_rows(error: ProgramError) -> Iterator[Row]:
    """The learner's own exception, cut to their lines."""
    for frame in error.frames[-3:]:
        own = frame.line if frame.section == OWN_SECTION else None
        text = f"line {frame.line} of {frame.section}:  {frame.text.strip()}"
        yield Row("error", text, head="  ", line=own)
    yield Row("error", f"{error.type}: {error.message}" if error.message else error.type, head="  ")


def _evidence(attempt: Attempt) -> Iterator[Row]:
    verdict = attempt.verdict
    failed = verdict.first_failed
    if verdict.error:
        yield GAP
        yield from error_rows(verdict.error)
        if verdict.advice and not verdict.mistake:
            yield GAP
            yield Row("text", flowing(verdict.advice), head="  ")
    if failed and verdict.status == "failed":
        yield from _against(failed, verdict, attempt.code)
    if verdict.checks:
        yield GAP
        for result in verdict.checks:
            head, role = _CHECKS[result.status]
            seen = f" ({result.seen})" if result.status == "passed" and result.seen else ""
            yield Row(role, result.title + seen, head=f"  {head}", indent=4)
    lines = [*figures(attempt), *data_words([attempt])]
    if lines:
        yield GAP
        for one in lines:
            yield Row("figure", one, head="  ")
    if attempt.note:
        yield GAP
        yield Row("text", attempt.note, head="  ")


def _against(failed: CheckResult, verdict: Verdict, code: str) -> Iterator[Row]:
    if failed.reason and failed.reason.strip() != verdict.headline.strip():
        yield GAP
        yield Row("text", flowing(failed.reason), head="  ")
    found = [("expected", failed.expected), ("seen", failed.seen), ("look at", _line(code, failed.line))]
    if any(text for _, text in found):
        yield GAP
    for label, text in found:
        if text:
            line = failed.line if label == "look at" else None
            yield Row("evidence", text, head=f"  {label:<{_LABEL}}", indent=_LABEL + 2, line=line)
    if failed.advice and not verdict.mistake and failed.advice.strip() != verdict.headline.strip():
        yield GAP
        yield Row("text", flowing(failed.advice), head="  ")
    if failed.commands:
        yield GAP
        yield Row("text", "In a terminal:", head="  ")
        for command in failed.commands:
            yield Row("command", command, head="      ")


def _line(code: str, number: int | None) -> str:
    lines = code.splitlines()
    return f"line {number}:  {lines[number - 1].strip()}" if number and number <= len(lines) else ""
