"""What goes amiss, in words: where it is, and what nobody expected. A defect of ours leaves a report."""

from __future__ import annotations

import errno
import logging
import os
import platform
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from tftutor import __version__
from tftutor.presentation.text import tidy
from tftutor.problems import CourseProblem, MachineProblem, Problem

_LOG = logging.getLogger(__name__)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


class Defect(MachineProblem):
    """Something in tftutor itself broke. Like a broken machine, it says nothing about the learner."""


def place_of(problem: Problem) -> str:
    """`lesson.yaml:12: ` where the course is broken, else nothing."""
    if not isinstance(problem, CourseProblem) or not problem.file:
        return ""
    return f"{tidy(problem.file)}:{problem.line}: " if problem.line else f"{tidy(problem.file)}: "


def as_problem(error: Exception, words: list[str]) -> Problem:
    """An exception that nobody expected, in words; logged with its traceback."""
    _LOG.info("problem", exc_info=error)
    if isinstance(error, OSError) and error.errno in _FULL:
        return MachineProblem(
            f"The disk, or your share of it, is full ({_where(error)}).",
            "Make room (`df -h ~` shows how much there is), then try again.",
        )
    if isinstance(error, OSError) and error.errno in _REFUSED and error.filename:
        return MachineProblem(
            f"This machine does not let you use {_where(error)}: {error.strerror}.",
            f"Look who owns it with: ls -ld {error.filename}",
        )
    file = _report(error, words)
    where = f"A full report is in {tidy(file)}." if file else "No report of it could be written."
    return Defect(
        f"Something in tftutor itself broke: {_named(error)}. {where}",
        "Your files and your progress are kept. Please send the report to your teacher.",
    )


def _named(error: Exception) -> str:
    first = str(error).strip().splitlines()
    return f"{type(error).__name__}: {first[0][:200].rstrip('.')}" if first else type(error).__name__


def _where(error: OSError) -> str:
    return tidy(Path(os.fsdecode(error.filename))) if error.filename else str(error.strerror)


def _report(error: Exception, words: list[str]) -> Path | None:
    """Writes what is needed to mend it. None when no folder takes it."""
    now = datetime.now()
    text = "\n".join(
        [
            f"tftutor {__version__}, Python {sys.version.split()[0]}, {platform.platform()}",
            f"{now:%Y-%m-%d %H:%M:%S}",
            f"command: tftutor {' '.join(words)}",
            "",
            "".join(traceback.format_exception(type(error), error, error.__traceback__)),
        ]
    )
    name = f"{now:%Y-%m-%d-%H%M%S}-{os.getpid()}.txt"
    for folder in _folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", errors="replace")
        except OSError:
            continue
        return folder / name
    return None


def _folders() -> list[Path]:
    last = Path(tempfile.gettempdir()) / "tftutor-reports"
    try:
        from tftutor.places import REPORTS_FOLDER, places

        return [places().state / REPORTS_FOLDER, last]
    except (Problem, OSError):
        return [last]
