"""Answers the question of a step. Without an ANSWER, shows the question.

An answer is a letter (or several), a number, a word, or letters in their order, as the question says.

Example:
  tftutor answer session3/softmax-regression/know-nothing-error 90
"""

from __future__ import annotations

from argparse import Namespace

from tftutor.application.attempts import answer, asks_nothing
from tftutor.application.desk import Desk, open_desk
from tftutor.cli.display import Display, output
from tftutor.cli.parser import Parser
from tftutor.cli.questions import ask
from tftutor.cli.show import heading, next_after
from tftutor.course.model import Predict, Quiz, StepRef


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("step", metavar="STEP", help="a step that asks something")
    parser.add_argument("answer", metavar="ANSWER", nargs="*", help="your answer")


def run(options: Namespace) -> int:
    """0: right, or only the question was shown. 1: not yet."""
    display = output()
    with open_desk() as desk:
        ref = desk.step(options.step)
        if not isinstance(ref.step, Quiz | Predict):
            raise asks_nothing(ref)
        given = " ".join(options.answer)
        if not given.strip():
            _show_question(display, ref, ref.step)
            return 0
        return _judged(display, desk, ref, ref.step, given)


def _show_question(display: Display, ref: StepRef, question: Quiz | Predict) -> None:
    heading(display, ref)
    display.markdown(question.text)
    display.line()
    if isinstance(question, Predict):
        display.code(question.code)
        display.line()
    ask(display, question)
    display.line("Next: ", (f"tftutor answer {ref.id} ANSWER", "bold"))


def _judged(display: Display, desk: Desk, ref: StepRef, question: Quiz | Predict, given: str) -> int:
    verdict = answer(desk, ref, given)
    desk.progress.note_opened(ref.id)
    mark = ("✓ That is it", "bold green") if verdict.right else ("✗ Not yet", "bold yellow")
    display.line(mark, f"   your answer: {verdict.shown}")
    display.markdown(verdict.says)
    display.line()
    if not verdict.right:
        display.line("Once more: ", (f"tftutor answer {ref.id} ANSWER", "bold"))
    if isinstance(question, Predict):
        display.line("See what it does: ", (f"tftutor run {ref.id}", "bold"))
    if verdict.right:
        if question.after and not isinstance(question, Predict):
            display.markdown(question.after)
            display.line()
        next_after(display, desk.standings(), ref)
    return 0 if verdict.right else 1
