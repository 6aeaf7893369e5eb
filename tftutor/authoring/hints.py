"""Whether a hint gives the solution away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tftutor.course.model import AnyStep, Exercise
from tftutor.course.violations import Violation

# imports, decorators, single names with what may surround them, `return` of mere names
_TRIVIAL = re.compile(r"(from|import) .*|@.*|[\w.]*[,:()\[\]{}]*|return\b[\w., ]*")
_COMMENT = re.compile(r"\s#.*$|^#.*$")


def hint_violations(step: AnyStep) -> Iterator[Violation]:
    """Hints, the last aside, that hold a line of the solution which the starter does not already show."""
    if not isinstance(step, Exercise):
        return
    lines = revealing_lines(step)
    for number, hint in enumerate(step.hints[:-1]):
        text = _squeezed(hint)
        for line in lines:
            if re.search(rf"(?<!\w){re.escape(_squeezed(line))}(?!\w)", text):
                sentence = f"this hint holds a line of the solution, `{line}`; only the last hint may"
                yield Violation(("hints", number), sentence)


def revealing_lines(step: Exercise) -> list[str]:
    """The lines of the solution that would give it away, without their comments."""
    shown = {_squeezed(_code(line)) for line in step.starter.splitlines()}
    lines = dict.fromkeys(_code(line) for line in step.solution.splitlines())
    return [line for line in lines if _squeezed(line) not in shown and not _TRIVIAL.fullmatch(line)]


def _code(line: str) -> str:
    return _COMMENT.sub("", line.strip()).strip()


def _squeezed(text: str) -> str:
    return "".join(text.split())
