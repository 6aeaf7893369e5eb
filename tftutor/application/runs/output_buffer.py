"""What a run printed, kept for the screen: finished lines, and the one that is still growing.

Every line has gone through `SafeText`; all that is left besides text are colours. The newest 10,000 lines
stay in memory, all of them go into a file.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from rich.cells import cell_len

from tftutor.runtime.text import SafeText

MOST_LINES = 10_000
MOST_CHARACTERS = 2_000_000
LONGEST_LINE = 20_000
_TRIM_AT = 1.1  # trimming a tenth at a time costs next to nothing for each line
_SLICE = 4096  # characters taken at a time, so that the screen never waits long for the lock
_TAB = 8
_SGR = re.compile(r"\x1b\[([0-9;:]*)m")

Piece = tuple[str, str]  # text, and its colours as SGR parameters ("1;31"), "" without


class OutputBuffer:
    """One thread feeds it, any thread reads. Lines are counted from 0, over the whole run.

    file       takes every line, without colours; it is begun again. None: lines are kept in memory only
    """

    def __init__(
        self,
        file: Path | None = None,
        *,
        most_lines: int = MOST_LINES,
        most_characters: int = MOST_CHARACTERS,
    ) -> None:
        self._most_lines, self._most_characters = most_lines, most_characters
        self._lock = threading.Lock()
        self._streams: dict[str, SafeText] = {}
        self._last_stream = ""
        self._lines: list[str] = []
        self._first = 0
        self._characters = 0
        self._widest = 0
        self._file = file
        self._opened: TextIO | None = None
        self._finished = False
        self.trouble = ""  # why not all of it is in the file

    @classmethod
    def of_file(cls, file: Path) -> OutputBuffer:
        """What a run of another tutor left there; empty where nothing can be read."""
        kept = cls()
        with contextlib.suppress(OSError), file.open(encoding="utf-8", errors="replace") as opened:
            while text := opened.read(_SLICE):
                kept.feed(text)
            kept._file = file
        kept.finish()
        return kept

    # --- the run's thread --------------------------------------------------------------------

    def feed(self, text: str, stream: str = "stdout") -> None:
        """Takes what the program printed, in any chunks; each stream has a growing line of its own."""
        for part in _slices(text):
            with self._lock:
                if self._finished:
                    return
                safe = self._streams.setdefault(stream, SafeText(colours=True))
                self._last_stream = stream
                self._add(safe.feed(part))

    def finish(self) -> None:
        """The program has ended: what was growing is a line now, and the file is complete."""
        with self._lock:
            for safe in self._streams.values():
                rest = safe.finish()
                if rest:
                    self._add(rest + "\n")
            self._streams.clear()
            self._finished = True
            if self._opened is not None:
                with self._minding_the_disk():
                    self._opened.close()
            self._opened = None

    def _add(self, text: str) -> None:
        if not text:
            return
        self._write(text)
        for line in text[:-1].split("\n"):
            line = _expanded(line[:LONGEST_LINE] if len(line) > LONGEST_LINE else line)
            self._lines.append(line)
            self._characters += len(line)
            self._widest = max(self._widest, _width(line))
        if (
            len(self._lines) > self._most_lines * _TRIM_AT
            or self._characters > self._most_characters * _TRIM_AT
        ):
            self._trim()

    def _trim(self) -> None:
        gone = max(0, len(self._lines) - self._most_lines)
        self._characters -= sum(map(len, self._lines[:gone]))
        while self._characters > self._most_characters and gone < len(self._lines):
            self._characters -= len(self._lines[gone])
            gone += 1
        del self._lines[:gone]
        self._first += gone

    # --- the file ------------------------------------------------------------------------------

    @property
    def file(self) -> Path | None:
        """Where all of it is; None where there is no such file, or it is not complete."""
        return None if self.trouble else self._file

    def flush(self) -> None:
        """Brings the file up to date."""
        with self._lock:
            if self._opened is not None:
                with self._minding_the_disk():
                    self._opened.flush()

    def _write(self, text: str) -> None:
        if self._file is None or self.trouble:
            return
        with self._minding_the_disk():
            if self._opened is None:
                self._opened = _begun_anew(self._file)
            self._opened.write(_SGR.sub("", text))

    @contextlib.contextmanager
    def _minding_the_disk(self) -> Iterator[None]:
        """A full disk must not end a run: the screen goes on without the file."""
        try:
            yield
        except OSError as error:
            self.trouble = f"The output could not be written to a file: {error.strerror or error}."

    # --- the screen's thread -------------------------------------------------------------------

    @property
    def first(self) -> int:
        """The number of the first line that is still kept: how many were skipped."""
        return self._first

    @property
    def end(self) -> int:
        """How many lines are finished, the skipped ones included."""
        with self._lock:
            return self._first + len(self._lines)

    @property
    def widest(self) -> int:
        """Columns of the widest finished line so far."""
        return self._widest

    @property
    def live(self) -> str:
        """The line that is growing now, colours included; "" when there is none."""
        with self._lock:
            last = self._streams.get(self._last_stream)
            found = last.live if last else ""
            if not found:
                found = next((text for safe in self._streams.values() if (text := safe.live)), "")
        return _expanded(found)

    def line(self, number: int) -> str:
        """A finished line, colours included; "" where it is not kept, or not there yet."""
        with self._lock:
            place = number - self._first
            return self._lines[place] if 0 <= place < len(self._lines) else ""

    def tail(self, count: int, *, since: int = 0) -> list[str]:
        """At most ``count`` of the newest finished lines from number ``since`` on, without colours."""
        with self._lock:
            found = self._lines[max(0, since - self._first, len(self._lines) - count) :]
        return [without_colours(line) for line in found]

    def __len__(self) -> int:
        """Lines that can be shown, the growing one included."""
        return self.end - self.first + bool(self.live)

    def __iter__(self) -> Iterator[str]:
        """The kept lines and the growing one, without colours."""
        with self._lock:
            lines = list(self._lines)
        live = self.live
        return iter([without_colours(line) for line in ([*lines, live] if live else lines)])


def pieces(line: str) -> list[Piece]:
    """A line, cut where its colours change."""
    if "\x1b" not in line:
        return [(line, "")] if line else []
    parts = _SGR.split(line)
    found: list[Piece] = [(parts[0], "")] if parts[0] else []
    style = ""
    for codes, text in zip(parts[1::2], parts[2::2], strict=True):
        style = "" if codes in ("", "0") else f"{style};{codes}" if style else codes
        if text:
            found.append((text, style))
    return found


def without_colours(line: str) -> str:
    """Its text alone."""
    return _SGR.sub("", line) if "\x1b" in line else line


def _slices(text: str) -> Iterator[str]:
    """Pieces of about ``_SLICE`` characters, of whole lines where it can be: those go through fastest."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _SLICE)
        if end < len(text):
            end = (text.rfind("\n", start, end) + 1) or end
        yield text[start:end]
        start = end


def _expanded(line: str) -> str:
    """Tabs as spaces, to every eighth column."""
    if "\t" not in line:
        return line
    column, parts = 0, []
    for place, part in enumerate(re.split(r"(\x1b\[[0-9;:]*m)", line)):
        if place % 2 == 0:
            shifted = (" " * (column % _TAB) + part).expandtabs(_TAB)[column % _TAB :]
            column += len(shifted)
            part = shifted
        parts.append(part)
    return "".join(parts)


def _width(line: str) -> int:
    text = without_colours(line)
    return len(text) if text.isascii() else cell_len(text)


def _begun_anew(file: Path) -> TextIO:
    """Another tutor may be writing to the old one: it keeps it, under no name."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return open(descriptor, "w", encoding="utf-8", errors="replace")
