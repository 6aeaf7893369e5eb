"""A file or folder that the program left."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.results import failed, passed

_MOST_TEXT = 4 << 20
_PNG = b"\x89PNG\r\n\x1a\n"


class FilesCheck(Check):
    """It is there, is a file or a folder, and holds what was asked for."""

    kind: ClassVar[str] = "files"

    path: str = Field(
        pattern=r"^[^/][^\\]*$",
        description="name in the folder where the program runs",
        examples=["softmax.keras"],
    )
    exists: bool = Field(True, description="false: it must not be there")
    what: Literal["file", "folder", "any"] = Field("any", description="what it must be")
    at_least_bytes: int = Field(1, ge=0, description="least size; of a folder, of all files in it together")
    suffix: str = Field("", description="of a folder: at least one file in it ends so", examples=[".png"])
    contains: str = Field("", description="text that it must contain")
    image: tuple[int, int] | None = Field(
        None, description="it is a PNG of [width, height] pixels", examples=[[28, 28]]
    )
    keys: tuple[str, ...] = Field((), description="it is JSON: an object with these keys")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    def keep(self) -> Sequence[str]:
        return (self.path,)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or (f"{self.path} is there" if self.exists else f"there is no {self.path}")
        miss = self._miss(given.seen.files.get(self.path.rstrip("/")))
        return failed(self.kind, title, miss) if miss else passed(self.kind, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        """The same rung is missed, with the same words."""
        left, right = (self._miss(given.seen.files.get(self.path.rstrip("/"))) for given in (one, other))
        if left is None or right is None:
            return left is right
        return (left.rung, left.reason) == (right.rung, right.reason)

    def _miss(self, path: Path | None) -> Mismatch | None:
        if not self.exists:
            return Mismatch("exists", f"{self.path} is there, and should not be.") if path else None
        if path is None or not path.exists() or path.is_symlink():
            return Mismatch("exists", f"Your program left no {self.path}.", self.path, "no such file")
        folder = path.is_dir()
        if self.what != "any" and folder != (self.what == "folder"):
            return Mismatch("type", f"{self.path} is a {'folder' if folder else 'file'}, not a {self.what}.")
        inside = _plain_files(path)
        size = sum(part.stat().st_size for part in inside)
        if self.suffix and not any(part.name.endswith(self.suffix) for part in inside):
            return Mismatch("suffix", f"No file in {self.path} ends in {self.suffix}.")
        if size < self.at_least_bytes:
            seen = "empty" if not size else words.count(size, "byte")
            says = f"{self.path} is empty." if not size else f"{self.path} is smaller than it should be."
            return Mismatch("size", says, f"at least {words.count(self.at_least_bytes, 'byte')}", seen)
        return self._content(path) if not folder else None

    def _content(self, path: Path) -> Mismatch | None:
        if not (self.contains or self.image or self.keys):
            return None
        with path.open("rb") as stream:
            data = stream.read(_MOST_TEXT)
        if self.contains and self.contains not in data.decode("utf-8", "replace"):
            return Mismatch("content", f"{self.path} does not contain {words.clipped(self.contains, 40)!r}.")
        if self.image:
            seen = png_size(data)
            if seen is None:
                return Mismatch("content", f"{self.path} is not a PNG picture.")
            if seen != tuple(self.image):
                return Mismatch(
                    "content",
                    f"The picture {self.path} has another size.",
                    _pixels(self.image),
                    _pixels(seen),
                )
        return self._json(data) if self.keys else None

    def _json(self, data: bytes) -> Mismatch | None:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return Mismatch(
                "content", f"{self.path} is not JSON.", advice="json.dump(value, file) writes it."
            )
        missing = [key for key in self.keys if not isinstance(value, dict) or key not in value]
        return (
            Mismatch("content", f"{self.path} has no {missing[0]!r}.", ", ".join(self.keys))
            if missing
            else None
        )


def png_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) from a PNG's first chunk; None where it is not a PNG."""
    if len(data) < 24 or not data.startswith(_PNG) or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _pixels(size: Sequence[int]) -> str:
    return f"{size[0]} × {size[1]} pixels"


def _plain_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = [Path(where, name) for where, _, names in os.walk(path) for name in names]
    return [part for part in found if part.is_file() and not part.is_symlink()]
