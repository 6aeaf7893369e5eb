"""Runs and checks in the background. A face starts and stops them, and is told of them by events."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tftutor.application.attempts import Attempts, Closed, Result, attempts_of
from tftutor.application.desk import Desk
from tftutor.application.runs.events import RunChanged, RunEnded, RunEvent
from tftutor.application.runs.job import Job, result_of
from tftutor.application.runs.journal import RunJournal, RunNotes
from tftutor.application.runs.noted import RunKind
from tftutor.application.runs.other_instances import OtherInstances
from tftutor.application.runs.slots import Slots
from tftutor.application.runs.throttle import INTERVAL, Throttle
from tftutor.course.model import StepRef
from tftutor.data import Progress
from tftutor.data.model import OnProgress
from tftutor.places import places
from tftutor.presentation.failures import as_problem
from tftutor.presentation.outcomes import Outcome, outcome_of_problem
from tftutor.runtime.events import Event

AT_ONCE = 2
_CLOSING_SECONDS = 2.0
_MARGIN = 900.0  # seconds for TensorFlow to start, and for data sets to be fetched
_KEPT = 8  # ended jobs whose output stays in memory


class RunManager:
    """All runs of one application. Every public method is for the screen's thread, and returns at once.

    post           takes what happens to runs, from any thread
    attempts_with  makes what runs and checks; is given who listens to how far data sets are
    output_folder  takes what each step printed, and how it ended; None: nowhere
    notes          what to remember of runs that go on
    keep           runs go on when the screen is left, without being asked for
    """

    def __init__(
        self,
        post: Callable[[RunEvent], object],
        attempts_with: Callable[[OnProgress], Attempts],
        *,
        output_folder: Path | None = None,
        notes: RunNotes | None = None,
        keep: bool = False,
        interval: float = INTERVAL,
    ) -> None:
        self._post = post
        self._attempts = attempts_with(self._on_data)
        self._journal = RunJournal(output_folder, notes)
        self.keep = keep
        self._news = Throttle(self._tell_news, interval)
        self._latest: dict[str, Job] = {}
        self._threads: dict[Job, threading.Thread] = {}
        self._closing = self._let_go = False
        self._slots = Slots(AT_ONCE, self._waits, lambda: self._closing)
        self._others = OtherInstances(self._journal, self._tell_news, self._tell_end, self._is_left)

    # --- for the screen ------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Opens the tutor and starts TensorFlow, so that the first run need not wait for it."""
        threading.Thread(target=self._warm, name="warm up", daemon=True).start()

    def start(self, ref: StepRef, kind: RunKind, code: str) -> Job:
        """Runs or checks ``code``. A run of the same step that still goes on is cancelled first."""
        before = self._latest.get(ref.id)
        if before is not None and not before.is_over:
            self.cancel(before)
        job = Job(ref, kind, code, output_file=self._journal.output_file(ref, kind))
        job.kept = self.keep
        self._remember(job)
        thread = threading.Thread(target=self._work, args=(job, before), name=f"{kind} {ref.id}", daemon=True)
        self._threads[job] = thread
        thread.start()
        return job

    def cancel(self, job: Job) -> None:
        """Ends it: at once where its program does not run, else as soon as the program lets go."""
        job.cancel.cancel()
        job.stopping = True
        if job.state in ("waiting", "judging") and not job.elsewhere:
            when = "it began" if job.state == "waiting" else "its end"
            said = f"You stopped it before {when}."
            self._ended(job, Result(Outcome(job.ref, "cancelled", said, seconds=job.elapsed)))
        self._slots.look_again()
        self._news.of(job)

    def keep_going(self, job: Job) -> bool:
        """Whether it goes on when the screen is left: from now on if it did not, and the other way round."""
        job.kept = bool(job.elsewhere) or not job.kept
        self._news.of(job)
        return job.kept

    def attach(self, ref: StepRef) -> Job | None:
        """The newest job of a step, one of another tutor's included that goes on or that nobody saw end."""
        mine = self.latest(ref.id)
        if mine is None or mine.is_over:
            attached = self._others.attach(ref)
            if attached is not None:
                self._remember(attached)
                return attached
        return mine

    def latest(self, step_id: str) -> Job | None:
        """The newest job of a step."""
        return self._latest.get(step_id)

    def running(self) -> list[Job]:
        """Jobs that go on, the oldest first."""
        return [job for job in list(self._latest.values()) if not job.is_over]

    def kept(self) -> list[Job]:
        """Those that go on when the screen is left."""
        return [job for job in self.running() if job.kept and not job.elsewhere]

    def detach(self) -> None:
        """The screen is left: what is kept goes on, unseen; all else ends now. Notes of it stay."""
        self._let_go = True
        self._post = _to_nobody
        self._end_all(but=self.kept())
        self._journal.note_detached(self.kept())
        threading.Thread(target=self._attempts.cool_down, name="cool down", daemon=True).start()

    def longest_seconds(self) -> float:
        """After which whatever is kept has ended."""
        return _MARGIN + sum(self._attempts.longest_seconds(job.ref, job.kind) for job in self.kept())

    def stop_what_was_asked(self) -> None:
        """Ends the runs that another tutor wants to end."""
        for step in self._journal.asked_to_stop():
            job = self.latest(step)
            if job is not None and not (job.is_over or job.elsewhere):
                self.cancel(job)

    def give_up(self) -> None:
        """What still goes on has taken too long; the next start tells it."""
        for job in self.kept():
            self._journal.took_too_long(job)

    def close(self) -> None:
        """Cancels what goes on, waits a moment, and ends every process. Notes of it stay."""
        self._closing = True
        self._end_all()
        until = time.monotonic() + _CLOSING_SECONDS
        for thread in list(self._threads.values()):
            thread.join(max(0.0, until - time.monotonic()))
        self._attempts.close()

    def _end_all(self, but: Sequence[Job] = ()) -> None:
        for job in list(self._threads):
            if job not in but and not job.is_over:
                job.cut_off = True
                job.cancel.cancel(at_once=True)
        self._slots.look_again()

    def _is_left(self) -> bool:
        return self._closing or self._let_go

    # --- threads ---------------------------------------------------------------------------------

    def _warm(self) -> None:
        try:
            if not self._is_left():
                self._attempts.warm_up()
        except Exception:  # noqa: BLE001 - the first run raises it again, and it is told then
            return

    def _work(self, job: Job, before: Job | None) -> None:
        behind = before is not None and not before.left.is_set()
        if not behind:  # else the note of the one before is in use yet
            self._journal.begun(job)
        try:
            with self._slots.of(job, before) as has_slot:
                if has_slot:
                    if behind:
                        self._journal.begun(job)
                    self._do(job)
        finally:
            self._threads.pop(job, None)
            job.left.set()
            self._slots.look_again()

    def _waits(self, job: Job, waiting_for: str) -> None:
        job.waiting_for = waiting_for
        self._news.of(job)

    def _do(self, job: Job) -> None:
        def on_event(event: Event) -> None:
            job.on_event(event)
            self._news.of(job)

        try:
            result = result_of(job, self._attempts, on_event)
        except Closed:
            return
        except Exception as error:  # noqa: BLE001 - where a defect of ours becomes a sentence
            if self._closing:
                return  # the tutor was closed under it
            told = as_problem(error, [job.kind, job.ref.id])
            result = Result(outcome_of_problem(job.ref, told, job.elapsed))
        self._ended(job, result)

    def _ended(self, job: Job, result: Result) -> None:
        if not job.end(result.outcome, result.evidence):
            return
        self._tell_end(job)  # first: to write it down takes a moment on a busy disk
        if not job.cut_off and self._latest.get(job.ref.id) is job:
            self._journal.ended(job, unseen=self._let_go)

    def _tell_end(self, job: Job) -> None:
        self._post(RunEnded(job))
        self._slots.look_again()

    def _on_data(self, progress: Progress) -> None:
        for job in self.running():
            job.on_data(progress)
            self._news.of(job)

    def _tell_news(self, job: Job) -> None:
        job.look()
        if not job.is_over:
            self._post(RunChanged(job))

    # --- small things ------------------------------------------------------------------------------

    def _remember(self, job: Job) -> None:
        self._latest.pop(job.ref.id, None)
        self._latest[job.ref.id] = job  # the newest stands last
        ended = [step for step, job in self._latest.items() if job.is_over]
        for step in ended[:-_KEPT]:
            del self._latest[step]


def open_runs(post: Callable[[RunEvent], object], desk: Desk, notes: RunNotes | None) -> RunManager:
    """The runs of a learner's desk: with the desk's course and settings, and files in the cache folder."""

    def attempts_with(on_data: OnProgress) -> Attempts:
        return attempts_of(desk.settings, desk.course, on_data=on_data)

    folder = places().cache / "output"
    return RunManager(post, attempts_with, output_folder=folder, notes=notes, keep=desk.settings.keep_runs)


def _to_nobody(_event: RunEvent) -> None:
    """Where the screen was."""
