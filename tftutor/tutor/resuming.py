"""Runs that go on where an earlier one was cut: what it saved goes in, and what this one saves is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tftutor.course.model import StepRef
from tftutor.course.references import code_step
from tftutor.progress.checkpoints import Checkpoints
from tftutor.runtime import Snapshots
from tftutor.runtime.events import Event, Resumed, Started
from tftutor.runtime.evidence import Evidence
from tftutor.runtime.snapshots import Fill
from tftutor.tutor.cached_runner import EventHandler

KEPT = "What it had saved is kept: the next run goes on from there."


@dataclass(frozen=True)
class Resumption:
    """One run of a step that saves its state in folders.

    files  name in the run folder -> what an earlier run of the step left there
    at     when that was saved; None where there is nothing to go on from
    """

    step: str
    files: Mapping[str, Path]
    at: datetime | None
    snapshots: Snapshots
    checkpoints: Checkpoints

    def told_by(self, on_event: EventHandler) -> EventHandler:
        """Says, as the program starts, what it goes on from."""

        def tell(event: Event) -> None:
            if self.at is not None and isinstance(event, Started):
                on_event(Resumed(self.at))
            on_event(event)

        return tell

    def settle(self, evidence: Evidence) -> None:
        """Forgets what was saved once a run has come to its own end: the next one begins from the start."""
        if evidence.completed:
            self.checkpoints.drop(self.step)

    def noted(self, evidence: Evidence) -> Evidence:
        """The evidence; of a run that was cut, with a sentence on what the next one goes on from."""
        if evidence.completed or evidence.ending == "error":
            return evidence
        said = KEPT if self.checkpoints.find(self.step) else ""
        if self.snapshots.trouble:
            said = f"What it saved last could not be kept for the next run: {self.snapshots.trouble}."
        return replace(evidence, sentence=f"{evidence.sentence} {said}".strip())


def resumption(ref: StepRef, checkpoints: Checkpoints | None, *, data: str, place: Path) -> Resumption | None:
    """What the next run of the step goes on from; None for a step that saves nothing.

    ``data``: what it learns from (`real`, `stand-in`); what was learned from the other does not count.
    ``place``: a folder to copy into.
    """
    step = code_step(ref)
    if step is None or not step.resumes or checkpoints is None:
        return None
    found = checkpoints.take(ref.id, place)
    folders = found.folders if found and found.data == data else {}
    files = {name: folders[name] for name in step.resumes if name in folders}
    at = found.at if found and files else None

    def save(fill: Fill, changed: float) -> None:
        checkpoints.save(ref.id, fill, changed=changed, data=data)

    return Resumption(ref.id, files, at, Snapshots(step.resumes, save), checkpoints)
