"""The probes, by area. Each module looks at one kind of thing; `catalogue/` describes its findings.

They run side by side. The order is the order in which a report shows what they say.
"""

from __future__ import annotations

from tftutor.doctor.areas import (
    deep,
    gpu,
    gpu_devices,
    kernel,
    machine,
    packages,
    python,
    python_tools,
    shadowing,
    tensorboard,
    tensorflow,
    terminal,
    tutor_setup,
)
from tftutor.doctor.context import DiagnosticProbe

PROBES: tuple[DiagnosticProbe, ...] = (
    *python.PROBES,
    *shadowing.PROBES,
    *python_tools.PROBES,
    *tensorflow.PROBES,
    *packages.PROBES,
    *tensorboard.PROBES,
    *gpu.PROBES,
    *gpu_devices.PROBES,
    *machine.PROBES,
    *terminal.PROBES,
    *kernel.PROBES,
    *tutor_setup.PROBES,
    *deep.PROBES,
)
