"""One run of one step's code, as the screen sees it while it goes on and after it has ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from tftutor.application.runs.endings import Ending
from tftutor.application.runs.output_buffer import OutputBuffer, without_colours
from tftutor.course.model import StepRef, Task
from tftutor.data import Progress
from tftutor.presentation.outcomes import Outcome, outcome_of, outcome_of_run
from tftutor.presentation.training import TrainingReader, TrainingState
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.events import Caution, CodeEnded, Event, Output, Started, Waiting
from tftutor.runtime.evidence import Evidence
from tftutor.tutor import Attempt, Tutor

JobKind = Literal["run", "check"]
JobState = Literal["waiting", "running", "judging", "ended"]
_LOOK_BACK = 40  # finished lines that are searched for signs of training, each time


class Job:
    """A run or a check of one step. The screen reads it; only its own thread and `RunManager` change it.

    ``outcome`` of a run is None where it came to its end as it should, since nothing is judged then.
    ``caution`` is what the machine does not contain; only one job of an application has it.
    ``stopping``: the learner has asked for its end, which is near. ``kept``: it goes on when they leave.
    ``cut_off``: it is ended because the tutor ends.
    ``elsewhere``: where another tutor runs it ("by itself", "in another tutor"), "" where we do.
    ``folder`` is where its program writes while it runs; ``logged``: it left event files.
    """

    def __init__(self, ref: StepRef, kind: JobKind, code: str, *, output_file: Path | None = None) -> None:
        self.ref, self.kind, self.code = ref, kind, code
        self.state: JobState = "waiting"
        self.waiting_for = ""
        self.began = time.monotonic()
        self.device = ""
        self.lines = OutputBuffer(output_file)
        self.log = OutputBuffer()
        self.training: TrainingState | None = None
        self.evidence: Evidence | None = None
        self.outcome: Outcome | None = None
        self.caution = ""
        self.stopping = self.kept = self.cut_off = False
        self.elsewhere = ""
        self.folder: Path | None = None
        self.logged = False
        self.cancel = Cancel()
        self.left = threading.Event()  # its thread is through with it, and another run may take its place
        self._code_began = self.began
        self._took = 0.0
        self._printed = False
        self._reader = TrainingReader()
        self._read_to = 0
        self._lock = threading.RLock()

    @property
    def elapsed(self) -> float:
        """Seconds it has been going on, or went on until it ended."""
        return self._took if self.state == "ended" else time.monotonic() - self.began

    @property
    def in_this_state(self) -> float:
        """Seconds since its code began to run; before that, since it was asked for."""
        return time.monotonic() - self._code_began

    @property
    def is_over(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self.state == "ended"

    @property
    def ended_well(self) -> bool:
        """Whether it ran to its end, or passed."""
        if self.state != "ended":
            return False
        if self.kind == "run":
            return self.outcome is None
        return self.outcome is not None and self.outcome.status == "passed"

    def goes_on_elsewhere(self, where: str, seconds: float) -> None:
        """Another tutor began it that long ago, and this one watches it."""
        self.state, self.elsewhere, self.kept = "running", where, True
        self.began = self._code_began = time.monotonic() - seconds

    def ended_elsewhere(self, ending: Ending, file: Path | None) -> None:
        """It has ended, and nobody has seen it. ``file``: what it printed."""
        self.device = ending.device
        if file is not None:
            self.lines = OutputBuffer.of_file(file)
            self._printed = True
        self.end(ending.outcome, ending.evidence)
        self._took = ending.seconds

    # --- its own thread --------------------------------------------------------------------

    def hear(self, event: Event) -> None:
        """Takes in what the run says."""
        with self._lock:
            if self.state == "ended":
                return
            if isinstance(event, Waiting):
                self.waiting_for = event.what
            elif isinstance(event, Caution):
                self.caution = event.sentence
            elif isinstance(event, Started):
                self.state, self.waiting_for, self.device = "running", "", event.device
                self.folder = event.folder
                self._code_began = time.monotonic()
            elif isinstance(event, CodeEnded) and self.kind == "check":
                self.state, self.waiting_for = "judging", ""
        if isinstance(event, Output):
            self._printed = True
            buffer = self.log if event.stream == "log" else self.lines
            buffer.feed(event.text, event.stream)

    def hear_of_data(self, progress: Progress) -> None:
        """A data set that it waits for has come on."""
        with self._lock:
            if self.state == "waiting":
                self.waiting_for = data_words(progress)

    def end(self, outcome: Outcome | None, evidence: Evidence | None = None) -> bool:
        """It is over. False when it was already: the first end counts."""
        logged = evidence is not None and _holds_events(evidence)
        with self._lock:
            if self.state == "ended":
                return False
            if evidence is not None and not self._printed:
                self._show_again(evidence)
            self.lines.finish()
            self.log.finish()
            self.look()
            self.evidence, self.outcome, self.logged, self.folder = evidence, outcome, logged, None
            self._took = time.monotonic() - self.began
            self.state, self.waiting_for, self.stopping = "ended", "", False
            return True

    def _show_again(self, evidence: Evidence) -> None:
        """An equal program has run before, so that this one did not: what it printed then is shown."""
        self.lines.feed(evidence.output)
        self.lines.feed(evidence.errors, "stderr")
        self.log.feed(evidence.log, "log")

    # --- a few times a second --------------------------------------------------------------

    def look(self) -> None:
        """Reads out of what was printed lately how far a training is, and brings the file up to date."""
        with self._lock:
            if self.state == "ended":
                return
            end = self.lines.end
            news = self.lines.tail(_LOOK_BACK, since=self._read_to)
            self._read_to = end
            self.training = self._reader.read(news, without_colours(self.lines.live))
            self.lines.flush()


def _holds_events(evidence: Evidence) -> bool:
    if not evidence.files:
        return False
    from tftutor.board import holds_events

    return holds_events(evidence.files)


def result_of(
    job: Job, tutor: Tutor, hear: Callable[[Event], None]
) -> tuple[Outcome | None, Evidence | None]:
    """Runs it or checks it, until it has ended. Raises Problem where nothing can be said of the code."""
    began = time.monotonic()
    if job.kind == "run":
        evidence = tutor.try_out(job.ref, job.code, on_event=hear, cancel=job.cancel)
        return outcome_of_run(job.ref, job.code, evidence, time.monotonic() - began), evidence
    attempt: Attempt
    if isinstance(job.ref.step, Task):
        hear(Waiting("the look at this machine"))
        attempt = tutor.inspect(job.ref, cancel=job.cancel)
    else:
        attempt = tutor.attempt(job.ref, job.code, on_event=hear, cancel=job.cancel)
    seconds = time.monotonic() - began
    return outcome_of(attempt, seconds=seconds, cancelled=job.cancel.requested), attempt.evidence


def data_words(progress: Progress) -> str:
    """`fetching MNIST, 34 % of 11.5 MB`"""
    words = f"{progress.doing} {progress.what}"
    if not progress.total:
        return words
    words += f", {100 * min(1.0, progress.done / progress.total):.0f} %"
    return f"{words} of {progress.total / 1e6:,.1f} MB" if progress.doing == "fetching" else words
