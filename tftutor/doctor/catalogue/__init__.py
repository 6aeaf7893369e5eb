"""Everything the doctor knows, as data: what a learner sees, why, what mends it, where we learnt it.

Within a severity, the order is the order of mending: what comes first may explain what comes later.
`{py}` and the other names in braces are filled in where something is found.
"""

from __future__ import annotations

from tftutor.doctor.catalogue import (
    boards,
    cards,
    deep,
    gpu,
    habits,
    machine,
    own,
    packages,
    python,
    screen,
    tensorflow,
)
from tftutor.doctor.model import Entry

CATALOGUE: dict[str, Entry] = {
    entry.id: entry
    for entry in (
        *own.ENTRIES,
        *python.ENTRIES,
        *habits.ENTRIES,
        *machine.ENTRIES,
        *tensorflow.ENTRIES,
        *packages.ENTRIES,
        *boards.ENTRIES,
        *gpu.DRIVER,
        *cards.DRIVER,
        *gpu.LIBRARIES,
        *cards.ENTRIES,
        *screen.ENTRIES,
        *deep.ENTRIES,
    )
}
