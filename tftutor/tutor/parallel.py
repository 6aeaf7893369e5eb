"""Many attempts at once: side by side as far as cores and memory allow, in an order that works."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from tftutor.course.model import Course, StepRef
from tftutor.course.programs import files_of

# What one more run next to the others is counted with: a forked child shares TensorFlow's own pages.
MEMORY_OF_A_RUN_MB = 1200

Result = TypeVar("Result")


def workers_here() -> int:
    """How many runs fit side by side on this machine: one a core, as far as free memory goes."""
    cores = len(os.sched_getaffinity(0))
    return max(1, min(cores, _available_mb() // MEMORY_OF_A_RUN_MB))


def _available_mb() -> int:
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) // 1024
    except OSError:
        return MEMORY_OF_A_RUN_MB
    return MEMORY_OF_A_RUN_MB


def in_parallel(
    course: Course,
    refs: Sequence[StepRef],
    work: Callable[[StepRef], Result],
    *,
    workers: int | None = None,
) -> Iterator[tuple[StepRef, Result]]:
    """Does ``work`` for every step and yields the results as they come.

    A step that needs files of another step in ``refs`` waits for that one. An exception in ``work``
    is raised here once what is under way has ended; nothing new is started after it.
    """
    waiting = list(refs)
    asked = {ref.id for ref in refs}
    done: set[str] = set()
    running: dict[Future[Result], StepRef] = {}
    limit = workers or workers_here()
    with ThreadPoolExecutor(max_workers=limit) as pool:
        while waiting or running:
            for ref in [r for r in waiting if _needs(course, r) & asked <= done][: limit - len(running)]:
                waiting.remove(ref)
                running[pool.submit(work, ref)] = ref
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                ref = running.pop(future)
                done.add(ref.id)
                yield ref, future.result()


def _needs(course: Course, ref: StepRef) -> set[str]:
    return set(files_of(course, ref).values())
