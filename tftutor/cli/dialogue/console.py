"""What is said and what is heard: lines out, lines in, a pause when a screenful has been said."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TextIO

from tftutor.cli.dialogue.line_reader import LineReader
from tftutor.cli.display import Display, display_of

_MORE = "Enter for more, or say something else: "
_NOTHING_RUNS = "Nothing is running. To leave, say `quit` or press Ctrl+D."


class EndOfInput(Exception):
    """There is nobody to console to any more: Ctrl+D, or the end of what was to be read."""


class Interruption(Exception):
    """The learner said something else while a long text was told. ``line``: what they said."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


class LineConsole:
    """A conversation over two streams. ``display`` takes whatever the rest of the face shows."""

    def __init__(self, heard: TextIO, said: TextIO) -> None:
        self._heard = LineReader(heard)
        self._shows_what_is_typed = heard.isatty()
        self._paged = _Paged(said, self._more)
        self.with_person = heard.isatty() and said.isatty()
        plain = replace(display_of(said, os.environ), live=False, styled=False)
        self.display: Display = replace(plain, stream=self._paged)  # type: ignore[arg-type]
        self.pages = True

    def say(self, text: str = "", *, first: str | None = None, indent: str = "") -> None:
        """A paragraph, wrapped; an empty line without ``text``."""
        if text:
            self.display.wrapped(text, first=first, indent=indent, words=True)
        else:
            self.display.line()

    def markdown(self, text: str) -> None:
        """Prose of the course, and an empty line."""
        self.display.markdown(text)
        self.display.line()

    def code(self, text: str) -> None:
        """A piece of Python, and an empty line."""
        self.display.code(text)
        self.display.line()

    def written(self, text: str) -> None:
        """Text of a program that runs, as it comes, without a pause."""
        self._paged.write_on(text)

    def ask(self, prompt: str) -> str:
        """The next line that is heard. Raises EndOfInput at the end, KeyboardInterrupt at Ctrl+C."""
        self._paged.begin_page(self._rows() if self.pages else None)
        self._paged.write_on(prompt)
        line = self._heard.line()
        if not line:
            self._paged.write_on("\n")
            raise EndOfInput
        if not self._shows_what_is_typed:
            self._paged.write_on(line if line.endswith("\n") else f"{line}\n")
        return line.rstrip("\r\n")

    def ask_what_next(self, prompt: str) -> str:
        """The same, where Ctrl+C says how to leave."""
        while True:
            try:
                return self.ask(prompt)
            except KeyboardInterrupt:
                self._paged.write_on("\n")
                self.say(_NOTHING_RUNS)

    @contextmanager
    def without_pauses(self) -> Iterator[None]:
        """What is said inside never waits for Enter."""
        self._paged.begin_page(None)
        try:
            yield
        finally:
            self._paged.begin_page(self._rows() if self.pages else None)

    def _rows(self) -> int | None:
        if not self.with_person:
            return None
        try:
            rows = os.get_terminal_size(sys.stdout.fileno()).lines
        except (OSError, ValueError):
            return None
        return rows - 2 if rows > 4 else None

    def _more(self) -> None:
        line = self.ask(_MORE)
        if line.strip():
            raise Interruption(line)


class _Paged:
    """A stream that counts lines and asks, before it writes the first one that no longer fits."""

    def __init__(self, stream: TextIO, more: object) -> None:
        self._stream = stream
        self._more = more
        self._rows: int | None = None
        self._count = 0
        self._at_start = True  # of a line
        self._after_gap = False  # an empty line was written last; a second one says nothing
        self.encoding = stream.encoding

    def begin_page(self, rows: int | None) -> None:
        self._rows, self._count = rows, 0

    def write(self, text: str) -> int:
        if self._rows is not None and self._count >= self._rows and text.strip():
            assert callable(self._more)
            self._more()
        if text == "\n" and self._after_gap:
            return 0
        self._after_gap = text == "\n" and self._at_start
        self._at_start = text.endswith("\n") if text else self._at_start
        self._count += text.count("\n")
        return self._stream.write(text)

    def write_on(self, text: str) -> None:
        """Past the counting."""
        self._after_gap, self._at_start = False, text.endswith("\n")
        self._stream.write(text)
        self._stream.flush()

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()
