"""The probes, by area. Each module looks at one kind of thing."""

from __future__ import annotations

from tftutor.doctor.areas import (
    cards,
    deep,
    gpu,
    habits,
    kernel,
    machine,
    own,
    packages,
    python,
    shadowing,
    tensorboard,
    tensorflow,
    terminal,
)
from tftutor.doctor.context import Probe

PROBES: tuple[Probe, ...] = (
    *python.PROBES,
    *shadowing.PROBES,
    *habits.PROBES,
    *tensorflow.PROBES,
    *packages.PROBES,
    *tensorboard.PROBES,
    *gpu.PROBES,
    *cards.PROBES,
    *machine.PROBES,
    *terminal.PROBES,
    *kernel.PROBES,
    *own.PROBES,
    *deep.PROBES,
)
