"""Puts a tutor together from a learner's folders and settings."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tftutor.checks import KINDS
from tftutor.course.loader import default_folder, load_course
from tftutor.course.model import Course
from tftutor.data import DataSets, Progress
from tftutor.places import Settings, places
from tftutor.problems import MachineProblem
from tftutor.progress.checkpoints import Checkpoints
from tftutor.progress.drafts import Drafts
from tftutor.progress.store import ProgressStore
from tftutor.runtime import Runtime
from tftutor.runtime.program import Device
from tftutor.runtime.store import EvidenceStore
from tftutor.tutor.cached_runner import CachedRunner
from tftutor.tutor.service import Tutor
from tftutor.tutor.step_inputs import StandIns, StepInputs
from tftutor.tutor.step_runner import StepRunner


def the_course(folder: Path | None = None) -> Course:
    """The course in ``folder``, or the one that tftutor brings. CourseProblem when it is broken."""
    return load_course(folder or default_folder(), KINDS)


def interpreter_of(name: str | None) -> Path:
    """The interpreter that runs learners' code: a path, a name on PATH, or by default our own."""
    if name is None:
        return Path(sys.executable)
    if "/" in name:
        return Path(name).expanduser()
    found = shutil.which(name)
    if found is None:
        raise MachineProblem(
            f"There is no Python named `{name}` on this machine.",
            "Give its full path with --python or TFTUTOR_PYTHON, or leave both out to use tftutor's own.",
        )
    return Path(found)


@contextmanager
def open_tutor(
    settings: Settings,
    *,
    course: Course | None = None,
    python: str | None = None,
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
    interpreter = interpreter_of(python or settings.python)
    runtime = Runtime(interpreter, scratch=here.cache / "runs", device=device, readable=(here.cache,))
    progress = ProgressStore.open(here.state) if recording else None
    drafts = Drafts(here.workspace) if recording else None
    checkpoints = Checkpoints(here.state) if recording else None
    cached_runner = CachedRunner(
        runtime, EvidenceStore(here.cache), scratch=here.cache / "runs", python=interpreter
    )
    try:
        step_inputs = StepInputs(course, data, drafts, stand_in=stand_in, on_progress=on_data)
        step_runner = StepRunner(
            course, cached_runner, step_inputs, seconds=settings.seconds, memory_mb=settings.memory_mb
        )
        yield Tutor(step_runner, progress=progress, drafts=drafts, checkpoints=checkpoints, python=python)
    finally:
        runtime.close()
        cached_runner.close()
        if progress:
            progress.close()
