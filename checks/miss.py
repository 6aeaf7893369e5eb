"""What a check found missing, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Miss:
    """The rung that was missed, in words. ``line`` counts from 1."""

    rung: str
    reason: str
    expected: str = ""
    seen: str = ""
    advice: str = ""
    line: int | None = None
