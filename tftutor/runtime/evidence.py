"""What a run leaves: data only, never objects of the learner's process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy

Ending = Literal[
    "finished",  # the program ran to its end
    "exited",  # it called sys.exit(); `exit_code` says with what
    "error",  # it raised; `error` says what
    "timeout",  # past its seconds
    "memory",  # past its memory
    "output",  # printed more than it may
    "processes",  # started more processes than it may
    "disk",  # wrote more than it may
    "crashed",  # ended by a signal of its own making (a segmentation fault, abort)
    "vanished",  # ended without a word (os._exit), or spoilt the channel to the tutor
    "cancelled",  # the learner stopped it
]


@dataclass(frozen=True)
class Array:
    """An array as it left the sandbox. NumPy is imported only on request."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes = field(repr=False)

    def numpy(self) -> numpy.ndarray[Any, Any]:
        import numpy

        return numpy.frombuffer(self.data, dtype=self.dtype).reshape(self.shape)


@dataclass(frozen=True)
class StackFrame:
    """One line of a traceback, in the learner's or the prelude's code; ``line`` counts from 1."""

    section: str
    line: int
    function: str
    text: str


@dataclass(frozen=True)
class ProgramError:
    """The exception that ended a program (or a probe), cut to the lines that are the learner's."""

    type: str
    message: str
    frames: tuple[StackFrame, ...] = ()

    def line(self, section: str) -> int | None:
        """The deepest line of ``section`` in the traceback."""
        lines = [f.line for f in self.frames if f.section == section]
        return lines[-1] if lines else None


@dataclass(frozen=True)
class Usage:
    """What a run used: seconds of wall clock for the code, seconds of CPU, peak memory in MiB."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory_mb: float = 0.0


@dataclass(frozen=True)
class Evidence:
    """Everything the checks may look at.

    values    by probe name: nested dicts, lists, numbers, strings, None, `Array`; or a `ProgramError`
              where the probe itself raised
    output    what the program printed on stdout, as a terminal would show it, capped
    errors    the same for stderr, without TensorFlow's log lines
    log       TensorFlow's own log lines
    files     kept files and folders: path relative to the run folder -> where it lies now
    sentence  how the run ended, for the learner; empty when it finished
    """

    ending: Ending
    sentence: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    output: str = ""
    errors: str = ""
    log: str = ""
    error: ProgramError | None = None
    exit_code: int = 0
    files: Mapping[str, Path] = field(default_factory=dict)
    usage: Usage = Usage()
    device: str = "cpu"
    code: str = ""

    @property
    def completed(self) -> bool:
        """Whether the code ran far enough for its probes to be evaluated."""
        return self.ending in ("finished", "exited")
