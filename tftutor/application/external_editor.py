"""The learner's own editor, as their shell would start it."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from tftutor.problems import MachineProblem

_FALLBACKS = ("nano", "vim", "vi")
# Editors that take `+12` for "begin at line 12".
_TAKE_LINES = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "joe", "ne", "mg"}
)


def command(path: Path, line: int, environ: Mapping[str, str]) -> list[str]:
    """What to start: `VISUAL`, else `EDITOR`, else nano or vi. Raises MachineProblem if there is none."""
    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError:
        raise MachineProblem(
            f"EDITOR is {named!r}, and its quotes do not match.",
            "Set it again, for example: export EDITOR=nano",
        ) from None
    if not words:
        found = next((name for name in _FALLBACKS if shutil.which(name, path=environ.get("PATH"))), None)
        if found is None:
            raise MachineProblem(
                "No other editor was found on this machine.", "Install one: sudo apt install nano"
            )
        words = [found]
    place = [f"+{line}"] if Path(words[0]).name in _TAKE_LINES else []
    return [*words, *place, str(path)]


def edit(path: Path, line: int) -> None:
    """Opens the file and waits until its editor ends. Call it with the terminal handed back.

    Raises MachineProblem when the editor cannot be started.
    """
    words = command(path, line, os.environ)
    # Ctrl+C belongs to the editor. An empty handler, since an ignored signal would be ignored by it too.
    before = signal.signal(signal.SIGINT, _nothing)
    try:
        subprocess.run(words, check=False)
    except OSError as error:
        raise MachineProblem(
            f"Your editor, {words[0]}, could not be started: {error.strerror}.",
            "Name another one, for example: export EDITOR=nano",
        ) from None
    finally:
        signal.signal(signal.SIGINT, before)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    return None
