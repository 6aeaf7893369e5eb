"""What `tftutor env-doctor` costs, against the import that it spares."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from benchmarks.runs import plain_environment
from benchmarks.table import Row

LONGEST = 1.0  # seconds


def default_run(repeats: int) -> list[Row]:
    """`tftutor env-doctor` as it is typed, against `python -c 'import tensorflow'`, interleaved."""
    ours, plain = [], []
    for _ in range(repeats):
        ours.append(_seconds([sys.executable, "-m", "tftutor", "env-doctor"]))
        plain.append(_seconds([sys.executable, "-c", "import tensorflow"]))
    return [
        Row(
            "tftutor env-doctor against import tensorflow",
            f"{median(ours):.2f} s",
            f"{median(plain):.2f} s",
            median(ours) / median(plain),
            f"ours/plain <= 0.5, ours <= {LONGEST:g} s",
        )
    ]


def _seconds(command: list[str]) -> float:
    """Wall clock of a command; the doctor ends with 1 where it finds an error, which costs the same."""
    start = time.perf_counter()
    run = subprocess.run(command, capture_output=True, env=plain_environment(), check=False)
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stderr.decode("utf-8", "replace"))
    return time.perf_counter() - start
