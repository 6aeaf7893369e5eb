"""What a run has printed, as it looks on a screen: a bar that is drawn over and over is one line."""

from __future__ import annotations

from tftutor.runtime.text import SafeText

_STREAMS = ("stdout", "stderr", "log")
# Keras draws its bar 20 times a second in some 250 bytes: an hour of that is within it.
_DRAWN_OVER = 24


class Printed:
    """Holds what all streams print to ``limit`` bytes, what was drawn over in its line not counted.

    Of that, too, only ``_DRAWN_OVER`` times as much is taken.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._screens = {stream: SafeText() for stream in _STREAMS}
        self._raw = self._ended = 0
        self._live = dict.fromkeys(_STREAMS, 0)

    @property
    def is_full(self) -> bool:
        """Whether no more may be printed."""
        return self._room < 0 or self._raw > _DRAWN_OVER * self._limit

    def taken(self, stream: str, data: bytes) -> bytes:
        """As much of ``data`` as may still be printed; all of it where some of it is drawn over."""
        room = self._room
        self._raw += len(data)
        self._count(stream, data)
        drawn_over = b"\r" in data or b"\b" in data
        return data if drawn_over else data[: max(0, room)]

    def add(self, stream: str, text: str) -> str:
        """The lines that are complete now, in their last state."""
        return self._screens[stream].feed(text)

    def finish(self, stream: str) -> str:
        """The line that was never completed."""
        return self._screens[stream].finish()

    @property
    def _room(self) -> int:
        return self._limit - self._ended - sum(self._live.values())

    def _count(self, stream: str, data: bytes) -> None:
        """Bytes of complete lines, and of the live one since its last carriage return."""
        live = self._live[stream]
        *complete, rest = data.split(b"\n")
        for line in complete:
            self._ended += _length(live, line.removesuffix(b"\r")) + 1
            live = 0
        self._live[stream] = _length(live, rest)


def _length(before: int, added: bytes) -> int:
    """Bytes of a line that had ``before`` already."""
    again = added.rfind(b"\r")
    if again >= 0:
        before, added = 0, added[again + 1 :]
    return max(0, before + len(added) - 2 * added.count(b"\b"))
