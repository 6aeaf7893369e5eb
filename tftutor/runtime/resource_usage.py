"""What a run uses, read from /proc and from its folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from tftutor.runtime.inside.tree import descendants

_ENTRIES_MAX = 10_000
_DEPTH_MAX = 100


class Load(NamedTuple):
    """Living processes of a run, and their anonymous and shared memory and page tables in MiB."""

    processes: int
    memory_mb: float


def load(keeper: int, first: int) -> Load:
    """The load of the run whose processes descend from ``keeper`` and began with ``first``.

    A forked process shares most of its memory with its parent, but the kernel's cheap figures count
    it in full: each further process is counted for what it has beyond the first one's share.
    """
    sizes = {pid: size for pid in descendants(keeper) if (size := _memory_kb(pid)) is not None}
    first_kb = sizes.pop(first, 0)
    extra_kb = sum(max(0, size - first_kb) for size in sizes.values())
    return Load(len(sizes) + (1 if first_kb else 0), (first_kb + extra_kb) / 1024)


def _memory_kb(pid: int) -> int | None:
    """Anonymous and shared memory and the page tables; None for a process that is gone or a zombie."""
    try:
        with open(f"/proc/{pid}/status") as file:
            lines = file.read().splitlines()
    except OSError:
        return None
    sizes = [int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "RssShmem:", "VmPTE:"))]
    return sum(sizes) if sizes else None


class Disk(NamedTuple):
    """What is in a folder. ``countable`` is false for more entries or levels than are worth a walk,
    and for folders that the program closed to us."""

    megabytes: float
    countable: bool


def disk(folder: Path) -> Disk:
    """Bounded, whatever is in the folder; follows no link."""
    blocks = entries = 0
    countable = True
    waiting: list[tuple[str, int]] = [(str(folder), 0)]
    while waiting and entries <= _ENTRIES_MAX:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as found:
                for entry in found:
                    entries += 1
                    blocks += entry.stat(follow_symlinks=False).st_blocks
                    if entry.is_dir(follow_symlinks=False):
                        countable = countable and depth < _DEPTH_MAX
                        waiting += [(entry.path, depth + 1)] if depth < _DEPTH_MAX else []
        except FileNotFoundError:
            continue  # gone meanwhile
        except OSError:
            countable = False
    return Disk(blocks * 512 / (1 << 20), countable and entries <= _ENTRIES_MAX)


def tasks_of_user() -> int:
    """Threads of all processes of this user: what RLIMIT_NPROC counts."""
    count, user = 0, os.getuid()
    for entry in os.scandir("/proc"):
        try:
            if entry.name.isdigit() and entry.stat().st_uid == user:
                count += len(list(os.scandir(f"{entry.path}/task")))
        except OSError:
            continue  # gone meanwhile
    return count
