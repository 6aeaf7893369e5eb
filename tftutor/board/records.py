"""TFRecord framing: records one after another, each with checksums of its length and its data.

A record is its length (8 bytes, little endian), the masked CRC-32C of those 8 bytes, the data, and
the masked CRC-32C of the data. Masked: rotated right by 15 bits, plus 0xa282ead8
(tensorflow/core/lib/hash/crc32c.h).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

LARGEST_RECORD = 64 << 20
CHECKED_WHOLE = 64 << 10  # the checksum of longer data is not verified: plain Python is slow at it
_HEADER = struct.Struct("<QI")
_FOOTER = struct.Struct("<I")
AROUND = _HEADER.size + _FOOTER.size  # bytes of a record that are not its data


class Damaged(ValueError):
    """The file's bytes are not what was written; nothing after this place can be trusted."""


def records(stream: BinaryIO, largest: int = LARGEST_RECORD) -> Iterator[bytes]:
    """The data of each whole record. A last record that is cut short ends it quietly.

    Raises `Damaged` at the first checksum that does not fit, and at a record of more than ``largest`` bytes.
    """
    while True:
        header = stream.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return
        length, checksum = _HEADER.unpack(header)
        if masked_crc(header[:8]) != checksum:
            raise Damaged("the checksum of a record's length does not fit")
        if length > largest:
            raise Damaged(f"a record of {length >> 20} MiB")
        data = stream.read(length)
        footer = stream.read(_FOOTER.size)
        if len(data) < length or len(footer) < _FOOTER.size:
            return
        if length <= CHECKED_WHOLE and masked_crc(data) != _FOOTER.unpack(footer)[0]:
            raise Damaged("the checksum of a record does not fit")
        yield data


def record(data: bytes) -> bytes:
    """One record, framed."""
    length = struct.pack("<Q", len(data))
    head = length + struct.pack("<I", masked_crc(length))
    return head + data + struct.pack("<I", masked_crc(data))


def masked_crc(data: bytes) -> int:
    """The masked CRC-32C of some bytes."""
    crc = 0xFFFFFFFF
    table = _TABLE
    for byte in data:
        crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def _table() -> tuple[int, ...]:
    """For CRC-32C: polynomial 0x1EDC6F41 (Castagnoli), reflected 0x82F63B78 (RFC 3720, B.4)."""
    entries = []
    for entry in range(256):
        for _ in range(8):
            entry = (entry >> 1) ^ (0x82F63B78 if entry & 1 else 0)
        entries.append(entry)
    return tuple(entries)


_TABLE = _table()
