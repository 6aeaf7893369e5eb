"""What a terminal's window would show after some bytes: pyte, with what it does not know taken out."""

from __future__ import annotations

import re

import pyte

# pyte prints the last letter of these: the keyboard protocol (`CSI > 1 u`, `CSI < u`), and questions.
_UNKNOWN = re.compile(rb"\x1b\[[<=>][0-9;:]*[A-Za-z]|\x1b\[\?[0-9;]*\$p")
# ... and the bodies of these (DCS, SOS, PM, APC), which terminals swallow.
_BODIES = re.compile(rb"\x1b[PX^_].*?\x1b\\", re.DOTALL)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:<=>?$]*|[PX^_][^\x1b]*\x1b?)?$")
_ALTERNATE = re.compile(rb"(\x1b\[\?1049[hl])")
_ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\].*?(?:\x07|\x1b\\)|\x1b[@-Z\\-_]|\x1b[()][0-9A-B]")


class Screen:
    """The rows of a window, the alternate screen included."""

    def __init__(self, rows: int, columns: int) -> None:
        self._main = _Model(rows, columns)
        self._alternate = _Model(rows, columns)
        self._now = self._main
        self._held = b""

    def feed(self, data: bytes) -> None:
        """Takes in what the program wrote; a sequence may be cut anywhere."""
        data = _BODIES.sub(b"", self._held + data)
        self._held = b""
        if unfinished := _UNFINISHED.search(data):
            data, self._held = data[: unfinished.start()], unfinished[0]
        for piece in _ALTERNATE.split(_UNKNOWN.sub(b"", data)):
            if piece == b"\x1b[?1049h":
                self._now = self._alternate
                self._now.screen.reset()
            elif piece == b"\x1b[?1049l":
                self._now = self._main
            else:
                self._now.stream.feed(piece)

    def rows(self) -> list[str]:
        """As they stand, without the blanks at their ends."""
        return [row.rstrip() for row in self._now.screen.display]

    def title(self) -> str:
        """The window's title."""
        return str(self._now.screen.title)

    def is_alternate(self) -> bool:
        """Whether a full-screen program has the window."""
        return self._now is self._alternate

    def resize(self, rows: int, columns: int) -> None:
        """Gives the window another size."""
        for model in (self._main, self._alternate):
            model.screen.resize(rows, columns)


class _Model:
    def __init__(self, rows: int, columns: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)


def readable(data: bytes) -> str:
    """All that was written, without escape sequences and carriage returns."""
    return _ESCAPES.sub(b"", data).replace(b"\r", b"").decode(errors="replace")
