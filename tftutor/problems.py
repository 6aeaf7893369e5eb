"""Errors with a sentence for the reader, a next step, and an exit code.

They are raised where the cause is known and shown once, in the faces. Anything else that
escapes is a defect of ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class Problem(Exception):
    """An error that fits in a sentence, with what to try next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.sentence} {self.next_step}".strip()


class UsageProblem(Problem):
    """The command was given something it cannot use: an unknown step, a bad option."""

    exit_code = 2


class CourseProblem(Problem):
    """The course is broken: never the learner's fault.

    ``file`` and ``line`` (counted from 1) say where, when that is known.
    """

    exit_code = 3

    def __init__(
        self, sentence: str, next_step: str = "", *, file: Path | None = None, line: int | None = None
    ) -> None:
        super().__init__(sentence, next_step)
        self.file = file
        self.line = line

    def __str__(self) -> str:
        place = _from_here(self.file) if self.file else ""
        if place and self.line:
            place += f":{self.line}"
        return f"{place}: {super().__str__()}" if place else super().__str__()


def _from_here(file: Path) -> str:
    """The file as its reader would name it: from the current folder where it is below that."""
    try:
        return str(file.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(file)


class MachineProblem(Problem):
    """The environment is broken: no TensorFlow, a read-only folder, a full disk."""

    exit_code = 4


class TensorFlowProblem(MachineProblem):
    """TensorFlow does not start with the interpreter ``python``; the doctor can be asked for the cause."""

    def __init__(self, sentence: str, next_step: str = "", *, python: Path) -> None:
        super().__init__(sentence, next_step)
        self.python = python
