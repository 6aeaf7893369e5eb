"""What a command has before it: the course, the learner's progress and files, the settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tftutor.application.host_facts import host_facts
from tftutor.application.overview import course_folder
from tftutor.application.standing import Standings
from tftutor.course.model import Course, Exercise, Run, StepRef
from tftutor.course.programs import starter_of
from tftutor.course.scope import find_step
from tftutor.places import Settings, places, settings
from tftutor.problems import UsageProblem
from tftutor.progress.drafts import Drafts
from tftutor.progress.store import ProgressStore


@dataclass(frozen=True)
class Desk:
    """The course and one learner's things."""

    course: Course
    settings: Settings
    progress: ProgressStore
    drafts: Drafts

    def standings(self) -> Standings:
        """Where the learner stands, read again."""
        return Standings(
            self.course, self.progress.steps(), self.progress.opened(), self.progress.last_opened()
        )

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
        yield Desk(course, settings(), progress, Drafts(here.workspace))
