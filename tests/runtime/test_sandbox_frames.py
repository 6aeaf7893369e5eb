"""The pipe between tutor and sandbox: what is well formed comes through, nothing else does."""

from __future__ import annotations

import os
import random
from typing import Any

import numpy as np
import pytest

from tftutor.runtime import Array
from tftutor.runtime.inside import frames

TOKEN = bytes(range(16))


def there_and_back(value: Any) -> Any:
    return frames.decode(frames.encode(value), Array)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        -(2**62),
        2.5,
        "text ∂",
        [],
        {},
        {"a": [1, {"b": None}]},
        {"a": {"d": 1}, "l": [], "__x__": 2},
    ],
)
def test_plain_values_come_back_as_they_were(value: Any) -> None:
    assert there_and_back(value) == value
    assert type(there_and_back(value)) is type(value)


@pytest.mark.parametrize(
    "dtype", ["bool", "uint8", "int64", "float16", "float32", "float64", "complex64", ">i4"]
)
@pytest.mark.parametrize("shape", [(), (3,), (2, 0), (2, 3)])
def test_arrays_come_back_as_they_were(dtype: str, shape: tuple[int, ...]) -> None:
    array = np.arange(int(np.prod(shape))).reshape(shape).astype(dtype)
    back = there_and_back({"x": [array]})["x"][0].numpy()
    np.testing.assert_array_equal(back, array)
    assert back.dtype == np.dtype(dtype).newbyteorder("=")


def test_tuples_are_lists_and_long_texts_are_cut() -> None:
    assert there_and_back((1, 2)) == [1, 2]
    assert len(there_and_back("x" * 1_000_000)) == frames.TEXT_MAX


@pytest.mark.parametrize("value", [object(), {"f": print}, np.zeros(3_000_000), [0] * 300_000])
def test_what_cannot_go_is_refused(value: Any) -> None:
    with pytest.raises(frames.Refused):
        frames.encode(value)


def test_a_value_nested_in_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(frames.Refused):
        frames.encode(endless)


def test_frames_are_found_among_garbage_in_any_chunks() -> None:
    chooser = random.Random(0)
    sent = [frames.frame(TOKEN, frames.VALUE, frames.encode(number)) for number in range(20)]
    stream = b"".join(os.urandom(chooser.randrange(200)) + TOKEN[: chooser.randrange(16)] + f for f in sent)
    reader, found = frames.FrameReader(TOKEN), []
    while stream:
        size = chooser.randrange(1, 60)
        found += [frames.decode(f.payload, Array) for f in reader.feed(stream[:size])]
        stream = stream[size:]
    assert found == list(range(20))


def test_a_frame_with_another_token_or_a_changed_byte_is_skipped() -> None:
    good = frames.frame(TOKEN, frames.DONE, b"payload")
    bad = bytearray(good)
    bad[-1] ^= 1
    reader = frames.FrameReader(TOKEN)
    assert list(reader.feed(frames.frame(bytes(16), frames.DONE, b"x") + bytes(bad))) == []
    assert [f.payload for f in reader.feed(good)] == [b"payload"]


def test_a_forged_length_does_not_make_the_reader_wait_for_gigabytes() -> None:
    head = TOKEN + b"V" + (2**32 - 1).to_bytes(4, "big") + bytes(4)
    reader = frames.FrameReader(TOKEN)
    assert list(reader.feed(head)) == []
    assert len(list(reader.feed(frames.frame(TOKEN, frames.DONE, b"")))) == 1


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_payload_is_a_value_error_or_a_value(seed: int) -> None:
    chooser = random.Random(seed)
    payload = bytearray(frames.encode({"a": [np.ones(4), 1.5, "x"], "b": None}))
    for _ in range(3):
        payload[chooser.randrange(len(payload))] = chooser.randrange(256)
    try:
        frames.decode(bytes(payload), Array)
    except ValueError:
        return
