"""A verdict on the screen: the reason first, then the evidence, then what to try."""

from __future__ import annotations

from tftutor.cli.display import Display, Part
from tftutor.course.model import Exercise, Predict, Quiz, Task
from tftutor.presentation.outcomes import GLYPHS, WORDS, Outcome, OutcomeStatus
from tftutor.presentation.verdicts import Role, rows

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
    ref, step = outcome.ref, outcome.ref.step
    if outcome.status == "broken" or outcome.status == "passed":
        return
    if outcome.attempt and outcome.status == "blocked" and outcome.attempt.verdict.advice:
        display.wrapped(outcome.attempt.verdict.advice)
        return
    if outcome.status == "not started" or isinstance(step, Quiz | Predict):
        verb = "show" if isinstance(step, Exercise) else "answer"
        display.line(
            "Begin with: " if outcome.status == "not started" else "Once more: ", f"tftutor {verb} {ref.id}"
        )
        return
    if outcome.status == "timeout":
        display.line("If this machine is slow, give it more time:")
        display.line((f"  tftutor check {ref.id} --seconds 120", "bold"))
    if attempts > 1:
        display.line((f"attempt {attempts}", "dim"))
    if isinstance(step, Exercise | Task) and outcome.status in ("failed", "timeout"):
        if hints_seen < len(step.hints):
            display.line(f"Hint {hints_seen + 1} of {len(step.hints)}: ", (f"tftutor hint {ref.id}", "bold"))
        elif isinstance(step, Exercise):
            display.line("The solution: ", (f"tftutor show {ref.id} --solution", "bold"))
