"""What a step that needs a GPU says on a machine without one."""

from __future__ import annotations

from tftutor.course.model import StepRef
from tftutor.course.references import code_step, full_id
from tftutor.problems import MachineProblem

_READ_ON = "No later step waits for this one, so read on. `tftutor env-doctor` looks for what is missing."


def without_gpu(ref: StepRef, says: str) -> MachineProblem:
    """``says``, then what the step would have shown; the next step is its variant for a CPU, if any."""
    step = code_step(ref)
    shows = step.would_show.strip() if step else ""
    instead = (
        f"Do {full_id(step.instead, ref)} instead: it teaches the same on a CPU. "
        if step and step.instead
        else ""
    )
    return MachineProblem(f"{says} {shows}".strip(), f"{instead}{_READ_ON}")
