"""`--debug-log FILE`: what happens in the tutor, a line an event, for reports of bugs.

Rooms log with the standard library's loggers below `tftutor`, at INFO; a learner's code only at DEBUG,
which `--debug-code` asks for. Without `--debug-log` there is no handler, and nothing is formatted.
"""

from __future__ import annotations

import logging
import os
import platform
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TextIO

from tftutor import __version__
from tftutor.problems import UsageProblem

OPTION, CODE_OPTION = "--debug-log", "--debug-code"
_FORMAT = "%(asctime)s.%(msecs)03d %(process)d %(threadName)s %(name)s: %(message)s"
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK | os.O_CLOEXEC
_LOG = logging.getLogger("tftutor")


@dataclass(frozen=True)
class DebugLog:
    """What was asked for: the file, and whether the code that is run goes into it."""

    file: Path
    code: bool = False


def split_options(words: list[str]) -> tuple[DebugLog | None, list[str]]:
    """Take the options of the log out of a command line; they may be anywhere before `--`.

    Raises UsageProblem where the file is missing, or code is asked for without a log.
    """
    end = words.index("--") if "--" in words else len(words)
    rest: list[str] = []
    name, code = "", False
    ahead = iter(words[:end])
    for word in ahead:
        if word == OPTION or word.startswith(f"{OPTION}="):
            name = word[len(OPTION) + 1 :] or next(ahead, "")
            if not name:
                raise UsageProblem(f"{OPTION} needs a file after it.", f"For example: {OPTION} bug.log")
        elif word == CODE_OPTION:
            code = True
        else:
            rest.append(word)
    if code and not name:
        raise UsageProblem(f"{CODE_OPTION} adds your code to a log.", f"Name one, too: {OPTION} bug.log")
    return DebugLog(Path(name), code) if name else None, rest + words[end:]


@contextmanager
def recording(log: DebugLog, words: list[str]) -> Iterator[Callable[[int], None]]:
    """Append what happens to the log's file until the block ends; gives what notes the exit code.

    Only the file's owner can read it. Raises UsageProblem where it can't be written; where that begins
    later (a full disk), the tutor goes on without it.
    """
    handler = _Handler(_open(log.file))
    level, hook, began = _LOG.level, threading.excepthook, monotonic()
    _LOG.setLevel(logging.DEBUG if log.code else logging.INFO)
    _LOG.addHandler(handler)
    threading.excepthook = _log_thread
    python = f"Python {platform.python_version()} ({sys.executable})"
    _LOG.info("tftutor %s, %s, %s", __version__, python, platform.platform())
    _LOG.info("command: tftutor %r", words)
    try:
        yield lambda code: _LOG.info("exit code %d after %.1f s", code, monotonic() - began)
    finally:
        threading.excepthook = hook
        _LOG.removeHandler(handler)
        _LOG.setLevel(level)
        handler.close()


def log_problem(error: BaseException) -> None:
    """Log what went wrong, with its traceback."""
    _LOG.info("problem", exc_info=error)


def _log_thread(arguments: threading.ExceptHookArgs) -> None:
    """Log what ended a thread, then do what Python does anyway."""
    if arguments.exc_value is not None:
        log_problem(arguments.exc_value)
    threading.__excepthook__(arguments)


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to the file at once, so that a kill loses nothing; further lines of an event are indented."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace"))
        self.setFormatter(logging.Formatter(_FORMAT, "%Y-%m-%d %H:%M:%S"))

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\n", "\n    ")

    def handleError(self, record: logging.LogRecord) -> None:
        """Log nothing more: the disk is full, or the file's file system is gone."""
        self.setLevel(logging.CRITICAL + 1)

    def close(self) -> None:
        super().close()
        with suppress(OSError):
            self.stream.close()


def _open(file: Path) -> int:
    """Open ``file`` to append, mode 0600. Raises UsageProblem where that fails or it's no plain file."""
    try:
        descriptor = os.open(file, _FLAGS, 0o600)
    except OSError as error:
        raise _unusable(file, error.strerror or str(error)) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _unusable(file, "it isn't an ordinary file")
    with suppress(PermissionError):  # somebody else's, who lets us write
        os.fchmod(descriptor, 0o600)
    return descriptor


def _unusable(file: Path, why: str) -> UsageProblem:
    sentence = f"The debug log {file} can't be written: {why}."
    return UsageProblem(sentence, f"Name a file in a folder of yours, such as {OPTION} ~/bug.log")
