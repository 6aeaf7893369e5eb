"""What a command has before it: the course, the learner's progress and files, the settings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tftutor.application.host_facts import host_facts
from tftutor.application.overview import course_folder
from tftutor.application.standing import Standings
from tftutor.course.model import Course, Exercise, Run, StepRef
from tftutor.course.programs import starter_of
from tftutor.course.references import code_step
from tftutor.course.scope import find_step
from tftutor.places import Settings, places, settings
from tftutor.problems import UsageProblem
from tftutor.progress.checkpoints import Checkpoints
from tftutor.progress.drafts import Drafts
from tftutor.progress.store import ProgressStore
from tftutor.runtime.inside.grants import gpu_may_be_used


@dataclass(frozen=True)
class Desk:
    """The course and one learner's things."""

    course: Course
    settings: Settings
    progress: ProgressStore
    drafts: Drafts
    checkpoints: Checkpoints

    def standings(self) -> Standings:
        """Where the learner stands, read again."""
        return Standings(
            self.course, self.progress.steps(), self.progress.opened(), self.progress.last_opened(),
            gpu_may_be_used(),
        )  # fmt: skip

    def begin_from_start(self, ref: StepRef) -> str:
        """Forgets what the step's last run saved, so that the next one begins from the start; says so."""
        if not code_step(ref) or not getattr(ref.step, "resumes", ()):
            return "The runs of this step always begin from the start."
        if self.checkpoints.drop(ref.id):
            return "The checkpoint is gone: the next run begins from the start."
        return "There's no checkpoint of this step, so the next run begins from the start anyway."

    def reset(self, refs: Iterable[StepRef]) -> tuple[int, list[Path]]:
        """These steps start again: files hold the starters, nothing counts as done, checkpoints are gone.

        Returns how many had anything to reset, and where the old files are kept.
        """
        chosen, kept = list(refs), []
        for ref in chosen:
            self.checkpoints.drop(ref.id)
            if isinstance(ref.step, Exercise | Run) and self.drafts.path(ref.id).exists():
                kept.append(self.drafts.reset(ref.id, starter_of(ref.step)))
        return self.progress.reset(ref.id for ref in chosen), [path for path in kept if path]

    def step(self, name: str | None) -> StepRef:
        """The step that was named, else the one opened last, else the next one to do."""
        if name:
            return find_step(self.course, name)
        found = self.standings().current()
        if found is None:
            raise UsageProblem(
                "Every step is done, so none was meant.", "Name one; `tftutor list` shows all."
            )
        return found

    def draft(self, ref: StepRef) -> Path | None:
        """The learner's file for a step, made from the starter if it is not there; None without code."""
        if not isinstance(ref.step, Exercise | Run):
            return None
        return self.drafts.ensure(ref.id, starter_of(ref.step))

    def is_untouched(self, ref: StepRef) -> bool:
        """Whether the learner has not changed anything in the file of this step."""
        return not isinstance(ref.step, Exercise | Run) or self.drafts.is_untouched(
            ref.id, starter_of(ref.step)
        )


def course_here() -> Course:
    """The course that `TFTUTOR_COURSE` names, or the one that tftutor brings."""
    from tftutor.checks import KINDS
    from tftutor.course.loader import load_course

    return load_course(course_folder(), KINDS, host_facts(os.environ, settings()))


@contextmanager
def open_desk() -> Iterator[Desk]:
    """The desk, and the progress file closed again at the end."""
    course = course_here()
    here = places()
    with ProgressStore.open(here.state) as progress:
        yield Desk(course, settings(), progress, Drafts(here.workspace), Checkpoints(here.state))
