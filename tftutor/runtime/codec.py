"""Evidence as JSON text and a file of raw array bytes next to it. No pickle, so loading runs no code.

Lists, texts, numbers, True, False and None stand for themselves; everything else is a dict with
one key that says what it is::

    {"dict": {...}}  {"pairs": [[key, value], ...]}  {"tuple": [...]}  {"bytes": [offset, size]}
    {"int": "0x..."}  {"array": [dtype, shape, offset, size]}  {"error": {...}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, cast, get_args

from tftutor.runtime.evidence import Array, Ending, Evidence, ProgramError, StackFrame, Usage

# Longer decimal numbers than this are refused by Python itself (sys.set_int_max_str_digits).
_LARGEST_DECIMAL = 10**1000
_TEXTS = ("sentence", "output", "errors", "log", "device", "code")


class Packer:
    """Turns evidence into a dict for JSON; the bytes of its arrays gather in ``blobs``."""

    def __init__(self) -> None:
        self.blobs: list[bytes] = []
        self._size = 0

    def evidence(self, evidence: Evidence) -> dict[str, Any]:
        """All of it but where the kept files are: of those, only their names.

        Raises TypeError for a value that is not data.
        """
        return {
            **{name: getattr(evidence, name) for name in _TEXTS},
            "ending": evidence.ending,
            "exit_code": evidence.exit_code,
            "values": {name: self.value(value) for name, value in evidence.values.items()},
            "error": None if evidence.error is None else asdict(evidence.error),
            "usage": asdict(evidence.usage),
            "files": list(evidence.files),
        }

    def value(self, value: Any) -> Any:
        """One value, nested as it may be."""
        if value is None or isinstance(value, (bool, float, str)):
            return value
        if isinstance(value, int):
            return value if abs(value) < _LARGEST_DECIMAL else {"int": hex(value)}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, tuple):
            return {"tuple": [self.value(item) for item in value]}
        if isinstance(value, Mapping):
            if all(isinstance(key, str) for key in value):
                return {"dict": {key: self.value(item) for key, item in value.items()}}
            return {"pairs": [[self.value(key), self.value(item)] for key, item in value.items()]}
        if isinstance(value, Array):
            return {"array": [value.dtype, list(value.shape), *self._keep(value.data)]}
        if isinstance(value, (bytes, bytearray)):
            return {"bytes": self._keep(bytes(value))}
        if isinstance(value, ProgramError):
            return {"error": asdict(value)}
        raise TypeError(f"evidence is data only, and {type(value).__name__} is not")

    def _keep(self, data: bytes) -> list[int]:
        place = [self._size, len(data)]
        self.blobs.append(data)
        self._size += len(data)
        return place


class Unpacker:
    """The opposite of `Packer`. Raises KeyError, TypeError, ValueError or IndexError for anything else."""

    def __init__(self, blob: bytes) -> None:
        self._blob = blob

    def evidence(self, packed: Mapping[str, Any], files: Mapping[str, Path]) -> Evidence:
        """``files`` says where each kept file is now."""
        if packed["ending"] not in get_args(Ending):
            raise ValueError(packed["ending"])
        return Evidence(
            ending=cast(Ending, packed["ending"]),
            values={name: self.value(value) for name, value in packed["values"].items()},
            error=None if packed["error"] is None else _error(packed["error"]),
            exit_code=packed["exit_code"],
            files=files,
            usage=Usage(**packed["usage"]),
            sentence=packed["sentence"],
            output=packed["output"],
            errors=packed["errors"],
            log=packed["log"],
            device=packed["device"],
            code=packed["code"],
        )

    def value(self, packed: Any) -> Any:
        """One value, nested as it may be."""
        if isinstance(packed, list):
            return [self.value(item) for item in packed]
        if not isinstance(packed, dict):
            return packed
        ((what, content),) = packed.items()
        if what == "dict":
            return {key: self.value(item) for key, item in content.items()}
        if what == "pairs":
            return {self.value(key): self.value(item) for key, item in content}
        if what == "tuple":
            return tuple(self.value(item) for item in content)
        if what == "array":
            dtype, shape, *place = content
            return Array(dtype, tuple(shape), self._take(*place))
        if what == "bytes":
            return self._take(*content)
        if what == "int":
            return int(content, 16)
        if what == "error":
            return _error(content)
        raise KeyError(what)

    def _take(self, offset: int, size: int) -> bytes:
        data = self._blob[offset : offset + size]
        if offset < 0 or len(data) != size:
            raise IndexError(offset)
        return data


def _error(packed: Mapping[str, Any]) -> ProgramError:
    names = {field.name for field in fields(ProgramError)}
    if set(packed) != names:
        raise KeyError("error")
    frames = tuple(StackFrame(**frame) for frame in packed["frames"])
    return ProgramError(packed["type"], packed["message"], frames)
