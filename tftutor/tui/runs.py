"""Runs and checks in the background. The screen starts and stops them, and hears of them by messages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Protocol

from textual.message import Message

from tftutor.course.model import StepRef, Task
from tftutor.data import Progress
from tftutor.data.model import OnProgress
from tftutor.places import places
from tftutor.presentation.desk import Desk
from tftutor.presentation.failures import as_problem
from tftutor.presentation.outcomes import Outcome, outcome_of
from tftutor.presentation.root_cause import diagnosed
from tftutor.problems import Problem
from tftutor.runtime.events import Caution, Event
from tftutor.runtime.evidence import Evidence
from tftutor.tui.jobs import Job, JobKind, outcome_of_problem, outcome_of_run
from tftutor.tui.pulse import PULSE, Pulse
from tftutor.tutor import Attempt, Tutor

__all__ = ["Job", "JobChanged", "JobEnded", "JobKind", "Runs", "open_runs"]

OpenTutor = Callable[[OnProgress], AbstractContextManager[Tutor]]
AT_ONCE = 2
_CLOSING_SECONDS = 2.0
_KEPT = 8  # ended jobs whose output stays in memory


class JobChanged(Message):
    """Something of a job is new; at most five a second come for each."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job

    def can_replace(self, message: Message) -> bool:
        """A busy screen need not look at each of them."""
        return isinstance(message, JobChanged) and message.job is self.job


class JobEnded(Message):
    """A job has ended; its outcome and evidence are there."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job


class _Closed(Exception):
    """The application is ending."""


class RunNotes(Protocol):
    """Where a run that goes on is noted, so that the next start can offer it again (`tui.memory.Memory`)."""

    def note_run(self, step: str, kind: JobKind) -> None:
        """It has begun."""

    def run_ended(self, step: str) -> None:
        """It has ended."""

    def save(self) -> bool:
        """Writes it down."""


class Runs:
    """All runs of one application. Every public method is for the screen's thread, and returns at once.

    post           how a message reaches the application, from any thread: `App.post_message`
    open_tutor     opens the tutor; is given who listens to how far data sets are
    output_folder  takes one file a step with all that it printed; None: nowhere
    notes          what to remember of runs that go on
    """

    def __init__(
        self,
        post: Callable[[Message], object],
        open_tutor: OpenTutor,
        *,
        output_folder: Path | None = None,
        notes: RunNotes | None = None,
        pulse: float = PULSE,
    ) -> None:
        self._post, self._open_tutor = post, open_tutor
        self._output_folder, self._notes = output_folder, notes
        self._news = Pulse(self._tell_news, pulse)
        self._latest: dict[str, Job] = {}
        self._threads: dict[Job, threading.Thread] = {}
        self._change = threading.Condition()  # guards the two below, and `_closing`
        self._taken = 0
        self._closing = False
        self._opening = threading.Lock()
        self._tutor: Tutor | None = None
        self._stack = ExitStack()
        self._cautioned = False

    # --- for the screen ------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Opens the tutor and starts TensorFlow, so that the first run need not wait for it."""
        threading.Thread(target=self._warm, name="warm up", daemon=True).start()

    def start(self, ref: StepRef, kind: JobKind, code: str) -> Job:
        """Runs or checks ``code``. A run of the same step that still goes on is cancelled first."""
        before = self._latest.get(ref.id)
        if before is not None and not before.is_over:
            self.cancel(before)
        job = Job(ref, kind, code, output_file=self._output_file(ref, kind))
        self._latest.pop(ref.id, None)
        self._latest[ref.id] = job  # the newest stands last
        self._forget()
        thread = threading.Thread(target=self._work, args=(job, before), name=f"{kind} {ref.id}", daemon=True)
        self._threads[job] = thread
        thread.start()
        return job

    def cancel(self, job: Job) -> None:
        """Ends it: at once where its program does not run, else as soon as the program lets go."""
        job.cancel.cancel()
        job.stopping = True
        if job.state in ("waiting", "judging"):
            sentence = (
                "You stopped it before it began."
                if job.state == "waiting"
                else "You stopped it before its end."
            )
            self._ended(job, Outcome(job.ref, "cancelled", sentence, seconds=job.elapsed))
        with self._change:
            self._change.notify_all()
        self._news.of(job)

    def latest(self, step_id: str) -> Job | None:
        """The newest job of a step."""
        return self._latest.get(step_id)

    def running(self) -> list[Job]:
        """Jobs that go on, the oldest first."""
        return [job for job in list(self._latest.values()) if not job.is_over]

    def close(self) -> None:
        """Cancels what goes on, waits a moment, and ends every process. Notes of it stay."""
        with self._change:
            self._closing = True
            self._change.notify_all()
        for job in list(self._threads):
            job.cancel.cancel()
        until = time.monotonic() + _CLOSING_SECONDS
        for thread in list(self._threads.values()):
            thread.join(max(0.0, until - time.monotonic()))
        with self._opening:
            self._tutor = None
            self._stack.close()

    # --- threads ---------------------------------------------------------------------------------

    def _warm(self) -> None:
        try:
            self._opened().warm_up()
        except Exception:  # noqa: BLE001 - the first run meets it again, and says it in a sentence
            return

    def _opened(self) -> Tutor:
        with self._opening:
            if self._tutor is None:
                if self._closing:
                    raise _Closed
                self._tutor = self._stack.enter_context(self._open_tutor(self._hear_of_data))
            return self._tutor

    def _work(self, job: Job, before: Job | None) -> None:
        self._note(job)
        try:
            if self._takes_its_turn(job, before):
                try:
                    self._do(job)
                finally:
                    with self._change:
                        self._taken -= 1
                        self._change.notify_all()
        finally:
            self._threads.pop(job, None)
            job.left.set()
            with self._change:
                self._change.notify_all()

    def _takes_its_turn(self, job: Job, before: Job | None) -> bool:
        """Waits until no more than one other job goes on. False when it is not wanted any more."""
        with self._change:
            while not (job.cancel.requested or self._closing):
                behind = before is not None and not before.left.is_set()
                if not behind and self._taken < AT_ONCE:
                    self._taken += 1
                    return True
                job.waiting_for = "the run before it to stop" if behind else "another run to end"
                self._news.of(job)
                self._change.wait()
        return False

    def _do(self, job: Job) -> None:
        try:
            outcome, evidence = self._result(job, self._opened())
        except _Closed:
            return
        except Problem as problem:
            outcome, evidence = outcome_of_problem(job.ref, diagnosed(problem), job.elapsed), None
        except Exception as error:  # noqa: BLE001 - where a defect of ours becomes a sentence
            if self._closing:
                return  # the tutor was closed under it
            told = as_problem(error, [job.kind, job.ref.id])
            outcome, evidence = outcome_of_problem(job.ref, told, job.elapsed), None
        self._ended(job, outcome, evidence)

    def _result(self, job: Job, tutor: Tutor) -> tuple[Outcome | None, Evidence | None]:
        def hear(event: Event) -> None:
            if isinstance(event, Caution):
                if self._cautioned:
                    return
                self._cautioned = True
            job.hear(event)
            self._news.of(job)

        began = time.monotonic()
        if job.kind == "run":
            evidence = tutor.try_out(job.ref, job.code, on_event=hear, cancel=job.cancel)
            return outcome_of_run(job.ref, job.code, evidence, time.monotonic() - began), evidence
        attempt: Attempt
        if isinstance(job.ref.step, Task):
            job.waiting_for = "the look at this machine"
            self._news.of(job)
            attempt = tutor.inspect(job.ref, cancel=job.cancel)
        else:
            attempt = tutor.attempt(job.ref, job.code, on_event=hear, cancel=job.cancel)
        seconds = time.monotonic() - began
        return outcome_of(attempt, seconds=seconds, cancelled=job.cancel.requested), attempt.evidence

    def _ended(self, job: Job, outcome: Outcome | None, evidence: Evidence | None = None) -> None:
        if not job.end(outcome, evidence):
            return
        if self._notes is not None and not self._closing and self._latest.get(job.ref.id) is job:
            self._notes.run_ended(job.ref.id)
            self._notes.save()
        self._post(JobEnded(job))

    def _note(self, job: Job) -> None:
        if self._notes is None:
            return
        self._notes.note_run(job.ref.id, job.kind)
        if job.is_over:  # cancelled meanwhile
            self._notes.run_ended(job.ref.id)
        self._notes.save()

    def _hear_of_data(self, progress: Progress) -> None:
        for job in self.running():
            job.hear_of_data(progress)
            self._news.of(job)

    def _tell_news(self, job: Job) -> None:
        job.look()
        if not job.is_over:
            self._post(JobChanged(job))

    # --- small things ------------------------------------------------------------------------------

    def _output_file(self, ref: StepRef, kind: JobKind) -> Path | None:
        if self._output_folder is None:
            return None
        return self._output_folder / f"{ref.id.replace('/', '--')}-{kind}.txt"

    def _forget(self) -> None:
        ended = [step for step, job in self._latest.items() if job.is_over]
        for step in ended[:-_KEPT]:
            del self._latest[step]


def open_runs(post: Callable[[Message], object], desk: Desk, notes: RunNotes | None) -> Runs:
    """The runs of a learner's desk: with the desk's course and settings, and files in the cache folder."""

    def opened(on_data: OnProgress) -> AbstractContextManager[Tutor]:
        from tftutor.tutor.opening import open_tutor

        return open_tutor(desk.settings, course=desk.course, on_data=on_data)

    return Runs(post, opened, output_folder=places().cache / "output", notes=notes)
