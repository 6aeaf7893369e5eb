"""Limits how often news of jobs is passed on: a few times a second; idle while there is none."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from tftutor.application.runs.job import Job

INTERVAL = 0.2  # seconds: what costs in a terminal far away is how often a screen changes, not by how much


class Throttle:
    """``tell`` is called with each job that has news, from a thread that lives only while there is news."""

    def __init__(self, tell: Callable[[Job], None], every: float = INTERVAL) -> None:
        self._tell, self._every = tell, every
        self._lock = threading.Lock()
        self._jobs: set[Job] = set()
        self._running = False

    def of(self, job: Job) -> None:
        """There is news of this job. Any thread may say so, as often as it likes."""
        with self._lock:
            self._jobs.add(job)
            if self._running:
                return
            self._running = True
        threading.Thread(target=self._pass_on, name="throttle", daemon=True).start()

    def _pass_on(self) -> None:
        while True:
            with self._lock:
                jobs, self._jobs = self._jobs, set()
                if not jobs:
                    self._running = False
                    return
            for job in jobs:
                self._tell(job)
            time.sleep(self._every)
