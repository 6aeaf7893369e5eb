"""A verdict on the screen: the reason first, then the evidence, then what to try."""

from __future__ import annotations

from tftutor.cli.display import Display, Part
from tftutor.course.model import Exercise
from tftutor.presentation.outcomes import GLYPHS, WORDS, Outcome, OutcomeStatus
from tftutor.presentation.verdicts import Role, rows
from tftutor.presentation.what_to_try import what_to_try

STYLES: dict[OutcomeStatus, str] = {
    "passed": "green", "failed": "yellow", "timeout": "yellow", "blocked": "dim", "broken": "magenta",
    "not started": "dim", "cancelled": "dim",
}  # fmt: skip
_ROLES: dict[Role, str] = {"passed": "green", "failed": "yellow", "broken": "magenta", "skipped": "dim"}


def row(outcome: Outcome) -> list[Part]:
    """One line of a table: the word, the step, how long it took."""
    status = outcome.status
    took = f"{outcome.seconds:.1f} s" if outcome.attempt and outcome.attempt.evidence else ""
    if outcome.attempt and outcome.attempt.reused:
        took = "as before"
    return [
        (f"{GLYPHS[status]} {WORDS[status]:<12}", STYLES[status]),
        f"{outcome.ref.id:<54} ",
        (took, "dim"),
    ]


def draw(display: Display, outcome: Outcome, *, attempts: int = 0, hints_seen: int = 0) -> None:
    """The outcome of one step in full. ``attempts``: how many there were, this one included."""
    for one in rows(outcome):
        if one.role == "gap":
            display.line()
            continue
        if one.role == "command":
            display.line((f"{one.head}{one.text}", "bold"))
            continue
        style = _ROLES.get(one.role, "")
        if one.role == "reason":
            style = f"bold {STYLES[outcome.status]}".replace(" dim", "")
        display.wrapped(one.text, first=one.head, indent=" " * one.indent, style=style)
    display.line()
    _what_to_try(display, outcome, attempts, hints_seen)


def _what_to_try(display: Display, outcome: Outcome, attempts: int, hints_seen: int) -> None:
    ref = outcome.ref
    tip = what_to_try(outcome, attempts=attempts, hints_seen=hints_seen)
    if tip.advice:
        display.wrapped(tip.advice)
    if tip.begin:
        display.line(
            "Begin with: ", f"tftutor {'show' if isinstance(ref.step, Exercise) else 'answer'} {ref.id}"
        )
    if tip.answer:
        display.line("Once more: ", f"tftutor answer {ref.id}")
    if tip.more_time:
        display.line("If this machine is slow, give it more time:")
        display.line((f"  tftutor check {ref.id} --seconds 120", "bold"))
    if tip.attempt:
        display.line((f"attempt {tip.attempt}", "dim"))
    if tip.hint:
        display.line(f"Hint {tip.hint} of {tip.hints}: ", (f"tftutor hint {ref.id}", "bold"))
    elif tip.solution:
        display.line("The solution: ", (f"tftutor show {ref.id} --solution", "bold"))
