"""Turns what a program prints into what a line of a terminal would show, and nothing that could harm one.

Carriage return and backspace act within their line. Colours (SGR) are kept or stripped. All other
escape sequences and control characters go: titles, clipboard and device strings (OSC, DCS, APC, PM,
SOS), cursor moves, the 8-bit C1 forms of all these, and the characters that reorder text.
"""

from __future__ import annotations

import re

from tftutor.unsafe_characters import UNSAFE

_RESET = "\x1b[0m"
_ERASE_REST = "\x1b[K"
_SPECIAL = re.compile(f"[{UNSAFE}]")
_SPECIAL_OR_END = re.compile(f"[{UNSAFE}\n]")
_SGR = re.compile(r"[0-9;:]*\Z")
_SEQUENCE_MAX = 4096
_STYLE_MAX = 200
_LINE_MAX = 20_000


def clean(text: str, *, colours: bool = False) -> str:
    """The whole of a program's output as it would look on a screen of unlimited width."""
    terminal = SafeText(colours=colours)
    return terminal.feed(text) + terminal.finish()


class SafeText:
    """The same for a stream: `feed` takes text in any chunks and gives what is safe to print now.

    colours  keep SGR sequences; each line that has any ends with a reset
    rewrite  for a terminal: a line is shown as it grows, and when the program rewrites it, it comes
             again as a carriage return, the line, and erase-to-end-of-line. Otherwise only lines
             that are complete come, in their last state
    width    columns of that terminal; a line that is rewritten is cut to it, since a carriage return
             goes back one row only
    """

    def __init__(self, *, colours: bool = False, rewrite: bool = False, width: int | None = None) -> None:
        self._colours, self._rewrite, self._width = colours, rewrite, width
        self._escapes = _Escapes()
        self._cells: list[tuple[str, str]] = []
        self._column = 0
        self._style = ""
        self._shown = ""

    def feed(self, text: str) -> str:
        parts: list[str] = []
        for line in _lines(text):
            if self._is_plain(line):
                parts.append(line)
            else:
                parts.append(self._feed_slowly(line))
        if self._rewrite:
            parts.append(self._show())
        return "".join(parts)

    def finish(self) -> str:
        """What is still held back, when the program has ended."""
        if self._rewrite:
            return ""
        return self._end_line("")

    @property
    def live(self) -> str:
        """The line that is not complete yet, as it is now."""
        return _rendered(self._cells)

    def _is_plain(self, line: str) -> bool:
        """A complete line, from its beginning, with nothing in it that acts."""
        fresh = not self._cells and not self._style and not self._shown and self._escapes.idle
        return fresh and line.endswith("\n") and _SPECIAL.search(line) is None

    def _feed_slowly(self, text: str) -> str:
        done: list[str] = []
        place = 0
        while place < len(text):
            if self._escapes.idle:
                found = _SPECIAL_OR_END.search(text, place)
                end = found.start() if found else len(text)
                self._put(text[place:end])
                place = end
                if not found:
                    break
            done.append(self._act(text[place]))
            place += 1
        return "".join(done)

    def _act(self, char: str) -> str:
        """One character that is not plain text, or is within an escape sequence."""
        if char in "\n\x0b\x0c\x85":
            self._escapes.abandon()  # a sequence that was never ended takes no further line with it
            return self._end_line("\n")
        if not self._escapes.idle or char in "\x1b\x90\x98\x9b\x9d\x9e\x9f":
            self._set_style(self._escapes.take(char))
        elif char == "\r":
            self._column = 0
        elif char == "\b":
            self._column = max(0, self._column - 1)
        return ""

    def _set_style(self, sgr: str | None) -> None:
        if sgr is None:
            return
        codes = sgr.split(";")
        if codes[-1] in ("", "0"):
            self._style = ""
        elif codes[0] in ("", "0"):
            self._style = f"\x1b[{sgr}m"
        elif len(self._style) < _STYLE_MAX:
            self._style += f"\x1b[{sgr}m"

    def _put(self, text: str) -> None:
        text = text[: _LINE_MAX - self._column]  # no screen shows a longer line
        style = self._style if self._colours else ""
        end = self._column + len(text)
        self._cells[self._column : end] = [(char, style) for char in text]
        self._column = end

    def _end_line(self, end: str) -> str:
        line = _rendered(self._cells)
        if not self._rewrite:
            text = line + end
        elif line.startswith(self._shown):
            text = line[len(self._shown) :] + end
        else:
            text = f"\r{line}{_ERASE_REST}{end}"
        self._cells, self._column, self._shown = [], 0, ""
        return text

    def _show(self) -> str:
        """What makes the terminal show the line as it is now."""
        line = _rendered(self._cells)
        if line == self._shown:
            return ""
        if line.startswith(self._shown):
            added = line[len(self._shown) :]
            self._shown = line
            return added
        cells = self._cells if self._width is None else self._cells[: self._width - 1]
        self._shown = _rendered(cells)
        return f"\r{self._shown}{_ERASE_REST}"


class _Escapes:
    """Swallows escape sequences, across chunks; gives back the parameters of SGR ones only."""

    def __init__(self) -> None:
        self._kind = ""
        self._held = ""

    @property
    def idle(self) -> bool:
        return not self._kind

    def abandon(self) -> None:
        self._kind = ""

    def take(self, char: str) -> str | None:
        """The next character of a sequence; its parameters when it was a complete SGR sequence."""
        if char == "\x1b":
            self._begin("end of string" if self._kind == "string" else "escape")
        elif not self._kind:
            self._begin("csi" if char == "\x9b" else "string")
        elif self._kind in ("escape", "end of string"):
            self._after_escape(char)
        elif self._kind == "csi":
            return self._in_csi(char)
        elif self._kind == "string":
            self._held += char
            if char in "\x07\x9c" or len(self._held) > _SEQUENCE_MAX:
                self._kind = ""
        elif self._kind == "charset":
            self._kind = ""
        return None

    def _begin(self, kind: str) -> None:
        self._kind, self._held = kind, ""

    def _after_escape(self, char: str) -> None:
        if char == "[":
            self._begin("csi")
        elif char in "]PX^_":
            self._begin("string")
        elif char in " #%()*+-./":
            self._begin("charset")
        else:
            self._kind = ""

    def _in_csi(self, char: str) -> str | None:
        if not "@" <= char <= "~":
            self._held += char
            if len(self._held) > _SEQUENCE_MAX:
                self._kind = ""
            return None
        self._kind = ""
        return self._held if char == "m" and len(self._held) < 40 and _SGR.match(self._held) else None


def _lines(text: str) -> list[str]:
    """Split after line feeds only; what str.splitlines takes for an end of line may be harmless here."""
    parts = text.split("\n")
    lines = [part + "\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _rendered(cells: list[tuple[str, str]]) -> str:
    text: list[str] = []
    style = ""
    for char, wanted in cells:
        if wanted != style:
            text.append((_RESET if style else "") + wanted)
            style = wanted
        text.append(char)
    return "".join(text) + (_RESET if style else "")
