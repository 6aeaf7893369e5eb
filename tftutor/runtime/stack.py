"""Where a program is: it is asked, and says so itself, if it still can."""

from __future__ import annotations

import os
import time

from tftutor.runtime import sentences
from tftutor.runtime.sandbox import Sandbox

_SECONDS = 0.4
_CHUNK = 1 << 16


class Stack:
    """What has come from the descriptor for it. ``name``: of the learner's file."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        self._sandbox, self._name = sandbox, name
        self._text = b""

    @property
    def is_empty(self) -> bool:
        return not self._text

    @property
    def line(self) -> int | None:
        """Of the learner's code, counted from 1; None while it is not known."""
        return sentences.line_in(self._text.decode("utf-8", "replace"), self._name)

    def take(self, data: bytes) -> None:
        """More of it."""
        if len(self._text) < _CHUNK:
            self._text += data

    def ask(self) -> int | None:
        """Has the program say where it is, and waits a moment for it; it may be unable to."""
        self._sandbox.command("stack")
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until and self.line is None:
            time.sleep(0.005)
            try:
                self._text += os.read(self._sandbox.stack, _CHUNK)
            except BlockingIOError:
                continue
        return self.line
