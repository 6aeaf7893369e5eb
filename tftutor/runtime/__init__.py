"""Where code runs: a fresh, confined TensorFlow process for each program.

    with Runtime(scratch=places().cache / "runs") as runtime:
        evidence = runtime.run(Program(code="print(1 + 1)"))

Nothing here imports TensorFlow into the tutor's process, and NumPy only where `Array.numpy` is called. The
names below are imported when they are first asked for: a screen that needs little of this room starts sooner.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tftutor.runtime.cancel import Cancel
    from tftutor.runtime.confinement import Confinement
    from tftutor.runtime.events import Caution, CodeEnded, Event, Output, Resumed, Started, Waiting
    from tftutor.runtime.evidence import Array, Ending, Evidence, ProgramError, StackFrame, Usage
    from tftutor.runtime.facts import Layer, Protection, RuntimeFacts
    from tftutor.runtime.program import DataMount, Device, Limits, Probe, Program, Section
    from tftutor.runtime.runtime import Runtime
    from tftutor.runtime.snapshots import Snapshots

__all__ = [
    "Array",
    "Cancel",
    "Caution",
    "CodeEnded",
    "Confinement",
    "DataMount",
    "Device",
    "Ending",
    "Event",
    "Evidence",
    "Layer",
    "Limits",
    "Output",
    "Probe",
    "Program",
    "ProgramError",
    "Protection",
    "Resumed",
    "Runtime",
    "RuntimeFacts",
    "Section",
    "Snapshots",
    "StackFrame",
    "Started",
    "Usage",
    "Waiting",
]

_MODULES = (
    "cancel", "confinement", "events", "evidence", "facts", "program", "runtime", "snapshots",
)  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in _MODULES:
            found = getattr(import_module(f"{__name__}.{module}"), name, None)
            if found is not None:
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
