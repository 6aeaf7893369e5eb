"""Measures what the project claims of speed, side by side with plain `python`, in one run.

    python -m benchmarks [--quick]

Prints a table: what, ours, what one would otherwise do, the ratio, and the ratio aimed at. The machines are
shared and noisy, so pairs are interleaved and only ratios of medians are claimed.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import commands, confinement, doctor, memory, runs
from benchmarks.table import Row, render


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory(prefix="tftutor-bench-") as folder:
        scratch = Path(folder)
        parts: list[Callable[[], list[Row]]] = [
            lambda: commands.version(20 if quick else 40),
            lambda: doctor.default_run(5 if quick else 11),
            lambda: runs.first_output(scratch, cold=3 if quick else 7, warm=20),
            lambda: runs.throughput(scratch, pairs=2 if quick else 10),
            lambda: confinement.cost(scratch, warm=10 if quick else 30, rounds=1 if quick else 2),
            lambda: memory.resident(scratch),
            lambda: commands.check_session2(scratch),
            lambda: commands.check_session3(scratch),
        ]
        rows: list[Row] = []
        for part in parts:
            rows += part()
            print(f"{rows[-1].what}: done", file=sys.stderr)
    print(f"{platform.platform()}, Python {platform.python_version()}")
    print(render(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
