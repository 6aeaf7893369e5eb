"""What the tutor sends into a sandbox, and how it reads what comes back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tftutor.runtime import resource_usage
from tftutor.runtime.evidence import ProgramError, StackFrame
from tftutor.runtime.inside import frames
from tftutor.runtime.program import Probe, Program

_ENDINGS = ("finished", "exited", "error")


def run_request(program: Program, device: str, token: bytes) -> bytes:
    """The first message: everything but the probes."""
    limits = program.limits
    return frames.request(
        {
            "token": token.hex(),
            "name": program.name,
            "code": program.code,
            "prelude": [{"name": s.name, "code": s.code} for s in program.prelude],
            "mounts": [
                {
                    "name": m.name,
                    "folder": str(m.folder.resolve()),
                    "files": dict(m.files),
                    "classes": list(m.classes),
                }
                for m in program.data
            ],
            "seed": program.seed,
            "device": device,
            "limits": {
                "memory_mb": limits.memory_mb,
                "disk_mb": limits.disk_mb,
                "tasks": resource_usage.tasks_of_user() + limits.tasks,
            },
        }
    )


def probe_request(probes: Sequence[Probe], token: bytes) -> bytes:
    """The second message, sent once the learner's code has ended; answers carry its token."""
    described = [{"name": p.name, "source": p.source, "params": dict(p.params)} for p in probes]
    return frames.request({"token": token.hex(), "probes": described})


class StartReport(NamedTuple):
    """The program begins: on which device, and the processor seconds used until then."""

    device: str
    cpu: float


class EndReport(NamedTuple):
    """How the learner's code ended by its own account, and its seconds of wall clock."""

    ending: str
    exit_code: int
    error: ProgramError | None
    seconds: float


def start_report(data: Any) -> StartReport:
    """Raises ValueError for anything that a sandbox of ours would not have sent."""
    entries = _entries(data)
    return StartReport(_text(entries.get("device")), _seconds(entries.get("cpu")))


def end_report(data: Any) -> EndReport:
    """Raises ValueError for anything that a sandbox of ours would not have sent."""
    entries = _entries(data)
    ending, exit_code = _text(entries.get("ending")), _whole(entries.get("exit_code"))
    if ending not in _ENDINGS:
        raise ValueError("not an ending")
    return EndReport(ending, exit_code, program_error(entries.get("error")), _seconds(entries.get("seconds")))


def program_error(data: Any) -> ProgramError | None:
    """The error in a report; None where there is none. Raises ValueError for a malformed one."""
    if data is None:
        return None
    entries = _entries(data)
    frames_told = entries.get("frames")
    if not isinstance(frames_told, list):
        raise ValueError("not a traceback")
    lines = tuple(_frame(_entries(told)) for told in frames_told)
    return ProgramError(_text(entries.get("type")), _text(entries.get("message")), lines)


def _frame(entries: Mapping[str, Any]) -> StackFrame:
    section, function, text = (_text(entries.get(name)) for name in ("section", "function", "text"))
    return StackFrame(section, _whole(entries.get("line")), function, text)


def _entries(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise ValueError("not a report")
    return data


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value[: frames.TEXT_MAX]


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("not a whole number")
    return value


def _seconds(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < math.inf:
        raise ValueError("not a time")
    return float(value)


def probe_value(value: Any) -> Any:
    """What a probe reported: its value, or the error it raised."""
    if isinstance(value, dict) and set(value) == {"__error__"}:
        return program_error(value["__error__"])
    return value
