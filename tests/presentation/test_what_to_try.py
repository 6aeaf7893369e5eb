"""What helps after an outcome: the same facts for every face."""

from __future__ import annotations

import pytest
from fake_runs import step

from tftutor.presentation.outcomes import Outcome, OutcomeStatus
from tftutor.presentation.what_to_try import WhatToTry, what_to_try
from tftutor.tutor import Attempt, Verdict

EXERCISE, QUIZ = step("mean-of-squares"), step("two-and-two")
HINTS = len(EXERCISE.step.hints)  # type: ignore[union-attr]


def after(status: OutcomeStatus, attempts: int = 1, hints_seen: int = 0) -> WhatToTry:
    return what_to_try(Outcome(EXERCISE, status), attempts=attempts, hints_seen=hints_seen)


def test_the_next_hint_comes_before_the_solution() -> None:
    first = after("failed")
    assert (first.hint, first.hints, first.solution, first.attempt) == (1, HINTS, True, 0)
    last = after("failed", attempts=3, hints_seen=HINTS)
    assert (last.hint, last.solution, last.attempt) == (0, True, 3)


def test_too_slow_a_program_may_get_more_time() -> None:
    assert after("timeout").more_time
    assert not after("failed").more_time


@pytest.mark.parametrize("status", ["passed", "broken", "cancelled"])
def test_where_nothing_of_the_learners_is_wrong_nothing_is_to_be_tried(status: OutcomeStatus) -> None:
    assert after(status, attempts=3) == WhatToTry()


def test_a_blocked_step_says_what_would_make_it_possible() -> None:
    attempt = Attempt(EXERCISE, "", Verdict("blocked", "It needs a GPU.", "Go on with the next step."))
    tip = what_to_try(Outcome(EXERCISE, "blocked", attempt=attempt), attempts=2, hints_seen=0)
    assert tip == WhatToTry(advice="Go on with the next step.")


def test_what_was_not_begun_is_begun_and_a_wrong_answer_given_again() -> None:
    assert after("not started") == WhatToTry(begin=True)
    assert what_to_try(Outcome(QUIZ, "failed"), attempts=2, hints_seen=0) == WhatToTry(answer=True)
