"""Whether the options and known answers of a question hold together."""

from __future__ import annotations

from collections.abc import Iterator

from tftutor.course.answers import LETTERS, UnreadableAnswer, judge
from tftutor.course.model import AnyStep, Predict, Quiz
from tftutor.course.reading import plain_text
from tftutor.course.violations import Violation

MOST_OPTIONS = 8


def answer_violations(step: AnyStep) -> Iterator[Violation]:
    """Options that read alike, too many of them, known answers that cannot be or are right after all."""
    if not isinstance(step, (Quiz, Predict)):
        return
    yield from _option_violations(step)
    answer = step.answer
    if answer is None:
        return
    if answer.order and len(answer.order) > MOST_OPTIONS:
        yield Violation(("answer", "order"), f"an order of {len(answer.order)} items; at most {MOST_OPTIONS}")
    if answer.order:
        return
    for number, wrong in enumerate(answer.wrong):
        try:
            right = judge(step, str(wrong.answer)).right
        except UnreadableAnswer as problem:
            yield Violation(("answer", "wrong", number), problem.sentence)
            continue
        if right:
            yield Violation(("answer", "wrong", number), f"`{wrong.answer}` counts as right")


def _option_violations(step: Quiz | Predict) -> Iterator[Violation]:
    if len(step.options) == 1 or len(step.options) > MOST_OPTIONS:
        yield Violation(("options",), f"{len(step.options)} options; a choice has 2 to {MOST_OPTIONS}")
    first: dict[str, int] = {}
    for number, option in enumerate(step.options):
        earlier = first.setdefault(plain_text(option.text), number)
        if earlier != number:
            sentence = f"options {LETTERS[earlier]} and {LETTERS[number]} read alike"
            yield Violation(("options", number), sentence)
