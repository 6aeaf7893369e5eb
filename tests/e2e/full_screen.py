"""A learner before the full-screen tutor in a real terminal: keys, waiting, goldens."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from cli_learner import SMALL_COURSE, Learner
from terminal import Terminal, Watched

TFTUTOR = [sys.executable, "-m", "tftutor"]
GOLDENS = Path(__file__).parent / "goldens"
_VARIES = re.compile(r"\b\d+\.\d s\b")


def start(
    learner: Learner, *words: str, rows: int = 24, columns: int = 80, term: str = "xterm-256color"
) -> Terminal:
    """`tftutor WORDS` in a window of its own."""
    return Terminal([*TFTUTOR, *words], rows, columns, term=term, env=learner.environment(), cwd=learner.home)


def greeted(learner: Learner) -> Learner:
    """The same learner, who has seen the welcome."""
    from tftutor.application.screen_state import ScreenState

    screen_state = ScreenState.open(learner.home / "state" / "tftutor")
    screen_state.note_welcomed()
    assert screen_state.save()
    return learner


def own_course(learner: Learner) -> Learner:
    """The learner at a copy of the small course, which a test may change."""
    folder = learner.home / "course"
    shutil.copytree(SMALL_COURSE, folder)
    learner.course = folder
    return learner


def open_step(screen: Watched, title: str) -> None:
    """Waits until a step with this title is shown."""
    screen.wait_for(re.compile(rf"^ {re.escape(title)}", re.MULTILINE))


def resize(terminal: Terminal, rows: int, columns: int) -> None:
    """Gives the window another size and waits until the screen has it."""
    terminal.resize(rows, columns)
    terminal.wait_until(lambda: "─" * columns in terminal.screen()[1], f"a screen {columns} wide")


def write(terminal: Terminal, code: str) -> None:
    """Puts a program in the place of what stands in the editor."""
    terminal.press("alt+2")
    terminal.wait_for("alt+n")  # the keys of somebody who types
    terminal.press("f7", "backspace")
    terminal.wait_gone(re.compile(r"^ *2(  |$)", re.MULTILINE))
    terminal.paste(code)
    last = code.rstrip().splitlines()[-1].strip()
    terminal.wait_for(last)


def assert_golden(screen: Watched, name: str, *, update: bool) -> None:
    """The screen is the one that is kept under this name; times may differ."""
    text = "\n".join([_VARIES.sub("N.N s", row).rstrip() for row in screen.screen()]).rstrip("\n") + "\n"
    file = GOLDENS / f"{name}.txt"
    if update:
        GOLDENS.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.is_file(), f"{file.name} is not there yet; look at this, then --update-goldens\n{text}"
    kept = file.read_text(encoding="utf-8")
    assert text == kept, f"{file.name}:\n--- kept\n{kept}\n--- now\n{text}"
