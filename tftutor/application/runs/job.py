"""One run of one step's code, as the screen sees it while it goes on and after it has ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from tftutor.application.attempts import Attempts, Result
from tftutor.application.runs.endings import RunEnding
from tftutor.application.runs.noted import RunKind
from tftutor.application.runs.output_buffer import OutputBuffer, without_colours
from tftutor.course.model import StepRef, Task
from tftutor.data import Progress
from tftutor.presentation.data_progress import progress_words
from tftutor.presentation.outcomes import Outcome
from tftutor.presentation.resuming import resumed_words
from tftutor.presentation.training import TrainingReader, TrainingState
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.events import Caution, CodeEnded, Event, Output, Resumed, Started, Waiting
from tftutor.runtime.evidence import Evidence

JobState = Literal["waiting", "running", "judging", "ended"]
_FROM_START = "To begin again, stop it and press 0."
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

    def __init__(self, ref: StepRef, kind: RunKind, code: str, *, output_file: Path | None = None) -> None:
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

    def ended_elsewhere(self, ending: RunEnding, file: Path | None) -> None:
        """It has ended, and nobody has seen it. ``file``: what it printed."""
        self.device = ending.device
        if file is not None:
            self.lines = OutputBuffer.of_file(file)
            self._printed = True
        self.end(ending.outcome, ending.evidence)
        self._took = ending.seconds

    # --- its own thread --------------------------------------------------------------------

    def on_event(self, event: Event) -> None:
        """Takes in an event of the run."""
        with self._lock:
            if self.state == "ended":
                return
            if isinstance(event, Waiting):
                self.waiting_for = event.what
            elif isinstance(event, Caution):
                self.caution = event.sentence
            elif isinstance(event, Resumed):
                self.lines.feed(f"{resumed_words(event.at)} {_FROM_START}\n")
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

    def on_data(self, progress: Progress) -> None:
        """Takes in how far a data set is that it waits for."""
        with self._lock:
            if self.state == "waiting":
                self.waiting_for = progress_words(progress)

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


def result_of(job: Job, attempts: Attempts, on_event: Callable[[Event], None]) -> Result:
    """Runs it or checks it, until it has ended. Raises Closed."""
    if job.kind == "run":
        return attempts.run(job.ref, job.code, on_event=on_event, cancel=job.cancel)
    if isinstance(job.ref.step, Task):
        on_event(Waiting("the look at this machine"))
    return attempts.check(job.ref, job.code, on_event=on_event, cancel=job.cancel)
