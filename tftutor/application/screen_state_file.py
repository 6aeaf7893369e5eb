"""The file of the screen state: read whatever is in it, and set aside when it means nothing."""

from __future__ import annotations

import contextlib
import fcntl
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

FILE = "screen.json"
FORMAT = 1
LARGEST = 1_000_000

Data = dict[str, Any]


class NewerFile(Exception):
    """The file is of a newer tftutor."""


def read(file: Path) -> Data:
    """Raises ValueError for a file without meaning, NewerFile, OSError."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    if len(content) > LARGEST:
        raise ValueError("far too long")
    try:
        data = json.loads(content)
    except RecursionError:
        raise ValueError("nested far too deeply") from None
    if not isinstance(data, dict):
        raise ValueError("no object")
    if isinstance(data.get("format"), int) and data["format"] > FORMAT:
        raise NewerFile
    return data


def latest(file: Path) -> Data:
    """The same, nothing for a file without meaning. Raises NewerFile, OSError."""
    try:
        return read(file)
    except ValueError:
        return {}


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Two tutors change it one after the other, where the disk knows locks. Raises OSError."""
    with file.with_name(f".{file.name}.lock").open("w") as lock:
        with contextlib.suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_aside(file: Path) -> Path | None:
    """Another name for a file without meaning; None where it cannot get one."""
    aside = file.with_name(f"{file.stem}.damaged-{datetime.now():%Y-%m-%d-%H%M%S}{file.suffix}")
    with contextlib.suppress(OSError):
        file.replace(aside)
        return aside
    return None


def as_dict(value: Any) -> Data:
    """A copy of it where it is an object, else an empty one."""
    return dict(value) if isinstance(value, dict) else {}
