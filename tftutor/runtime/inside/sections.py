"""Runs the sections of a program in one namespace, and reports how they ended."""

from __future__ import annotations

import linecache
import re
import sys
import traceback
import types
from collections.abc import Callable, Sequence
from typing import Any

from .nearby import meant
from .refusals import explained

_MESSAGE_MAX = 4_000
_FILE_LINE = re.compile(r'^\s*File "(?P<file>[^"]*)", line \d+')


class Play:
    """The sections in order, the last of them the learner's.

    ``namespace`` is the ``__dict__`` of a fresh ``__main__``; ``before`` a copy of it as it was
    when the learner's section began.
    """

    def __init__(self, sections: Sequence[dict[str, str]]) -> None:
        self.sections = sections
        self.learners = sections[-1]
        self.names = {section["name"] for section in sections}
        self._module = types.ModuleType("__main__")
        self._module.__dict__["__builtins__"] = __builtins__
        self.namespace: dict[str, Any] = self._module.__dict__
        self.before: dict[str, Any] = {}
        for section in sections:
            _register(section["name"], section["code"])

    def run(self, then: Callable[[], None]) -> dict[str, Any]:
        """Runs all of it. How it ended: ``ending``, ``exit_code``, and ``error`` with its frames.

        ``then`` is called as soon as the code has ended, before anything of ours looks at it.
        """
        sys.modules["__main__"] = self._module
        error = self._execute()
        then()
        if error is None:
            return {"ending": "finished", "exit_code": 0, "error": None}
        if isinstance(error, SystemExit):
            return {"ending": "exited", "exit_code": _exit_code(error), "error": None}
        if not isinstance(error, KeyboardInterrupt):
            self._print(error)
        return {"ending": "error", "exit_code": 1, "error": self.describe(error)}

    def _execute(self) -> BaseException | None:
        try:
            for section in self.sections:
                if section is self.learners:
                    self.before = dict(self.namespace)
                code = compile(section["code"], section["name"], "exec", dont_inherit=True)
                exec(code, self.namespace)
        except BaseException as error:
            return error
        return None

    def forget(self) -> None:
        self.namespace.clear()
        self.before.clear()

    def describe(self, error: BaseException) -> dict[str, Any]:
        """An exception as data: type, message, and the frames in this program's sections."""
        shown = traceback.TracebackException.from_exception(error)
        frames = [
            {"section": f.filename, "line": f.lineno or 0, "function": f.name, "text": (f.line or "")[:500]}
            for f in shown.stack
            if f.filename in self.names
        ]
        message = _text_of(error)
        if isinstance(error, SyntaxError) and error.filename in self.names:
            message = str(error.msg)
            text = (error.text or "").strip()
            frames.append(
                {"section": error.filename, "line": error.lineno or 0, "function": "<module>", "text": text}
            )
        said = (self._without_our_lines(message)[:_MESSAGE_MAX], explained(error), meant(error))
        message = "\n".join(filter(None, said))
        return {
            "type": type(error).__name__,
            "message": message,
            "frames": frames[:50],
        }

    def _print(self, error: BaseException) -> None:
        """The traceback as Python prints it, with the lines of this program only."""
        shown = traceback.TracebackException.from_exception(error)
        self._cut(shown, 0)
        text = self._without_our_lines("".join(shown.format()))[: 4 * _MESSAGE_MAX].rstrip("\n")
        try:
            print(*filter(None, (text, explained(error))), sep="\n", file=sys.stderr)
        except (OSError, ValueError, AttributeError):
            return  # the learner's code closed or replaced it

    def _cut(self, shown: traceback.TracebackException, depth: int) -> None:
        shown.stack[:] = [f for f in shown.stack if f.filename in self.names]
        for name in ("__cause__", "__context__"):
            earlier: traceback.TracebackException | None = getattr(shown, name)
            if earlier is None:
                continue
            self._cut(earlier, depth + 1)
            if not earlier.stack or depth > 5:  # it happened in a library and says nothing of this program
                setattr(shown, name, None)

    def _without_our_lines(self, text: str) -> str:
        """Drops the lines that point into libraries or into us, each with the source line below it."""
        kept: list[str] = []
        skip_below: int | None = None
        for line in text.splitlines():
            indent = len(line) - len(line.lstrip())
            match = _FILE_LINE.match(line)
            if match:
                skip_below = None if match["file"] in self.names else indent
            elif skip_below is not None and indent <= skip_below:
                skip_below = None
            if skip_below is None:
                kept.append(line)
        return "\n".join(kept)


def _register(name: str, code: str) -> None:
    """Makes the section's lines known to tracebacks, `inspect` and autograph."""
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as broken:  # a class of the learner's own
        return f"(its text cannot be shown: {type(broken).__name__})"


def _exit_code(error: SystemExit) -> int:
    """What Python makes of ``sys.exit(x)``: None is 0, a number itself, anything else is printed and 1."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code & 255
    try:
        print(error.code, file=sys.stderr)
    except (OSError, ValueError, AttributeError):
        return 1
    return 1
