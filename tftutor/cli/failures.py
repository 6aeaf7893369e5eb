"""What goes amiss, told once: a sentence and a next step."""

from __future__ import annotations

from tftutor.cli.display import Display
from tftutor.presentation.failures import place_of
from tftutor.problems import Problem


def tell(problem: Problem, display: Display) -> None:
    """The sentence, then the next step, below each other."""
    display.wrapped(place_of(problem) + problem.sentence, words=True)
    if problem.next_step:
        display.wrapped(problem.next_step, words=True)
