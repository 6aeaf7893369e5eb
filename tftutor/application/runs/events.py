"""What happens to runs, for whoever shows them. Events come from any thread."""

from __future__ import annotations

from dataclasses import dataclass

from tftutor.application.runs.job import Job


@dataclass(frozen=True)
class RunChanged:
    """Something of a job is new; at most five a second come for each job."""

    job: Job


@dataclass(frozen=True)
class RunEnded:
    """A job has ended; its outcome and evidence are there."""

    job: Job


RunEvent = RunChanged | RunEnded
