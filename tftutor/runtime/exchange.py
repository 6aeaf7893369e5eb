"""What the tutor sends into a sandbox, and how it reads what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tftutor.runtime import watch
from tftutor.runtime.evidence import Frame, ProgramError
from tftutor.runtime.inside import frames
from tftutor.runtime.program import Probe, Program


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
                "tasks": watch.tasks_of_user() + limits.tasks,
            },
        }
    )


def probe_request(probes: Sequence[Probe], token: bytes) -> bytes:
    """The second message, sent once the learner's code has ended; answers carry its token."""
    described = [{"name": p.name, "source": p.source, "params": dict(p.params)} for p in probes]
    return frames.request({"token": token.hex(), "probes": described})


def program_error(data: Any) -> ProgramError | None:
    """The error in a report; None where there is none. Raises KeyError or TypeError for a malformed one."""
    if data is None:
        return None
    lines = [
        Frame(str(f["section"]), int(f["line"]), str(f["function"]), str(f["text"])) for f in data["frames"]
    ]
    return ProgramError(str(data["type"]), str(data["message"]), tuple(lines))


def probe_value(value: Any) -> Any:
    """What a probe reported: its value, or the error it raised."""
    if isinstance(value, dict) and set(value) == {"__error__"}:
        return program_error(value["__error__"])
    return value
