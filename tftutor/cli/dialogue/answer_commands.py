"""Answers to quizzes and predictions."""

from __future__ import annotations

from tftutor.application.attempts import answer as answer_step
from tftutor.cli.dialogue.commands import NAMES, parsed
from tftutor.cli.dialogue.conversation import Conversation
from tftutor.cli.dialogue.step_commands import tell_after, what_now
from tftutor.cli.questions import ask
from tftutor.course.answers import LETTERS, UnreadableAnswer
from tftutor.course.model import Predict, Quiz, StepRef
from tftutor.nearest import nearest
from tftutor.problems import UsageProblem


def means_answer(conversation: Conversation, text: str) -> bool:
    """Whether what is said is an answer: at an open question all is, but our words written in full, our
    letters where they cannot answer it, and a number that chooses from a list told just now."""
    ref = conversation.here
    if ref is None or not isinstance(ref.step, Quiz | Predict):
        return False
    if conversation.desk.standings().of(ref) == "done" or (conversation.listed and text.isdecimal()):
        return False
    word, _ = parsed(text)
    first = text.split()[0]
    return word is None or (len(first) == 1 and _can_answer(ref.step, first.lower()))


def _can_answer(question: Quiz | Predict, letter: str) -> bool:
    if question.answer is None:
        return letter in LETTERS[: len(question.options)]
    if question.answer.order is not None:
        return letter in LETTERS[: len(question.answer.order)]
    return question.answer.text is not None and letter.isalpha()


def answer(conversation: Conversation, given: str) -> None:
    """Judges an answer and notes it; without one, asks again."""
    ref = conversation.step()
    if not isinstance(ref.step, Quiz | Predict):
        conversation.console.say("This step asks no question.")
        what_now(conversation, ref)
        return
    if not given.strip():
        ask(conversation.console.display, ref.step)
        return
    _judged(conversation, ref, ref.step, given)


def _judged(conversation: Conversation, ref: StepRef, question: Quiz | Predict, given: str) -> None:
    console, desk = conversation.console, conversation.desk
    try:
        verdict = answer_step(desk, ref, given)
    except UnreadableAnswer as unreadable:
        near = nearest(given.split()[0], NAMES)
        meant = f" If you meant the word, say `{near[0]}`." if near else ""
        raise UsageProblem(unreadable.sentence, f"{unreadable.next_step}{meant}") from None
    console.say(f"Your answer is {verdict.shown}. {'That is it.' if verdict.right else 'Not yet.'}")
    console.markdown(verdict.says)
    if isinstance(question, Predict):
        again = "Say" if verdict.right else "Say another answer, or"
        console.say(f"{again} `run` to hear what the code does.")
    elif verdict.right:
        tell_after(conversation, ref)
    else:
        console.say("Say another answer.")
