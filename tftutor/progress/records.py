"""What the progress store holds, as data, and as the JSON of an export."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal

Verdict = Literal["passed", "failed", "blocked", "broken", "timeout"]
Kind = Literal["attempt", "answer"]


@dataclass(frozen=True)
class AttemptRecord:
    """One attempt at a step, or one answer to a quiz or a prediction.

    at                 when it was made; must know its time zone, kept as UTC
    code               the learner's code, or the answer
    checks             one dict a check: kind, title, status, reason, measured. Kept as JSON: a
                       figure that is not finite becomes the text "nan", "inf" or "-inf"
    mistake            the name of the known mistake it was recognised as, or ""
    data               "real", "stand-in", or "" where the step uses no data set
    solution_was_seen  whether the learner had looked at the solution before
    before_reset       the step was reset since: the attempt is history and counts no more
    """

    step: str
    at: datetime
    verdict: Verdict
    code: str = ""
    checks: list[dict[str, Any]] = field(default_factory=list)
    mistake: str = ""
    seconds: float = 0.0
    seed: int = 0
    device: str = ""
    data: str = ""
    course_version: str = ""
    solution_was_seen: bool = False
    kind: Kind = "attempt"
    before_reset: bool = False


@dataclass(frozen=True)
class StepState:
    """How far the learner is in one step, counted since its last reset.

    passed    it was passed at least once, whatever came after
    attempts  attempts and answers made
    hints     the highest level of hint seen, 0 for none
    blocked   it was tried on a machine that lacks what it needs, and nowhere else
    """

    step: str
    passed: bool = False
    first_passed_at: datetime | None = None
    attempts: int = 0
    hints: int = 0
    solution_seen: bool = False
    last_verdict: Verdict | None = None
    last_at: datetime | None = None
    blocked: bool = False


def as_text(at: datetime) -> str:
    """A moment as text of fixed width in UTC, so that text order is time order.

    Raises ValueError for a datetime without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment must know its time zone")
    return at.astimezone(timezone.utc).isoformat(timespec="microseconds")


def as_moment(text: str) -> datetime:
    """The opposite of `as_text`."""
    return datetime.fromisoformat(text).astimezone(timezone.utc)


def as_row(record: AttemptRecord) -> dict[str, Any]:
    """A record as the values of its columns."""
    return {
        "step": record.step,
        "at": as_text(record.at),
        "verdict": record.verdict,
        "code": record.code.encode("utf-8", "replace").decode(),
        "checks": json.dumps(plain(record.checks), ensure_ascii=False, allow_nan=False),
        "mistake": record.mistake,
        "seconds": float(record.seconds),
        "seed": int(record.seed),
        "device": record.device,
        "data": record.data,
        "course_version": record.course_version,
        "solution_was_seen": int(record.solution_was_seen),
        "kind": record.kind,
        "before_reset": int(record.before_reset),
    }


def from_row(row: Mapping[str, Any]) -> AttemptRecord:
    """A record from its columns; the opposite of `as_row`."""
    values = {name: row[name] for name in AttemptRecord.__dataclass_fields__}
    values["at"] = as_moment(values["at"])
    values["checks"] = json.loads(values["checks"])
    values["solution_was_seen"] = bool(values["solution_was_seen"])
    values["before_reset"] = bool(values["before_reset"])
    return AttemptRecord(**values)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: NumPy's numbers as Python's, a figure that is not finite as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if value is None or isinstance(value, (bool, int)):
        return value
    if callable(getattr(value, "item", None)):
        return plain(value.item())
    return str(value)
