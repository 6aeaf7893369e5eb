"""Runs of the learner's other instances of tftutor: watched while they go on, shown once they have ended."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from tftutor.application.runs.job import Job
from tftutor.application.runs.journal import RunJournal
from tftutor.application.runs.noted import LiveRun
from tftutor.course.model import StepRef
from tftutor.presentation.outcomes import Outcome
from tftutor.problems import MachineProblem

_EVERY = 0.5  # seconds between two looks
_PATIENCE = 6.0  # seconds in which a tutor ends a run that it was asked to end
_PATIENCE_IN_LINES = 10.0  # the same, where the learner can do nothing meanwhile


class OtherInstances:
    """``changed`` and ``ended`` are called from any thread; ``leaving``: nobody watches any more."""

    def __init__(
        self,
        journal: RunJournal,
        changed: Callable[[Job], object],
        ended: Callable[[Job], object],
        leaving: Callable[[], bool],
    ) -> None:
        self._journal, self._changed, self._ended, self._leaving = journal, changed, ended, leaving

    def attach(self, ref: StepRef) -> Job | None:
        """The step's run that goes on in another tutor, or that ended while nobody looked."""
        run = self._journal.elsewhere(ref.id)
        if run is not None:
            job = Job(ref, run.kind, "")
            job.goes_on_elsewhere("by itself" if run.alone else "in another tutor", run.seconds)
            threading.Thread(target=self._watch, args=(job, run), name="watch", daemon=True).start()
            return job
        ending = self._journal.ending(ref, unseen=True)
        if ending is None:
            return None
        job = Job(ref, ending.kind, ending.code)
        job.ended_elsewhere(ending, self._journal.output_file(ref, ending.kind))
        job.left.set()
        return job

    def _watch(self, job: Job, run: LiveRun) -> None:
        file = self._journal.output_file(job.ref, job.kind)
        stopping = _Stopping(self._journal, run)
        with contextlib.ExitStack() as closing:
            printed = _opened(file, closing)
            while self._journal.is_going(run):
                _feed(job, printed)
                self._changed(job)
                if self._leaving():
                    return
                if job.cancel.requested and not stopping.has_patience():
                    self._end(job, stopping.in_vain(job))
                    return
                time.sleep(_EVERY)
                printed = printed or _opened(file, closing)
            _feed(job, printed)
        self._has_ended(job)

    def _has_ended(self, job: Job) -> None:
        ending = self._journal.ending(job.ref)
        if ending is not None and ending.kind == job.kind:
            job.code = ending.code
            job.ended_elsewhere(ending, None)
            self._tell(job)
            return
        self._journal.forget(job.ref.id)
        said = (
            "You stopped it before its end."
            if job.cancel.requested
            else "It was cut off, as its tutor ended."
        )
        self._end(job, Outcome(job.ref, "cancelled", said, seconds=job.elapsed))

    def _end(self, job: Job, outcome: Outcome) -> None:
        if job.end(outcome):
            self._tell(job)

    def _tell(self, job: Job) -> None:
        job.left.set()
        self._ended(job)


class _Stopping:
    """First the other tutor is asked; one that has left its terminal is ended where it does not answer."""

    def __init__(self, journal: RunJournal, run: LiveRun) -> None:
        self._journal, self._run = journal, run
        self._asked = 0.0
        self._pressed = False

    def has_patience(self) -> bool:
        """Called again and again. False when nothing more can be done from here."""
        now = time.monotonic()
        if not self._asked:
            self._asked = now
            self._journal.ask_to_stop(self._run)
        elif now - self._asked > _PATIENCE and self._run.alone and not self._pressed:
            self._pressed = True
            self._run.process.tell(signal.SIGTERM)
        return now - self._asked < 2 * _PATIENCE

    def in_vain(self, job: Job) -> Outcome:
        """It goes on all the same."""
        problem = MachineProblem(
            "The tutor that runs it does not answer.", f"End it with: kill -9 {self._run.process.number}"
        )
        return Outcome(job.ref, "broken", problem.sentence, problem=problem, seconds=job.elapsed)


def _opened(file: Path | None, closing: contextlib.ExitStack) -> TextIO | None:
    if file is not None:
        with contextlib.suppress(OSError):
            return closing.enter_context(file.open(encoding="utf-8", errors="replace"))
    return None


def _feed(job: Job, printed: TextIO | None) -> None:
    if printed is not None:
        with contextlib.suppress(OSError):
            while text := printed.read(1 << 16):
                job.lines.feed(text)


def stop_and_wait(journal: RunJournal, run: LiveRun) -> bool:
    """Has its instance end a run, and waits for that. False where it goes on all the same."""
    if not run.process.began:
        return False
    journal.ask_to_stop(run)
    until = time.monotonic() + _PATIENCE_IN_LINES
    while journal.is_going(run):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
