"""Programs of the learner's own that have the terminal while they run: their editor, their shell."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from tftutor.problems import MachineProblem

_EDITORS = ("nano", "vim", "vi")
_LINE_EDITORS = ("ed",)  # for a terminal that cannot draw
_CANNOT_DRAW = ("", "dumb")
# Editors that take `+12` for "begin at line 12".
_TAKE_LINES = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "joe", "ne", "mg"}
)


class NoEditor(MachineProblem):
    """The learner has named no editor, and none of the usual ones is here."""


def edit(path: Path, line: int | None = None) -> None:
    """Opens a file in the learner's editor, at a line counted from 1, and waits until the editor ends.

    The terminal must be free. Raises MachineProblem when the editor cannot be started, NoEditor.
    """
    words = editor_command(path, line, os.environ)
    try:
        _run(words)
    except OSError as error:
        raise MachineProblem(
            f"Your editor, {words[0]}, could not be started: {error.strerror}.",
            "Name another one, for example: export EDITOR=nano",
        ) from None


def editor_command(path: Path, line: int | None, environ: Mapping[str, str]) -> list[str]:
    """What to start: `VISUAL`, else `EDITOR`, else one that this terminal can show. Raises MachineProblem."""
    words = _named_editor(environ) or [_usual_editor(environ)]
    place = [f"+{line}"] if line and Path(words[0]).name in _TAKE_LINES else []
    return [*words, *place, str(path)]


def open_shell(command: str = "", *, with_terminal: bool = True) -> None:
    """The learner's shell until they leave it, or one command of it. Raises MachineProblem.

    ``with_terminal`` off: nothing can be typed into it.
    """
    shell = os.environ.get("SHELL") or "/bin/sh"
    try:
        _run([shell, "-c", command] if command else [shell], with_terminal=with_terminal)
    except OSError as error:
        raise MachineProblem(
            f"The shell {shell} could not be started: {error.strerror}.",
            "SHELL names another one if you set it.",
        ) from None


def _named_editor(environ: Mapping[str, str]) -> list[str]:
    for name in ("VISUAL", "EDITOR"):
        value = environ.get(name, "")
        try:
            words = shlex.split(value)
        except ValueError:
            raise MachineProblem(
                f"{name} is {value!r}, and its quotes do not match.",
                f"Set it again, for example: export {name}=nano",
            ) from None
        if words:
            return words
    return []


def _usual_editor(environ: Mapping[str, str]) -> str:
    names = _LINE_EDITORS if environ.get("TERM", "dumb") in _CANNOT_DRAW else _EDITORS
    found = next((name for name in names if shutil.which(name, path=environ.get("PATH"))), None)
    if found is None:
        raise NoEditor("No other editor was found on this machine.", "Install one: sudo apt install nano")
    return found


def _run(words: Sequence[str], *, with_terminal: bool = True) -> None:
    """Ctrl+C is for the program alone: Python would kill it, where the signal raised an exception here."""
    # An empty handler, since the program would inherit that a signal is ignored.
    before = signal.signal(signal.SIGINT, _nothing)
    try:
        subprocess.run(words, check=False, stdin=None if with_terminal else subprocess.DEVNULL)
    finally:
        signal.signal(signal.SIGINT, before)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    return None
