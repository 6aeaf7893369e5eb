"""The learner's own editor, opened from the line dialogue in a real terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli_learner import Learner
from terminal import Terminal

EXERCISE = "one/code/mean-of-squares"
# It takes Ctrl+C as editors do, then one line, which it writes into the file.
EDITOR = """\
import os, signal, sys
signal.signal(signal.SIGINT, lambda *_: os.write(1, b"editor: not a word was lost\\n"))
os.write(1, b"editor: open\\n")
text = sys.stdin.readline()
with open(sys.argv[-1], "w") as file:
    file.write(text)
"""


@pytest.fixture
def author(learner: Learner, tmp_path: Path) -> Learner:
    """A learner with an editor of their own, whose path has a space in it."""
    editor = tmp_path / "my editor.py"
    editor.write_text(EDITOR)
    return learner.with_({"EDITOR": f"{sys.executable} '{editor}'"})


def opened(learner: Learner) -> Terminal:
    words = [sys.executable, "-m", "tftutor", "open", EXERCISE, "--plain"]
    return Terminal(words, term="dumb", env=learner.environment(), cwd=learner.home)


def test_ctrl_c_in_the_editor_is_the_editors(author: Learner) -> None:
    with opened(author) as terminal:
        _talks(terminal)
        terminal.line("edit")
        terminal.wait_for("editor: open")
        terminal.press("ctrl+c")
        terminal.wait_for("editor: not a word was lost")
        terminal.line("y = 1")
        terminal.wait_for("Your file has changed. Say `check`.")
        terminal.line("code")
        terminal.wait_for("1  y = 1")
        terminal.press("ctrl+d")
        assert terminal.wait_for_exit() == 0


def test_an_editor_whose_quotes_do_not_match_is_a_setting_to_be_changed(author: Learner) -> None:
    with opened(author.with_({"EDITOR": "nano 'x"})) as terminal:
        _talks(terminal)
        terminal.line("edit")
        terminal.wait_for("its quotes do not match")
        terminal.wait_for("export EDITOR=nano")
        assert "tftutor itself broke" not in terminal.text
        terminal.press("ctrl+d")
        assert terminal.wait_for_exit() == 0


def _talks(terminal: Terminal) -> None:
    """Goes on through long texts until it asks what to do."""
    terminal.wait_until(lambda: terminal.text.endswith(("What now? ", "something else: ")), "a question")
    while terminal.text.endswith("something else: "):
        length = len(terminal.text)
        terminal.line("")
        terminal.wait_until(
            lambda: (
                len(terminal.text) > length + 2  # noqa: B023 - called before it changes
                and terminal.text.endswith(("What now? ", "something else: "))
            ),
            "the next question",
        )
