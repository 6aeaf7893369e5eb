"""Small pieces of text that every face shows alike."""

from __future__ import annotations

import os
import re
from pathlib import Path

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text without characters that steer a terminal; line ends and tabs stay."""
    return _CONTROL.sub("", text)


def flowing(text: str) -> str:
    """A sentence of the course on one line, however its author broke it."""
    return " ".join(text.split())


def tidy(path: Path) -> str:
    """A path as people write it: the home folder is `~`."""
    home = Path(os.environ.get("HOME") or "/")
    return f"~/{path.relative_to(home)}" if home != Path("/") and path.is_relative_to(home) else str(path)
