"""Puts a tutor together from a learner's folders and settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tftutor.checks import KINDS
from tftutor.course.loader import default_folder, load_course
from tftutor.course.model import Course
from tftutor.data import DataSets, Progress
from tftutor.places import Settings, places
from tftutor.progress.drafts import Drafts
from tftutor.progress.store import ProgressStore
from tftutor.runtime import Runtime
from tftutor.runtime.program import Device
from tftutor.runtime.store import EvidenceStore
from tftutor.tutor.laboratory import Laboratory
from tftutor.tutor.service import Tutor
from tftutor.tutor.supplies import StandIns, Supplies


def the_course(folder: Path | None = None) -> Course:
    """The course in ``folder``, or the one that tftutor brings. CourseProblem when it is broken."""
    return load_course(folder or default_folder(), KINDS)


@contextmanager
def open_tutor(
    settings: Settings,
    *,
    course: Course | None = None,
    python: Path | None = None,
    device: Device = "auto",
    stand_in: StandIns = "allow",
    recording: bool = True,
    on_data: Callable[[Progress], None] = lambda _progress: None,
) -> Iterator[Tutor]:
    """A tutor, and everything behind it closed again at the end.

    ``recording`` off: neither progress nor the learner's files are read or written.
    """
    course = course or the_course()
    here = places()
    data = DataSets(here.cache, offline=settings.offline)
    runtime = Runtime(
        python or settings.python, scratch=here.cache / "runs", device=device, readable=(here.cache,)
    )
    progress = ProgressStore.open(here.state) if recording else None
    drafts = Drafts(here.workspace) if recording else None
    try:
        laboratory = Laboratory(runtime, EvidenceStore(here.cache), here.cache / "runs")
        supplies = Supplies(course, data, drafts, stand_in=stand_in, on_progress=on_data)
        yield Tutor(course, laboratory, supplies, progress=progress, drafts=drafts)
    finally:
        runtime.close()
        if progress:
            progress.close()
