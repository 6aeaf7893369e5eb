"""What a run needs besides code: data sets, and files that earlier steps have made."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tftutor.course.model import Course, StepRef
from tftutor.course.programs import data_of, files_of
from tftutor.data import DataMissing, DataSets, Progress, Resolved
from tftutor.problems import CourseProblem, MachineProblem
from tftutor.progress.drafts import Drafts

if TYPE_CHECKING:
    import numpy

StandIns = Literal["allow", "never", "always"]


class Blocked(Exception):
    """The attempt cannot be made on this machine now; ``problem`` says why and what to do."""

    def __init__(self, problem: MachineProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class StepInputs:
    """Finds data sets once, and the files that flow from one step to the next."""

    def __init__(
        self,
        course: Course,
        data: DataSets,
        drafts: Drafts | None,
        *,
        stand_in: StandIns = "allow",
        on_progress: Callable[[Progress], None] = lambda _progress: None,
    ) -> None:
        self._course = course
        self._data = data
        self._drafts = drafts
        self._stand_in: StandIns = stand_in
        self._on_progress = on_progress
        self._resolved: dict[str, Resolved] = {}
        self._lock = threading.Lock()

    def data_set(self, name: str) -> Resolved:
        """The data set, fetched or generated if it must be. MachineProblem when it cannot be had."""
        with self._lock:
            if name not in self._resolved:
                self._resolved[name] = self._data.resolve(
                    name, stand_in=self._stand_in, on_progress=self._on_progress
                )
            return self._resolved[name]

    def data_for(self, ref: StepRef) -> tuple[Resolved, ...]:
        """Every data set the step and its prelude may load.

        Blocked when one cannot be had; MachineProblem when the machine fails (a full disk).
        """
        try:
            return tuple(self.data_set(name) for name in data_of(self._course, ref))
        except DataMissing as problem:
            raise Blocked(problem) from problem

    def local_data_sets(self) -> tuple[Resolved, ...]:
        """Every data set that is on this machine already."""
        names = [d.name for d in self._data.status() if d.state == "real"]
        return tuple(self._data.resolve(name, fetch=False) for name in names)

    def held_out(self, name: str, split: str) -> tuple[Path, numpy.ndarray[Any, Any]]:
        """(inputs as an .npy file, labels of shape (n,)) of ``validation`` or ``test``."""
        if split not in ("validation", "test"):
            raise CourseProblem(f"a check asks for the split `{split}`; there are `validation` and `test`")
        return self._data.held_out(self.data_set(name), "test" if split == "test" else "validation")

    def own_file(self, source: str, name: str) -> Path | None:
        """The file as the learner's own passed attempt at step ``source`` left it."""
        return self._drafts.kept_file(source, name) if self._drafts else None

    def wanted_files(self, ref: StepRef) -> dict[str, str]:
        """File name in the run folder -> full id of the step that makes it."""
        return dict(files_of(self._course, ref))
