"""What a job does with the tutor, in its own thread."""

from __future__ import annotations

import time
from collections.abc import Callable

from tftutor.course.model import Task
from tftutor.presentation.outcomes import Outcome, outcome_of
from tftutor.runtime.events import Event, Waiting
from tftutor.runtime.evidence import Evidence
from tftutor.tui.jobs import Job, outcome_of_run
from tftutor.tutor import Attempt, Tutor


def result_of(
    job: Job, tutor: Tutor, hear: Callable[[Event], None]
) -> tuple[Outcome | None, Evidence | None]:
    """Runs it or checks it, until it has ended. Raises Problem where nothing can be said of the code."""
    began = time.monotonic()
    if job.kind == "run":
        evidence = tutor.try_out(job.ref, job.code, on_event=hear, cancel=job.cancel)
        return outcome_of_run(job.ref, job.code, evidence, time.monotonic() - began), evidence
    attempt: Attempt
    if isinstance(job.ref.step, Task):
        hear(Waiting("the look at this machine"))
        attempt = tutor.inspect(job.ref, cancel=job.cancel)
    else:
        attempt = tutor.attempt(job.ref, job.code, on_event=hear, cancel=job.cancel)
    seconds = time.monotonic() - began
    return outcome_of(attempt, seconds=seconds, cancelled=job.cancel.requested), attempt.evidence
