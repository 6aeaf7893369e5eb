"""The course as a conversation: in a terminal that cannot draw, and through a pipe."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest
from cli_learner import Learner
from course_data import SOFTMAX, newcomer, solution_of
from terminal import Terminal, gone_afterwards

__all__ = ["newcomer"]

TFTUTOR = [sys.executable, "-m", "tftutor"]
PROMPT = "What now? "
MORE = "Enter for more"


class Talk:
    """A learner at a terminal: says something, and hears all that is said until the next question."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def hears(self, since: int = 0, *, question: str = PROMPT, timeout: float = 120) -> str:
        """What was said after that many characters, up to the next question, on one line."""
        self.terminal.wait_until(lambda: self._asked(since, question), f"the question {question}", timeout)
        return " ".join(self.terminal.text[since:].split())

    def says(self, line: str, *, question: str = PROMPT, timeout: float = 120) -> str:
        since = len(self.terminal.text)
        self.terminal.line(line)
        return self.hears(since, question=question, timeout=timeout)

    def presses(self, key: str, *, question: str = PROMPT) -> str:
        since = len(self.terminal.text)
        self.terminal.press(key)
        return self.hears(since, question=question)

    def types(self, code: str) -> str:
        """Types a program and ends it with a full stop."""
        self.says("type", question="1> ")
        for number, line in enumerate(code.splitlines(), 2):
            self.says(line, question=f"{number}> ")
        return self.says(".")

    def _asked(self, since: int, question: str) -> bool:
        text = self.terminal.text
        return len(text) > since and text.endswith(question)


@pytest.fixture
def talk(newcomer: Learner) -> Iterator[Talk]:
    """A newcomer who has just called `tftutor` in a terminal that cannot draw."""
    with Terminal(TFTUTOR, term="dumb", env=newcomer.environment(), cwd=newcomer.home) as terminal:
        yield Talk(terminal)


@pytest.mark.journey
def test_from_the_first_start_to_a_trained_softmax_regression(newcomer: Learner, talk: Talk) -> None:
    welcome = talk.hears()
    assert "The full-screen tutor needs a terminal that can draw" in welcome
    assert "Welcome. tftutor teaches TensorFlow in small steps" in welcome
    assert "Press Enter to begin" in welcome

    assert "The steps:" in talk.says(f"list {SOFTMAX}")
    assert MORE in talk.says("open validation-split", question="say something else: ")
    assert "Your file: ~/tftutor/session3/softmax-regression/validation-split.py" in talk.says("")
    assert "Not started: your file still holds the starter." in talk.says("check")
    assert "Hint 1 of 4." in talk.says("hint")
    talk.says("pages off")

    assert "Your file now has 9 lines." in talk.types(solution_of(f"{SOFTMAX}/validation-split"))
    assert "Passed" in talk.says("check")

    assert "What if it always says 0?" in talk.says("")
    assert "First say what you expect it to do" in talk.says("run")
    assert "10 percent is how often it is right." in talk.says("10")
    assert "That is it." in talk.says("90")

    assert "Count the mistakes" in talk.says("n")
    file = newcomer.draft(f"{SOFTMAX}/error-rate")
    file.write_text("print('off it goes')\nwhile True:\n    pass\n")
    talk.says("run", question="off it goes\n")
    assert "Stopping." in talk.presses("ctrl+c")
    assert "Nothing is running. To leave, say `quit` or press Ctrl+D." in talk.presses("ctrl+c")
    file.write_text(solution_of(f"{SOFTMAX}/error-rate").replace("!=", "=="))
    assert "You returned the share of pictures that are right. That is the accuracy." in talk.says("check")

    talk.says("open train")
    talk.types(solution_of(f"{SOFTMAX}/train"))
    trained = talk.says("check", timeout=280)
    assert "Passed" in trained
    assert re.search(r"validation error \d\.\d+ %, pass mark", trained)

    assert "1 hint" in talk.says("progress")
    raw = talk.terminal.raw
    assert b"\x1b" not in raw
    assert b"\r" not in raw.replace(b"\r\n", b"")
    talk.says("open error-rate")
    _leave_and_come_back(newcomer, talk)


def _leave_and_come_back(newcomer: Learner, talk: Talk) -> None:
    with gone_afterwards(talk.terminal):
        talk.terminal.press("ctrl+d")
    assert talk.terminal.wait_for_exit() == 0
    assert talk.terminal.text.endswith("Your place is kept.\n")

    plain = [*TFTUTOR, "--plain"]
    with Terminal(plain, env=newcomer.environment(), cwd=newcomer.home) as terminal:
        again = Talk(terminal)
        home = again.hears()
        assert "Welcome" not in home
        assert re.search(r"You are at: Softmax regression, step 3 of \d+, Count the mistakes\.", home)
        terminal.line("")
        terminal.wait_for("Count the mistakes: an exercise, not yet.")


SCRIPT = """

?
three
b

chek
find square
1
s
s
back
42
home
next
"""


def test_the_conversation_through_a_pipe(learner: Learner) -> None:
    said = learner.calls("--plain", stdin=SCRIPT)
    assert said.returncode == 0, said.stderr
    assert said.stderr == ""
    text = " ".join(said.stdout.split())
    for part in (
        "Welcome.",
        "A picture first: to read.",
        "Say one of these words, or the letter behind it:",
        "Your answer is a. Not yet. One more.",
        "Your answer is b. That is it. Yes, four.",
        "`chek` is not a number;",
        "If you meant the word, say `check`.",
        "1. The mean of squares, in Code.",
        "There are 3 more hints: `hint`.",
        "y = tf.reduce_mean(x ** 2)",
        "Your answer is 42. That is it.",
        "You are at: Code, step 1 of 3, The mean of squares.",
        "Your place is kept.",
    ):
        assert part in text, f"{part}\n{said.stdout}"
