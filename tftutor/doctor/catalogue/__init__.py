"""Everything the doctor knows, as data: what a learner sees, why, what fixes it, and the source.

Each module describes the findings of the module of the same name in `areas/`. `{py}` and the other names
in braces are filled in where something is found.
"""

from __future__ import annotations

from tftutor.doctor.catalogue import (
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
from tftutor.doctor.model import CatalogueEntry

# The order in which findings of one severity are to be fixed: what comes first may explain what comes
# later. Of the GPU, the driver comes first, as the kernel and then as NVIDIA's libraries see it; then the
# libraries, then the devices.
ORDER: tuple[tuple[CatalogueEntry, ...], ...] = (
    tutor_setup.ENTRIES,
    python.ENTRIES,
    shadowing.ENTRIES,
    python_tools.ENTRIES,
    machine.ENTRIES,
    tensorflow.ENTRIES,
    packages.ENTRIES,
    tensorboard.ENTRIES,
    gpu.DRIVER,
    gpu_devices.DRIVER,
    gpu.LIBRARIES,
    gpu_devices.ENTRIES,
    terminal.ENTRIES,
    kernel.ENTRIES,
    deep.ENTRIES,
)

CATALOGUE: dict[str, CatalogueEntry] = {entry.id: entry for entries in ORDER for entry in entries}
