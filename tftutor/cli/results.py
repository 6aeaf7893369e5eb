"""What `check` says at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tftutor.application.desk import Desk
from tftutor.cli.display import Display
from tftutor.cli.show import next_after
from tftutor.cli.verdicts import draw
from tftutor.course.model import StepRef
from tftutor.presentation.outcomes import WORDS, Outcome
from tftutor.presentation.verdicts import data_words, figures

_WORST_FIRST = ("broken", "failed", "timeout", "cancelled")


def show_results(
    display: Display, desk: Desk | None, outcomes: Sequence[Outcome], refs: Sequence[StepRef], seconds: float
) -> None:
    """One step in full; several as a summary, with the first that did not pass in full."""
    if not outcomes:
        what = refs[0].id if len(refs) == 1 else "These steps"
        holds = "holds" if len(refs) == 1 else "hold"
        display.wrapped(f"{what} {holds} no code to write and no question, so there is nothing to check.")
    elif len(outcomes) == 1:
        _one(display, desk, outcomes[0])
    else:
        _many(display, desk, outcomes, seconds)


def _one(display: Display, desk: Desk | None, outcome: Outcome) -> None:
    _in_full(display, desk, outcome)
    if outcome.attempt and outcome.attempt.evidence:
        usage = outcome.attempt.evidence.usage
        before = ", in an earlier run of the same code" if outcome.attempt.reused else ""
        display.line((f"It ran for {usage.seconds:.1f} s{before}.", "dim"))
    if outcome.status == "passed" and desk:
        display.line()
        if outcome.ref.step.after:
            display.markdown(outcome.ref.step.after)
            display.line()
        next_after(display, desk.standings(), outcome.ref)


def _many(display: Display, desk: Desk | None, outcomes: Sequence[Outcome], seconds: float) -> None:
    counts = Counter(outcome.status for outcome in outcomes)
    words = ", ".join(f"{counts[status]} {WORDS[status]}" for status in WORDS if counts[status])
    display.line()
    display.line((f"{words}, in {seconds:.1f} s", "bold"))
    attempts = [outcome.attempt for outcome in outcomes if outcome.attempt]
    for one in data_words(attempts):
        display.wrapped(f"data: {one}", indent="  ")
    for attempt in attempts:
        for figure in figures(attempt):
            display.wrapped(f"{attempt.ref.step.id}: {figure}", indent="  ")
    if counts["blocked"]:
        first = next(outcome for outcome in outcomes if outcome.status == "blocked")
        display.wrapped(
            f"Blocked steps count neither way. {first.ref.step.id}: {first.sentence}", indent="  "
        )
    worst = [o for status in _WORST_FIRST for o in outcomes if o.status == status]
    if worst:
        display.line()
        display.line((worst[0].ref.id, "bold"))
        _in_full(display, desk, worst[0])


def _in_full(display: Display, desk: Desk | None, outcome: Outcome) -> None:
    state = desk.standings().state(outcome.ref) if desk else None
    draw(
        display,
        outcome,
        attempts=state.attempts if state else 0,
        hints_seen=state.hints if state else 0,
    )
