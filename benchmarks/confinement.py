"""What confinement costs: the same programs in a confined child and in one without any layer.

    python -m benchmarks.confinement [--rounds 10] [--control]

Training is measured in turns. Two children, one confined and one not, train at the same time, but each only
in its own slots of a quarter of a second: one in the even ones, the other in the odd ones. A pair of
neighbouring slots meets the same machine, so that what others do on it, and its changing clock, cancel out.

What is left is that two processes of the same program differ by 2 % (standard deviation), always the same way
as long as they live. So each pair of children counts once, there are many, they change places, and each round
forks them from new zygotes. The standard error is that of the mean over the rounds. `--control` compares two
confined children, which shows what this way of measuring calls equal.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, stdev

from benchmarks.runs import GRADIENT, TRAINING_SETUP, warm_seconds
from benchmarks.table import Row, render
from tftutor.runtime import Confinement, Limits, Program, Runtime

_NOTHING = Confinement(
    without=frozenset({"session", "limits", "landlock", "namespaces", "capabilities", "seccomp"})
)
_SLOT, _GAP = 0.25, 0.02  # seconds; in the gap the threads of the other child go to sleep
_UNTIL_READY = 3.5  # seconds to make the data, trace and warm up; who needs longer says so
_CHILDREN, _SLOTS = 10, 6  # pairs of children in a round, pairs of slots in their lives

_SYSTEM_CALL = """
import os, time

def per_call(many=20_000):
    begin = time.perf_counter()
    for _ in range(many):
        os.getppid()
    return (time.perf_counter() - begin) / many

print("ns", min(per_call() for _ in range(30)) * 1e9)
"""
_IN_TURNS = """
import json

def run_slot(until):
    begin, used, count = time.monotonic(), time.process_time(), 0
    while (now := time.monotonic()) < until:
        i = count % 100 * 64
        train_step(images[i : i + 64], labels[i : i + 64])
        count += 1
    return count / (now - begin), (time.process_time() - used) / count

run_slot(time.monotonic() + 1)
assert time.monotonic() < {begin}, "not ready in time"
slots = []
for number in range({slots}):
    at = {begin} + (2 * number + {place}) * {slot}
    time.sleep(max(0, at + {gap} - time.monotonic()))
    slots.append(run_slot(at + {slot}))
print("slots", json.dumps(slots))
"""


@dataclass(frozen=True)
class Child:
    """The means over its slots: steps per second, and seconds of processor time per step."""

    speed: float
    cpu: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.confinement", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help=f"of {_CHILDREN} pairs of children each (10)")
    parser.add_argument("--control", action="store_true", help="compare two confined children")
    options = parser.parse_args()
    other = Confinement() if options.control else _NOTHING
    with tempfile.TemporaryDirectory(prefix="tftutor-bench-") as folder:
        rows = cost(Path(folder), warm=30, rounds=options.rounds, other=other)
    print(f"{platform.platform()}, Python {platform.python_version()}")
    print(render(rows))
    return 0


def cost(scratch: Path, *, warm: int, rounds: int, other: Confinement = _NOTHING) -> list[Row]:
    """First output, a system call, and training: confined, and confined to ``other``; in one run."""
    with _two(scratch, other) as both:
        rows = [first_output(both, warm), system_call(both)]
    return [*rows, *training(scratch, rounds, other)]


@contextmanager
def _two(scratch: Path, other: Confinement) -> Iterator[tuple[Runtime, Runtime]]:
    """A runtime with all layers and one confined to ``other``, both warm."""
    with (
        Runtime(scratch=scratch / "confined") as confined,
        Runtime(scratch=scratch / "other", confinement=other) as free,
    ):
        for runtime in (confined, free):
            runtime.run(Program(code=GRADIENT))
        time.sleep(1)
        yield confined, free


def first_output(both: tuple[Runtime, Runtime], pairs: int) -> Row:
    """From handing over the code to its first output, in milliseconds; pairs in turning order."""
    taken: tuple[list[float], list[float]] = ([], [])
    for pair in range(pairs):
        for place in (0, 1) if pair % 2 == 0 else (1, 0):
            taken[place].append(warm_seconds(both[place], GRADIENT))
            time.sleep(0.5)  # the next child gets warm
    ours, other = median(taken[0]) * 1000, median(taken[1]) * 1000
    return Row(
        f"run to first output, confined / unconfined child (median of {pairs} pairs)",
        f"{ours:.1f} ms",
        f"{other:.1f} ms",
        ours - other,
        "difference <= 5 ms",
    )


def system_call(both: tuple[Runtime, Runtime]) -> Row:
    """One that is always allowed, in nanoseconds: the least of five children's least means of 20,000."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(5):
        for place, runtime in enumerate(both):
            taken[place].append(float(runtime.run(Program(code=_SYSTEM_CALL)).output.split()[1]))
    ours, other = min(taken[0]), min(taken[1])
    return Row("a system call from Python", f"{ours:.0f} ns", f"{other:.0f} ns", ours - other, "(difference)")


def training(scratch: Path, rounds: int, other: Confinement) -> list[Row]:
    """Steps per second, and processor time per step."""
    pairs = [_round(scratch, number, other) for number in range(rounds)]
    speeds = [[ours.speed / free.speed for ours, free in row] for row in pairs]
    cpus = [[free.cpu / ours.cpu for ours, free in row] for row in pairs]
    everything = [pair for row in pairs for pair in row]
    return [
        Row(
            f"training, confined / unconfined child, {rounds} x {_CHILDREN} pairs ({_spread(speeds)})",
            f"{median(ours.speed for ours, _ in everything):.0f} steps/s",
            f"{median(free.speed for _, free in everything):.0f} steps/s",
            fmean(ratio for row in speeds for ratio in row),
            "confined/unconfined >= 0.99",
        ),
        Row(
            f"the same by processor time per step ({_spread(cpus)})",
            f"{median(ours.cpu for ours, _ in everything) * 1e6:.0f} µs",
            f"{median(free.cpu for _, free in everything) * 1e6:.0f} µs",
            fmean(ratio for row in cpus for ratio in row),
            "unconfined/confined >= 0.99",
        ),
    ]


def _round(scratch: Path, number: int, other: Confinement) -> list[tuple[Child, Child]]:
    """Pairs of a confined and another child, forked from the same two zygotes, in turning places."""
    with _two(scratch / f"round-{number}", other) as (confined, free):
        return [_pair(confined, free, (number + pair) % 2) for pair in range(_CHILDREN)]


def _pair(confined: Runtime, free: Runtime, place: int) -> tuple[Child, Child]:
    """The confined child trains in the even slots if ``place`` is 0, else in the odd ones."""
    begin = time.monotonic() + _UNTIL_READY
    with ThreadPoolExecutor(2) as threads:
        ours = threads.submit(_train_in_turns, confined, begin, place)
        others = threads.submit(_train_in_turns, free, begin, 1 - place)
        return ours.result(), others.result()


def _train_in_turns(runtime: Runtime, begin: float, place: int) -> Child:
    code = TRAINING_SETUP + _IN_TURNS.format(begin=begin, place=place, slots=_SLOTS, slot=_SLOT, gap=_GAP)
    evidence = runtime.run(Program(code=code, limits=Limits(seconds=120)))
    if "slots" not in evidence.output:
        raise RuntimeError(f"the training ended early: {evidence.sentence} {evidence.errors}")
    slots = json.loads(evidence.output.partition("slots")[2])
    return Child(fmean(speed for speed, _ in slots), fmean(cpu for _, cpu in slots))


def _spread(rounds: list[list[float]]) -> str:
    """Median and spread of the pairs, and the standard error of the mean, from the rounds."""
    every, means = [ratio for row in rounds for ratio in row], [fmean(row) for row in rounds]
    error = f", standard error {stdev(means) / len(means) ** 0.5:.4f}" if len(means) > 1 else ""
    return f"median {median(every):.3f}, {min(every):.2f} to {max(every):.2f}{error}"


if __name__ == "__main__":
    sys.exit(main())
