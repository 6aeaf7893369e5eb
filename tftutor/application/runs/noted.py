"""A run that goes on, as it is noted for other tutors and for the next start."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from tftutor.application.runs.processes import NOBODY, Process, process_of, this_process
from tftutor.application.screen_state_file import Data, as_dict

RunKind = Literal["run", "check"]


@dataclass(frozen=True)
class UnfinishedRun:
    """A run that was cut off when its tutor ended. ``began``: in words of the clock, or ""."""

    step: str
    kind: RunKind
    began: str = ""


@dataclass(frozen=True)
class LiveRun(UnfinishedRun):
    """A run of a tutor that still lives.

    id       tells it from another run of the same step; "" where an older tutor noted it
    at       when it began, in seconds as `time.time` counts them; 0 where that is not known
    process  the tutor's
    alone    it was asked to go on, and its tutor has left the terminal
    """

    id: str = ""
    at: float = 0.0
    process: Process = NOBODY
    alone: bool = False

    @property
    def is_going(self) -> bool:
        """Whether its tutor lives."""
        return self.process.is_alive

    @property
    def seconds(self) -> float:
        """How long it has been going on."""
        return max(0.0, time.time() - self.at) if self.at else 0.0

    @property
    def began_words(self) -> str:
        """`14:03`, with its day where that is not today; "" where it is not known."""
        return self.began.removeprefix(f"{datetime.now():%Y-%m-%d} ")


def new_entry(kind: RunKind) -> Data:
    """What is noted of a run of this process that begins now."""
    me = this_process()
    return {
        "kind": kind,
        "began": f"{datetime.now():%Y-%m-%d %H:%M}",
        "at": time.time(),
        "process": me.number,
        "since": me.began,
        "run": secrets.token_hex(4),
    }


def run_of(step: str, entry: Any) -> LiveRun:
    """What an entry says. Values without meaning count as not given."""
    said = as_dict(entry)
    at = said.get("at")
    return LiveRun(
        step,
        "check" if said.get("kind") == "check" else "run",
        str(said.get("began") or ""),
        id=str(said.get("run") or ""),
        at=float(at) if isinstance(at, int | float) else 0.0,
        process=process_of(said.get("process"), said.get("since")),
        alone=said.get("alone") is True,
    )
