"""Questions as they stand on the screen."""

from __future__ import annotations

from tftutor.cli.display import Display
from tftutor.course.answers import LETTERS, asks, shuffled
from tftutor.course.model import Predict, Quiz
from tftutor.presentation.formulas import in_markdown
from tftutor.presentation.prose import inline


def ask(display: Display, question: Quiz | Predict) -> None:
    """The options, lettered, and the form of answer that is expected."""
    for letter, text in zip(LETTERS, _choices(question), strict=False):
        display.wrapped(inline(in_markdown(text)), first=f"  {letter})  ", indent="      ")
    if _choices(question):
        display.line()
    display.wrapped(f"Answer with {asks(question)}.")
    display.line()


def _choices(question: Quiz | Predict) -> list[str]:
    if question.answer is None:
        return [option.text for option in question.options]
    return shuffled(question) if question.answer.order else []
