"""Answers to a quiz or a prediction: read as people write them, and judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from tftutor.course.model import Answer, Option, Predict, Quiz
from tftutor.course.reading import NUMBER_FORMS, letters, number_readings, plain_text, same_number
from tftutor.problems import UsageProblem

Question = Quiz | Predict
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_RIGHT = "That is right."
_NOT_YET = "That is not it yet."
_NOT_COUNTED = "This did not count as an answer."


@dataclass(frozen=True)
class AnswerVerdict:
    """What is said to an answer. ``shown`` is the answer as it was understood."""

    right: bool
    says: str
    shown: str


class UnreadableAnswer(UsageProblem):
    """An answer in a form that the question does not ask for; it is not an attempt."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, _NOT_COUNTED)


def judge(question: Question, given: str | Sequence[str]) -> AnswerVerdict:
    """Judges an answer: letters or texts of options, a number, a text, an order.

    ``given`` is a line as typed, or a list of letters or texts. Raises UnreadableAnswer, which says
    what form is expected.
    """
    if not (given.strip() if isinstance(given, str) else given):
        raise UnreadableAnswer(f"The answer is empty. Expected: {asks(question)}.")
    if question.answer is None:
        return _judge_options(question, given)
    line = given if isinstance(given, str) else " ".join(given)
    if question.answer.number is not None:
        return _judge_number(question.answer, question.answer.number, line)
    if question.answer.text is not None:
        return _judge_text(question.answer, question.answer.text, line)
    return _judge_order(question, question.answer, given)


def asks(question: Question) -> str:
    """What form of answer the question expects, to be shown where it is typed."""
    if question.answer is None:
        if sum(option.right for option in question.options) > 1:
            return "one letter or several, as in `a c`"
        return f"one letter, a to {LETTERS[len(question.options) - 1]}"
    if question.answer.number is not None:
        return f"a number ({NUMBER_FORMS})"
    if question.answer.text is not None:
        return "a short text"
    return f"all {len(question.answer.order or ())} letters in their order, as in `b a c`"


def shuffled(question: Question) -> list[str]:
    """The items of an order question as they are shown, lettered from a.

    The same for everybody and every time, and never the right order.
    """
    order = question.answer.order if question.answer else None
    if order is None:
        raise ValueError(f"{question.id} does not ask for an order")
    items = sorted(order, key=lambda item: sha256(f"{question.id}\n{item}".encode()).digest())
    return items if tuple(items) != order else [*items[1:], items[0]]


def _judge_options(question: Question, given: str | Sequence[str]) -> AnswerVerdict:
    options = question.options
    chosen = _chosen(question, [option.text for option in options], given)
    shown = " ".join(LETTERS[number] for number in chosen)
    picked = [options[number] for number in chosen]
    not_right = [option for option in picked if not option.right]
    missing = sum(option.right for option in options) - (len(picked) - len(not_right))
    if not_right:
        return AnswerVerdict(False, _sentences(not_right), shown)
    if missing:
        more = "Another one fits too." if missing == 1 else f"{missing} more fit too."
        return AnswerVerdict(False, f"{_sentences(picked)} {more}", shown)
    return AnswerVerdict(True, _sentences(picked), shown)


def _chosen(question: Question, texts: list[str], given: str | Sequence[str]) -> list[int]:
    """Numbers of the items meant, in the order given, each once."""
    parts = [given] if isinstance(given, str) else list(given)
    by_text = {plain_text(text): number for number, text in enumerate(texts)}
    found: list[int] = []
    for part in parts:
        read = letters(part, len(texts))
        if read is None and plain_text(part) in by_text:
            read = [by_text[plain_text(part)]]
        if read is None:
            pieces = [plain_text(piece) for piece in part.replace(";", ",").split(",")]
            read = [by_text[piece] for piece in pieces if piece in by_text]
            if len(read) < len(pieces):
                raise UnreadableAnswer(f"`{part.strip()}` cannot be read. Expected: {asks(question)}.")
        found += read
    return list(dict.fromkeys(found))


def _judge_number(answer: Answer, number: float, line: str) -> AnswerVerdict:
    readings = number_readings(line)
    if not readings:
        raise UnreadableAnswer(f"`{line.strip()}` is not a number; write it like {NUMBER_FORMS}.")
    right = any(same_number(value, number, answer.tolerance) for value in readings)
    if right:
        return AnswerVerdict(True, answer.says or _RIGHT, line.strip())
    for known in answer.wrong:
        meant = number_readings(str(known.answer))
        if any(same_number(value, one, answer.tolerance) for value in readings for one in meant):
            return AnswerVerdict(False, known.says, line.strip())
    return AnswerVerdict(False, answer.otherwise or _NOT_YET, line.strip())


def _judge_text(answer: Answer, text: str, line: str) -> AnswerVerdict:
    shown = plain_text(line)
    if shown in {plain_text(wording) for wording in (text, *answer.also)}:
        return AnswerVerdict(True, answer.says or _RIGHT, shown)
    return AnswerVerdict(False, _of_known(answer, shown), shown)


def _judge_order(question: Question, answer: Answer, given: str | Sequence[str]) -> AnswerVerdict:
    items = shuffled(question)
    chosen = _chosen(question, items, given)
    if len(chosen) < len(items):
        left = " ".join(LETTERS[number] for number in range(len(items)) if number not in chosen)
        raise UnreadableAnswer(f"`{left}` is still missing. Expected: {asks(question)}.")
    shown = " ".join(LETTERS[number] for number in chosen)
    if [items[number] for number in chosen] == list(answer.order or ()):
        return AnswerVerdict(True, answer.says or _RIGHT, shown)
    written = plain_text(",".join(items[number] for number in chosen))
    return AnswerVerdict(False, _of_known(answer, written), shown)


def _of_known(answer: Answer, shown: str) -> str:
    for known in answer.wrong:
        if plain_text(str(known.answer)) == shown:
            return known.says
    return answer.otherwise or _NOT_YET


def _sentences(options: Sequence[Option]) -> str:
    return " ".join(option.says.strip() for option in options)
