"""What a run says while it runs, in order, to whoever started it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Waiting:
    """The run waits for something that takes more than a moment ("TensorFlow is starting")."""

    what: str


@dataclass(frozen=True)
class Caution:
    """What a learner should know before the code runs: this machine does not contain all of it.

    Every run begins with it where the confinement is not full. A face says it once.
    """

    sentence: str


@dataclass(frozen=True)
class Resumed:
    """The program finds what an earlier run of its step saved ``at`` that time, and may go on from there."""

    at: datetime


@dataclass(frozen=True)
class Started:
    """The first line of the program is about to run.

    ``folder`` is where it writes its files, for who reads them meanwhile; it goes when the run ends.
    """

    device: str
    folder: Path | None = None


@dataclass(frozen=True)
class Output:
    """Text as the program printed it, decoded, not yet made safe for a terminal.

    ``stream`` is ``stdout``, ``stderr``, or ``log`` for TensorFlow's own log lines.
    """

    stream: Literal["stdout", "stderr", "log"]
    text: str


@dataclass(frozen=True)
class CodeEnded:
    """The learner's code has ended; the probes look at what it left."""

    seconds: float


Event = Waiting | Caution | Resumed | Started | Output | CodeEnded
