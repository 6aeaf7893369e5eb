"""Small pieces of text that every face shows alike."""

from __future__ import annotations

import os
from pathlib import Path

from tftutor.unsafe_characters import without_unsafe


def printable(text: str) -> str:
    """The text without characters that steer a terminal or hide from a reader; line ends and tabs stay."""
    return without_unsafe(text)


def flowing(text: str) -> str:
    """A sentence of the course on one line, however its author broke it."""
    return " ".join(text.split())


def tidy(path: Path) -> str:
    """A path as people write it: the home folder is `~`."""
    home = Path(os.environ.get("HOME") or "/")
    return f"~/{path.relative_to(home)}" if home != Path("/") and path.is_relative_to(home) else str(path)
