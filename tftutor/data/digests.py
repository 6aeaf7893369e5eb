"""Digests written as "algorithm:hexadecimal"."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tftutor.data.model import Unsuitable

_CHUNK = 1 << 20


def matches(digest: str, pieces: Iterable[bytes | memoryview]) -> bool:
    """Whether the pieces, one after the other, have this digest."""
    algorithm, _, value = digest.partition(":")
    state = hashlib.new(algorithm, usedforsecurity=False)
    for piece in pieces:
        state.update(piece)
    return state.hexdigest() == value


def of_file(path: Path) -> Iterator[bytes]:
    """The bytes of a file in pieces."""
    with open(path, "rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


def of_packed(path: Path, limit: int) -> Iterator[bytes]:
    """What gunzip makes of a file, in pieces, at most ``limit`` bytes. Unsuitable when it is not gzip."""
    seen = 0
    try:
        with gzip.open(path, "rb") as file:
            while piece := file.read(_CHUNK):
                seen += len(piece)
                if seen > limit:
                    raise Unsuitable(path, f"unpacks to more than {limit:,} bytes")
                yield piece
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Unsuitable(path, "is not a whole gzip file") from error
