"""What is written down of runs: what they print, that they go on, how they ended."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from tftutor.application.runs.endings import RunEnding, in_a_sentence, read_ending, write_ending
from tftutor.application.runs.job import Job
from tftutor.application.runs.noted import LiveRun, RunKind
from tftutor.course.model import StepRef

_LOOK_BACK = 20  # lines in which the last one that says something is searched


class RunNotes(Protocol):
    """Where runs that go on are noted, for the next start and for other tutors (`ScreenState`)."""

    def note_run(self, step: str, kind: RunKind) -> None:
        """It has begun."""

    def run_ended(self, step: str, unseen: str = "") -> None:
        """It has ended. ``unseen``: what to say of it at the next start."""

    def note_detached(self, steps: Collection[str]) -> None:
        """The tutor leaves the terminal, and these go on."""

    def ask_to_stop(self, run: LiveRun) -> None:
        """For the tutor whose run it is."""

    def asked_to_stop(self) -> list[str]:
        """Steps whose runs another tutor wants to end."""

    def note_news_seen(self, only: str = "") -> None:
        """The learner knows how the run of this step ended."""

    def going_on(self) -> list[LiveRun]:
        """Runs of other tutors."""

    def look_again(self) -> None:
        """Takes in what other tutors noted."""

    def save(self) -> bool:
        """Writes it down."""


class RunJournal:
    """``folder`` takes two files a step: all that it printed, and how it ended. None: nothing is kept."""

    def __init__(self, folder: Path | None, notes: RunNotes | None) -> None:
        self._folder, self._notes = folder, notes

    def output_file(self, ref: StepRef, kind: RunKind) -> Path | None:
        """All that a run prints."""
        return None if self._folder is None else self._folder / f"{_name(ref)}-{kind}.txt"

    # --- runs of this tutor --------------------------------------------------------------------

    def begun(self, job: Job) -> None:
        """It goes on from now on."""
        file = self._ending_file(job.ref)
        if file is not None:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)  # it was about the run before
        if self._notes is None:
            return
        self._notes.note_run(job.ref.id, job.kind)
        if job.is_over:  # cancelled meanwhile
            self._notes.run_ended(job.ref.id)
        self._notes.save()

    def ended(self, job: Job, *, unseen: bool) -> None:
        """How it ended. ``unseen``: nobody was there, so that the next start tells it."""
        unseen = unseen and not (job.outcome is not None and job.outcome.status == "cancelled")
        ending = RunEnding(job.kind, job.code, job.outcome, job.evidence, job.elapsed, job.device, unseen)
        file = self._ending_file(job.ref)
        if file is not None:
            with contextlib.suppress(OSError):  # a full disk: the sentence below may still be told
                write_ending(file, ending)
        if self._notes is not None:
            said = in_a_sentence(ending, _last_line(job)) if unseen else ""
            self._notes.run_ended(job.ref.id, unseen=said)
            self._notes.save()

    def note_detached(self, jobs: Collection[Job]) -> None:
        """The tutor leaves the terminal, and these go on."""
        if self._notes is not None:
            self._notes.note_detached([job.ref.id for job in jobs])
            self._notes.save()

    def took_too_long(self, job: Job) -> None:
        """It is ended before its end, and nobody is there to see it."""
        if self._notes is not None:
            self._notes.run_ended(job.ref.id, unseen="It took far longer than it may, and was ended.")
            self._notes.save()

    def asked_to_stop(self) -> list[str]:
        """Steps whose runs another tutor wants to end."""
        if self._notes is None:
            return []
        self._notes.look_again()
        return self._notes.asked_to_stop()

    # --- runs of other tutors --------------------------------------------------------------------

    def elsewhere(self, step: str) -> LiveRun | None:
        """The run of a step that another tutor has going."""
        if self._notes is None:
            return None
        self._notes.look_again()
        return next((run for run in self._notes.going_on() if run.step == step), None)

    def is_going(self, run: LiveRun) -> bool:
        """Whether another tutor still has it going."""
        now = self.elsewhere(run.step)
        return now is not None and now.id == run.id

    def ask_to_stop(self, run: LiveRun) -> None:
        """Lets the tutor know whose run it is."""
        if self._notes is not None and run.process.began:
            self._notes.ask_to_stop(run)
            self._notes.save()
            run.process.tell(signal.SIGUSR1)

    def forget(self, step: str) -> None:
        """A run whose tutor is gone; that it was cut off has been told."""
        if self._notes is not None:
            self._notes.run_ended(step)
            self._notes.save()

    def ending(self, ref: StepRef, *, unseen: bool = False) -> RunEnding | None:
        """How the last run of a step ended. ``unseen``: only if nobody has seen it; now somebody does."""
        file = self._ending_file(ref)
        found = None if file is None else read_ending(file, ref)
        if file is None or found is None or (unseen and not found.unseen):
            return None
        if found.unseen:
            with contextlib.suppress(OSError):  # then it is shown once more
                write_ending(file, replace(found, unseen=False))
            if unseen and self._notes is not None:
                self._notes.note_news_seen(ref.id)
                self._notes.save()
        return found

    def _ending_file(self, ref: StepRef) -> Path | None:
        return None if self._folder is None else self._folder / f"{_name(ref)}-ending.json"


def _name(ref: StepRef) -> str:
    return ref.id.replace("/", "--")


def _last_line(job: Job) -> str:
    return next((line for line in reversed(job.lines.tail(_LOOK_BACK)) if line.strip()), "")
