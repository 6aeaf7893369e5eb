"""What a learner can try after an outcome. Each face says it with its own keys, commands or words."""

from __future__ import annotations

from dataclasses import dataclass

from tftutor.course.model import Exercise, Predict, Quiz, StepRef, Task
from tftutor.presentation.outcomes import Outcome

_NOT_YET = ("failed", "timeout")


@dataclass(frozen=True)
class WhatToTry:
    """What helps, as far as it applies.

    advice     what makes a blocked step possible
    begin      nothing was done yet
    answer     another answer
    more_time  the machine may be slow
    attempt    which one it was, where that is worth saying; else 0
    hint       the number of the next hint; 0 where none is left. ``hints``: how many the step has
    solution   it may be shown; where ``hint`` is not 0, that comes first
    """

    advice: str = ""
    begin: bool = False
    answer: bool = False
    more_time: bool = False
    attempt: int = 0
    hint: int = 0
    hints: int = 0
    solution: bool = False


def what_to_try(outcome: Outcome, *, attempts: int, hints_seen: int) -> WhatToTry:
    """``attempts``: how many there were, this one included."""
    step, status = outcome.ref.step, outcome.status
    if status in ("passed", "broken", "cancelled"):
        return WhatToTry()
    if status == "blocked":
        return WhatToTry(advice=outcome.attempt.verdict.advice if outcome.attempt else "")
    if status == "not started":
        return WhatToTry(begin=True)
    if isinstance(step, Quiz | Predict):
        return WhatToTry(answer=True)
    attempt = attempts if attempts > 1 and status in _NOT_YET else 0
    hint, hints, solution = help_left(outcome.ref, hints_seen)
    return WhatToTry(
        more_time=status == "timeout", attempt=attempt, hint=hint, hints=hints, solution=solution
    )


def help_left(ref: StepRef, hints_seen: int) -> tuple[int, int, bool]:
    """The next hint (0: none is left), how many hints there are, and whether there is a solution."""
    if not isinstance(ref.step, Exercise | Task):
        return 0, 0, False
    hints = len(ref.step.hints)
    return (hints_seen + 1 if hints_seen < hints else 0), hints, isinstance(ref.step, Exercise)
