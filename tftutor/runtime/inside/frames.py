"""Frames and values on the pipes between the tutor and a sandbox; both ends use this module.

A frame is a token of 16 bytes that the tutor chose, one byte that says what kind it is, the length
and the CRC-32 of the payload (big endian, 4 bytes each), and the payload. The tutor skips whatever
is not a well-formed frame with the token it waits for.

A value is nested dicts with string keys, lists, strings, numbers, booleans, None and arrays: JSON,
and after it the raw bytes of the arrays. Nothing is ever unpickled.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

TOKEN_BYTES = 16
FRAME_BYTES_MAX = 64 << 20
ARRAY_BYTES_MAX = 16 << 20
TEXT_MAX = 20_000
NODES_MAX = 200_000
DEPTH_MAX = 40
TEXT_ELEMENTS_MAX = 1_000

READY, STARTED, ENDED, VALUE, DONE = b"R", b"S", b"E", b"V", b"D"
KINDS = (READY, STARTED, ENDED, VALUE, DONE)

_HEAD = struct.Struct(">cII")
_LENGTH = struct.Struct(">I")

ITEM_BYTES = {
    "bool": 1, "int8": 1, "uint8": 1, "int16": 2, "uint16": 2, "int32": 4, "uint32": 4, "int64": 8,
    "uint64": 8, "float16": 2, "float32": 4, "float64": 8, "complex64": 8, "complex128": 16,
}  # fmt: skip


class Frame(NamedTuple):
    kind: bytes
    payload: bytes


class Refused(ValueError):
    """A value that does not go over the pipe; the message says which and why."""


def frame(token: bytes, kind: bytes, payload: bytes) -> bytes:
    if len(payload) > FRAME_BYTES_MAX:
        size, most = len(payload) >> 20, FRAME_BYTES_MAX >> 20
        raise Refused(f"The values are {size} MB together; at most {most} MB fit.")
    return token + _HEAD.pack(kind, len(payload), zlib.crc32(payload)) + payload


class FrameReader:
    """Finds the frames that carry ``token`` in a stream that may hold anything."""

    def __init__(self, token: bytes) -> None:
        self._token = token
        self._held = bytearray()

    def expect(self, token: bytes) -> None:
        """From now on frames carry ``token``; what was held back is dropped."""
        self._token = token
        self._held.clear()

    def feed(self, data: bytes) -> Iterator[Frame]:
        self._held += data
        while True:
            start = self._held.find(self._token)
            if start < 0:
                del self._held[: max(0, len(self._held) - TOKEN_BYTES + 1)]
                return
            del self._held[:start]
            head_end = TOKEN_BYTES + _HEAD.size
            if len(self._held) < head_end:
                return
            kind, length, crc = _HEAD.unpack_from(self._held, TOKEN_BYTES)
            if kind not in KINDS or length > FRAME_BYTES_MAX:
                del self._held[:TOKEN_BYTES]
                continue
            if len(self._held) < head_end + length:
                return
            payload = bytes(self._held[head_end : head_end + length])
            if zlib.crc32(payload) != crc:
                del self._held[:TOKEN_BYTES]
                continue
            del self._held[: head_end + length]
            yield Frame(kind, payload)


def request(value: Any) -> bytes:
    """A message to the sandbox: length and value. That direction needs no token."""
    payload = encode(value)
    return _LENGTH.pack(len(payload)) + payload


def read_request(read: Callable[[int], bytes]) -> bytes | None:
    """The payload of the next request, None at the end; ``read(n)`` gives at most n bytes."""
    head = _read_exactly(read, _LENGTH.size)
    return None if head is None else _read_exactly(read, _LENGTH.unpack(head)[0])


def _read_exactly(read: Callable[[int], bytes], size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        data = read(min(size - len(parts), 1 << 20))
        if not data:
            return None
        parts += data
    return bytes(parts)


def encode(value: Any) -> bytes:
    """The bytes of a value. Raises `Refused` for what is too large or cannot be sent."""
    encoder = _Encoder()
    text = json.dumps(encoder.node(value, "", 0)).encode("ascii")
    return b"".join([_LENGTH.pack(len(text)), text, *encoder.blobs])


class _Encoder:
    def __init__(self) -> None:
        self.blobs: list[bytes] = []
        self._offset = 0
        self._nodes = 0

    def node(self, value: Any, where: str, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > NODES_MAX or depth > DEPTH_MAX:
            raise Refused("The value is nested too deep or has too many parts.")
        if value is None or value is True or value is False:
            return value
        if isinstance(value, str):
            return str(value[:TEXT_MAX])
        if isinstance(value, int):
            return int(value) if abs(value) < 1 << 63 else str(value)[:100]
        if isinstance(value, float):
            return float(value)
        if isinstance(value, bytes):
            return value[:TEXT_MAX].decode("utf-8", "backslashreplace")
        if isinstance(value, dict):
            parts = {str(k)[:200]: self.node(v, f"{where}.{k}", depth + 1) for k, v in value.items()}
            return {"d": parts}
        if isinstance(value, (list, tuple)):
            return {"l": [self.node(v, f"{where}[{i}]", depth + 1) for i, v in enumerate(value)]}
        return self._other(value, where, depth)

    def _other(self, value: Any, where: str, depth: int) -> Any:
        if isinstance(getattr(value, "data", None), bytes) and isinstance(value.dtype, str):
            return self._array(value.dtype, value.shape, value.data)  # the tutor's own Array
        if callable(getattr(value, "numpy", None)):
            return self.node(value.numpy(), where, depth + 1)
        if hasattr(value, "dtype") and hasattr(value, "tobytes"):
            return self._numpy(value, where, depth)
        raise Refused(f"'{where.lstrip('.')}' is a {type(value).__name__}, which cannot be reported.")

    def _numpy(self, value: Any, where: str, depth: int) -> Any:
        name = value.dtype.name
        if name not in ITEM_BYTES and value.dtype.kind in "OSUMm":
            return self._texts(value, depth)
        if name not in ITEM_BYTES:  # bfloat16 and its kind, which only ml_dtypes knows
            value, name = value.astype("float32"), "float32"
        if not hasattr(value, "__setitem__"):  # a NumPy scalar
            number = value.item()
            return self.node(str(number) if isinstance(number, complex) else number, where, depth + 1)
        if value.nbytes > ARRAY_BYTES_MAX:
            size, most = value.nbytes >> 20, ARRAY_BYTES_MAX >> 20
            raise Refused(f"The array '{where.lstrip('.')}' has {size} MB; at most {most} MB fit.")
        return self._array(name, value.shape, value.astype(value.dtype.newbyteorder("<")).tobytes())

    def _texts(self, value: Any, depth: int) -> Any:
        listed = value.tolist()
        if value.size > TEXT_ELEMENTS_MAX or not isinstance(listed, list):
            listed = listed if isinstance(listed, (str, bytes)) else str(listed)
            return self.node(listed, "", depth + 1)
        return self.node(_as_text(listed), "", depth + 1)

    def _array(self, name: str, shape: Any, data: bytes) -> Any:
        node = {"a": [name, [int(n) for n in shape], self._offset, len(data)]}
        self.blobs.append(data)
        self._offset += len(data)
        return node


def _as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return value if isinstance(value, (str, bytes)) else str(value)


def decode(payload: bytes, make_array: Callable[[str, tuple[int, ...], bytes], Any]) -> Any:
    """The value in a payload. Raises ValueError for whatever `encode` would not have written."""
    try:
        (length,) = _LENGTH.unpack_from(payload)
        text = payload[_LENGTH.size : _LENGTH.size + length].decode("ascii")
        return _decoded(json.loads(text), payload[_LENGTH.size + length :], make_array)
    except (struct.error, RecursionError, KeyError, TypeError, IndexError) as error:
        raise ValueError("not a value") from error


def _plain(node: Any) -> Any:
    """A text, a number, True, False or None, as `encode` writes them; surrogates are spelled out."""
    if isinstance(node, list) or (isinstance(node, int) and not -(1 << 63) < node < 1 << 63):
        raise ValueError("not a value")
    return node.encode("utf-8", "backslashreplace").decode() if isinstance(node, str) else node


def _decoded(node: Any, blob: bytes, make_array: Callable[[str, tuple[int, ...], bytes], Any]) -> Any:
    if not isinstance(node, dict):
        return _plain(node)
    ((what, content),) = node.items()  # whatever does not fit raises, and `decode` says so in one way
    if what == "d" and isinstance(content, dict):
        return {_plain(k): _decoded(v, blob, make_array) for k, v in content.items()}
    if what == "l" and isinstance(content, list):
        return [_decoded(v, blob, make_array) for v in content]
    if what != "a":
        raise ValueError("not a value")
    name, shape, offset, size = content
    if not all(type(number) is int and number >= 0 for number in (*shape, offset, size)):
        raise ValueError("not an array")
    if size != math.prod(shape) * ITEM_BYTES[name] or offset + size > len(blob):
        raise ValueError("not an array")
    return make_array(name, tuple(shape), blob[offset : offset + size])
