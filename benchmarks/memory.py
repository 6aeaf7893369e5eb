"""What the zygote and one warm child keep in memory."""

from __future__ import annotations

import os
import time
from pathlib import Path

from benchmarks.runs import GRADIENT
from benchmarks.table import Row
from tftutor.runtime import Runtime
from tftutor.runtime.program import Program


def resident(scratch: Path) -> list[Row]:
    """Proportional set size of every process below this one while the runtime waits for code."""
    with Runtime(scratch=scratch / "runs") as runtime:
        runtime.run(Program(code=GRADIENT))
        time.sleep(3)
        family = descendants(os.getpid())
        names = ["zygote", "warm child"] + ["further process"] * len(family)
        return [
            Row(f"memory, {name} (PSS)", f"{pss_mb(pid):.0f} MB")
            for name, pid in zip(names, family, strict=False)
        ]


def descendants(pid: int) -> list[int]:
    """All processes below ``pid``, parents before children."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def pss_mb(pid: int) -> float:
    """Proportional set size in MiB, from smaps_rollup."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no Pss in smaps_rollup of {pid}")
