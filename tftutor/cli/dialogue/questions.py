"""Answers to quizzes and predictions."""

from __future__ import annotations

from tftutor.cli.dialogue.conversation import Conversation
from tftutor.cli.dialogue.steps import tell_after, what_now
from tftutor.cli.questions import ask
from tftutor.course.answers import judge
from tftutor.course.model import Predict, Quiz, StepRef


def expects_answer(conversation: Conversation) -> bool:
    """Whether what is said now is an answer, unless it is one of our words written in full."""
    ref = conversation.here
    if ref is None or not isinstance(ref.step, Quiz | Predict):
        return False
    return conversation.desk.standings().of(ref) != "done"


def answer(conversation: Conversation, given: str) -> None:
    """Judges an answer and notes it; without one, asks again."""
    ref = conversation.step()
    if not isinstance(ref.step, Quiz | Predict):
        conversation.talk.say("This step asks no question.")
        what_now(conversation, ref)
        return
    if not given.strip():
        ask(conversation.talk.display, ref.step)
        return
    _judged(conversation, ref, ref.step, given)


def _judged(conversation: Conversation, ref: StepRef, question: Quiz | Predict, given: str) -> None:
    talk, desk = conversation.talk, conversation.desk
    verdict = judge(question, given)
    desk.progress.note_answer(ref.id, given, verdict.right, course_version=desk.course.digest)
    talk.say(f"Your answer is {verdict.shown}. {'That is it.' if verdict.right else 'Not yet.'}")
    talk.markdown(verdict.says)
    if isinstance(question, Predict):
        again = "Say" if verdict.right else "Say another answer, or"
        talk.say(f"{again} `run` to hear what the code does.")
    elif verdict.right:
        tell_after(conversation, ref)
    else:
        talk.say("Say another answer.")
