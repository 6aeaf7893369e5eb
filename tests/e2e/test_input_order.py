"""Keys and pastes that come at once, as over a slow connection, take effect in the order they came in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_learner import Learner
from full_screen import greeted, open_step, start
from terminal import Terminal, key

EXERCISE = "one/code/mean-of-squares"
PROGRAM = "x = 1\nif x:\n    y = 2\n"


@pytest.fixture
def terminal(learner: Learner) -> Iterator[Terminal]:
    """The exercise, its text in focus."""
    with start(greeted(learner), "open", EXERCISE) as terminal:
        open_step(terminal, "The mean of squares")
        yield terminal


@pytest.fixture
def editor(terminal: Terminal) -> Terminal:
    """The exercise, its code in focus and empty."""
    terminal.press("alt+2")
    terminal.wait_for("alt+n")
    terminal.press("f7")
    terminal.settle()
    terminal.press("backspace")
    terminal.wait_gone("import tensorflow")
    return terminal


def keys(*names: str) -> str:
    return "".join(map(key, names))


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (f"was here{keys('f7', 'backspace')}{pasted(PROGRAM)}", PROGRAM),
        (f"was here{keys('f7')}{pasted(PROGRAM)}", PROGRAM),
        (f"was here{keys('f7')}x{pasted('= 3')}{keys('enter')}y", "x= 3\ny"),
        (f"one{keys('enter')}two{keys('up', 'end')}{pasted(' and')}{keys('down', 'home')}{pasted('three ')}",
         "one and\nthree two"),
        (f"a{pasted('b')}c{keys('backspace')}{pasted('d')}{keys('left')}e", "abed"),
        (f"kept{keys('f7', 'backspace', 'ctrl+z')}{pasted('what undo marks')}", "what undo marks"),
        ("".join(f"{number:04}" for number in range(700)), "".join(f"{number:04}" for number in range(700))),
        (f"{pasted(PROGRAM * 9)}{keys(*['up'] * 26, *['down'] * 2)}{pasted('#')}{keys(*['backspace'] * 3)}y",
         (PROGRAM * 9).replace("2\n", "y", 1)),
        (f"\x1b[O{pasted('away, and pasted')}", "away, and pasted"),
    ],
)  # fmt: skip
def test_in_the_editor(editor: Terminal, learner: Learner, typed: str, code: str) -> None:
    editor.send(typed)
    file = learner.draft(EXERCISE)
    editor.wait_until(lambda: file.read_text() == code, f"{code!r}", timeout=30)
    editor.settle()
    assert file.read_text() == code


def test_a_key_that_leads_into_the_code_and_what_follows_it(terminal: Terminal, learner: Learner) -> None:
    terminal.send(f"{keys('alt+2', 'f7')}z = 1{keys('enter')}{pasted('z')}")
    file = learner.draft(EXERCISE)
    terminal.wait_until(lambda: _is(file, "z = 1\nz"), "the code", timeout=30)


def test_a_key_that_leads_out_of_the_code_and_what_follows_it(editor: Terminal, learner: Learner) -> None:
    editor.send(f"z{keys('alt+1')}n")
    open_step(editor, "Free play")
    editor.wait_until(lambda: _is(learner.draft(EXERCISE), "z"), "the code", timeout=30)


def test_a_line_that_opens_hears_what_follows(learner: Learner) -> None:
    with start(greeted(learner)) as terminal:
        terminal.wait_for("/ find")
        terminal.send(f"/{pasted('two and')} two")
        terminal.wait_for(re.compile("two and two(?s:.*)▶ Two and two"), timeout=30)


def _is(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text() == text
