"""Slots to run in: no more than a few jobs run at once, and of one step no more than one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tftutor.application.runs.job import Job


class Slots:
    """Jobs wait here, each in its own thread, until fewer than ``at_once`` go on.

    waits    hears what a job waits for
    closing  whether no job is wanted any more
    """

    def __init__(
        self, at_once: int, waits: Callable[[Job, str], object], closing: Callable[[], bool]
    ) -> None:
        self._at_once, self._waits, self._closing = at_once, waits, closing
        self._taken = 0
        self._change = threading.Condition()

    @contextmanager
    def of(self, job: Job, before: Job | None) -> Iterator[bool]:
        """A job's slot, not until ``before`` has left. False, without one, when it is not wanted any more."""
        has_slot = self._acquire(job, before)
        try:
            yield has_slot
        finally:
            if has_slot:
                with self._change:
                    self._taken -= 1
                    self._change.notify_all()

    def look_again(self) -> None:
        """Something has changed of what jobs wait for."""
        with self._change:
            self._change.notify_all()

    def _acquire(self, job: Job, before: Job | None) -> bool:
        with self._change:
            while not (job.cancel.requested or self._closing()):
                behind = before is not None and not before.left.is_set()
                if not behind and self._taken < self._at_once:
                    self._taken += 1
                    return True
                self._waits(job, "the run before it to stop" if behind else "another run to end")
                self._change.wait()
        return False
