"""What confinement costs: the same programs in a confined child and in one without any layer."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from benchmarks.runs import GRADIENT, TRAINING, steps_per_second, warm_seconds
from benchmarks.table import Row
from tftutor.runtime import Confinement, Limits, Program, Runtime

_NOTHING = Confinement(
    without=frozenset({"session", "limits", "landlock", "namespaces", "capabilities", "seccomp"})
)


def cost(scratch: Path, *, warm: int, pairs: int) -> list[Row]:
    """Run-to-first-output and training throughput, confined and unconfined, interleaved in one run."""
    with (
        Runtime(scratch=scratch / "confined") as confined,
        Runtime(scratch=scratch / "free", confinement=_NOTHING) as free,
    ):
        both = (confined, free)
        for runtime in both:
            runtime.run(Program(code=GRADIENT))
        time.sleep(1)
        first: tuple[list[float], list[float]] = ([], [])
        for place in _there_and_back(warm):
            first[place].append(warm_seconds(both[place], GRADIENT))
            time.sleep(0.5)  # the next child gets warm
        speed: tuple[list[float], list[float]] = ([], [])
        for place in _there_and_back(pairs):
            evidence = both[place].run(Program(code=TRAINING, limits=Limits(seconds=120)))
            speed[place].append(steps_per_second(evidence.output))
    ours, other = median(first[0]) * 1000, median(first[1]) * 1000
    return [
        Row(
            f"run to first output, confined / unconfined child (median of {warm} pairs)",
            f"{ours:.1f} ms",
            f"{other:.1f} ms",
            ours - other,
            "difference <= 5 ms",
        ),
        Row(
            f"training, confined / unconfined child (median ratio of {pairs} pairs)",
            f"{median(speed[0]):.0f} steps/s",
            f"{median(speed[1]):.0f} steps/s",
            median(ours / other for ours, other in zip(*speed, strict=True)),  # a pair shares its disturbance
            "confined/unconfined >= 0.99",
        ),
    ]


def _there_and_back(pairs: int) -> list[int]:
    """Which of two comes next: each pair in the other order than the one before, so that drift cancels."""
    return [place for pair in range(pairs) for place in ((0, 1) if pair % 2 == 0 else (1, 0))]
