"""PNG pictures decoded in plain Python: those that TensorFlow writes, and no larger than a screen could show.

Eight bits a channel, grey or colour, with or without transparency, not interlaced (PNG, third edition,
https://www.w3.org/TR/png-3/). Transparent parts are put on black.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_PIXELS = 256 * 256
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}  # colour type -> bytes a pixel


class CannotDecode(ValueError):
    """Why a picture cannot be shown here, in words that go on after "a picture"."""


@dataclass(frozen=True)
class Pixels:
    """A picture row by row from its top, three bytes (red, green, blue) a pixel."""

    width: int
    height: int
    data: bytes = field(repr=False)

    def at(self, x: int, y: int) -> tuple[int, int, int]:
        """One pixel, from the upper left corner."""
        place = 3 * (y * self.width + x)
        return self.data[place], self.data[place + 1], self.data[place + 2]


def decoded(png: bytes) -> Pixels:
    """The picture in a PNG file. Raises `CannotDecode` for what is damaged, too large, or of another kind."""
    if not png.startswith(_SIGNATURE):
        raise CannotDecode("that is no PNG")
    chunks = list(_chunks(png))
    head = next((data for kind, data in chunks if kind == b"IHDR"), b"")
    if len(head) != 13:
        raise CannotDecode("that is damaged")
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if not 0 < width * height <= MOST_PIXELS:
        raise CannotDecode(f"of {width:,} × {height:,} pixels")
    if depth != 8 or colour not in _CHANNELS or interlaced:
        raise CannotDecode("of a kind that is not drawn here")
    channels = _CHANNELS[colour]
    packed = b"".join(data for kind, data in chunks if kind == b"IDAT")
    raw = _inflated(packed, height * (1 + width * channels))
    rows = _unfiltered(raw, width * channels, height, channels)
    return Pixels(width, height, b"".join(_rgb(row, channels) for row in rows))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place + 12 <= len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        yield kind, png[place + 8 : place + 8 + length]
        place += 12 + length


def _inflated(packed: bytes, size: int) -> bytes:
    """Just ``size`` bytes, however many more there would be."""
    try:
        raw = zlib.decompressobj().decompress(packed, size)
    except zlib.error:
        raise CannotDecode("that is damaged") from None
    if len(raw) < size:
        raise CannotDecode("that is damaged")
    return raw


def _unfiltered(raw: bytes, width: int, height: int, step: int) -> Iterator[bytearray]:
    """Rows of ``width`` bytes, each written as differences in one of five ways. ``step``: bytes a pixel."""
    above = bytearray(width)
    if max(raw[:: width + 1]) > 4:  # before the slow part
        raise CannotDecode("that is damaged")
    for start in range(0, height * (width + 1), width + 1):
        row = bytearray(raw[start + 1 : start + 1 + width])
        way = raw[start]
        for x in range(width if way else 0):
            left, corner = (row[x - step], above[x - step]) if x >= step else (0, 0)
            row[x] = (row[x] + _guess(way, left, above[x], corner)) & 0xFF
        yield row
        above = row


def _guess(way: int, left: int, above: int, corner: int) -> int:
    if way == 1:
        return left
    if way == 2:
        return above
    if way == 3:
        return (left + above) // 2
    guess = left + above - corner
    far = {left: abs(guess - left), above: abs(guess - above), corner: abs(guess - corner)}
    return min((left, above, corner), key=far.__getitem__)


def _rgb(row: bytearray, channels: int) -> bytes:
    if channels == 3:
        return bytes(row)
    if channels == 1:
        return bytes(value for value in row for _ in range(3))
    if channels == 2:
        return bytes(row[at] * row[at + 1] // 255 for at in range(0, len(row), 2) for _ in range(3))
    return bytes(row[at + c] * row[at + 3] // 255 for at in range(0, len(row), 4) for c in range(3))
