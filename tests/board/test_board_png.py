"""PNG pictures in plain Python."""

from __future__ import annotations

import random
import struct
import tracemalloc
import zlib

import pytest
from event_files import chunk, png

from tftutor.board.png import MOST_PIXELS, CannotDecode, decoded


@pytest.mark.parametrize("way", range(5))
@pytest.mark.parametrize("channels", [1, 3])
def test_every_way_of_writing_rows(way: int, channels: int) -> None:
    chance = random.Random(way)
    rows = [[tuple(chance.randrange(256) for _ in range(channels)) for _ in range(7)] for _ in range(5)]
    pixels = decoded(png(rows, way))
    assert (pixels.width, pixels.height) == (7, 5)
    for y, row in enumerate(rows):
        for x, pixel in enumerate(row):
            assert pixels.at(x, y) == (pixel * 3 if channels == 1 else pixel)


def test_what_is_transparent_is_on_black() -> None:
    assert decoded(png([[(200, 255), (200, 0), (200, 51)]])).data == bytes([200] * 3 + [0] * 3 + [40] * 3)
    assert decoded(png([[(10, 20, 30, 255), (10, 20, 30, 0)]])).data == bytes([10, 20, 30, 0, 0, 0])


WHOLE = png([[(1, 2, 3)] * 4] * 4)


def with_head(width: int, height: int, *rest: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, *rest)
    return WHOLE[:8] + chunk(b"IHDR", head) + WHOLE[8 + 25 :]


def with_data(packed: bytes) -> bytes:
    return WHOLE[:8] + chunk(b"IHDR", WHOLE[16:29]) + chunk(b"IDAT", packed)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "that is no PNG"),
        (b"\xff\xd8\xff JPEG", "that is no PNG"),
        (WHOLE[:8], "that is damaged"),
        (WHOLE[:30], "that is damaged"),
        (WHOLE[:45], "that is damaged"),
        (with_data(b"no zlib"), "that is damaged"),
        (with_data(zlib.compress(b"\7" * 52)), "that is damaged"),
        (with_head(0, 4, 8, 2, 0, 0, 0), "of 0 × 4 pixels"),
        (with_head(1 << 31, 1 << 31, 8, 2, 0, 0, 0), "of 2,147,483,648 × 2,147,483,648 pixels"),
        (with_head(MOST_PIXELS + 1, 1, 8, 2, 0, 0, 0), "of 65,537 × 1 pixels"),
        (with_head(4, 4, 16, 2, 0, 0, 0), "of a kind that is not drawn here"),
        (with_head(4, 4, 8, 3, 0, 0, 0), "of a kind that is not drawn here"),
        (with_head(4, 4, 8, 2, 0, 0, 1), "of a kind that is not drawn here"),
        (with_head(4, 5, 8, 2, 0, 0, 0), "that is damaged"),
    ],
)
def test_what_is_not_drawn_is_said(data: bytes, why: str) -> None:
    with pytest.raises(CannotDecode) as caught:
        decoded(data)
    assert str(caught.value) == why


def test_any_flipped_bit_is_a_picture_or_a_sentence() -> None:
    for place in range(len(WHOLE)):
        for bit in range(8):
            data = bytearray(WHOLE)
            data[place] ^= 1 << bit
            try:
                pixels = decoded(bytes(data))
            except CannotDecode:
                continue
            assert len(pixels.data) == 3 * pixels.width * pixels.height <= 3 * MOST_PIXELS


def test_no_more_is_unpacked_than_the_picture_needs() -> None:
    data = with_data(zlib.compress(bytes(64 << 20)))
    tracemalloc.start()
    decoded(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20
