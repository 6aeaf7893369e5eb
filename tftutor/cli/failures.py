"""What goes amiss, told once: a sentence and a next step."""

from __future__ import annotations

from tftutor.cli.display import Display
from tftutor.presentation.failures import place_of
from tftutor.presentation.root_cause import Diagnosed
from tftutor.problems import Problem


def tell(problem: Problem, display: Display) -> None:
    """The sentence, then the next step, below each other."""
    display.wrapped(place_of(problem) + problem.sentence, words=True)
    if isinstance(problem, Diagnosed):
        tell_remedy(problem, display)
    elif problem.next_step:
        display.wrapped(problem.next_step, words=True)


def tell_remedy(problem: Diagnosed, display: Display) -> None:
    """Each command on a line of its own: it is copied."""
    display.wrapped(problem.cause, words=True)
    for command in problem.commands:
        display.line(f"  {command}")
    if problem.note:
        display.wrapped(problem.note, words=True)
