"""A tutor that does what a test tells it to, and someone who listens to `RunManager`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tftutor.application.attempts import Attempts
from tftutor.application.runs.events import RunEnded, RunEvent
from tftutor.application.runs.job import Job
from tftutor.application.runs.manager import RunManager
from tftutor.checks import KINDS
from tftutor.course.loader import load_course
from tftutor.course.model import StepRef
from tftutor.data.model import OnProgress
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.events import Event, Output, Started
from tftutor.runtime.evidence import Evidence
from tftutor.tutor import Attempt, Verdict

Hear = Callable[[Event], None]
Script = Callable[[Hear, Cancel], Evidence]
COURSE = load_course(Path(__file__).resolve().parent / "cli" / "course", KINDS)
PATIENCE = 120.0


def step(name: str) -> StepRef:
    """A step of the small course, by the end of its id."""
    return next(ref for step_id, ref in COURSE.steps.items() if step_id.endswith(name))


def printing(*texts: str, stream: Any = "stdout") -> Script:
    """A program that prints these, and ends."""

    def script(hear: Hear, _cancel: Cancel) -> Evidence:
        hear(Started("cpu"))
        for text in texts:
            hear(Output(stream, text))
        return Evidence("finished", output="".join(texts))

    return script


def going_on(hear: Hear, cancel: Cancel) -> Evidence:
    """A program that ends only when it is told to."""
    hear(Started("cpu"))
    until(lambda: cancel.requested)
    return Evidence("cancelled", "You stopped it after 1.0 s.")


class FakeTutor:
    """Each run plays the script that stands under its code."""

    def __init__(self, scripts: dict[str, Script]) -> None:
        self.scripts = scripts
        self.opened = 0
        self.closed = 0
        self.warmed = 0
        self.cooled = 0
        self.longest = 30.0

    @contextmanager
    def open(self, _on_data: OnProgress) -> Iterator[Any]:
        self.opened += 1
        yield self
        self.closed += 1

    def warm_up(self) -> None:
        self.warmed += 1

    def cool_down(self) -> None:
        self.cooled += 1

    def longest_seconds(self, _ref: StepRef, _kind: str) -> float:
        return self.longest

    def try_out(
        self, _ref: StepRef, code: str, *, on_event: Hear, cancel: Cancel, **_options: object
    ) -> Evidence:
        return self.scripts[code](on_event, cancel)

    def attempt(
        self, ref: StepRef, code: str, *, on_event: Hear, cancel: Cancel, **_options: object
    ) -> Attempt:
        evidence = self.scripts[code](on_event, cancel)
        return Attempt(ref, code, Verdict("passed", "It does what it should."), evidence)


class Listener:
    """In place of an application: keeps the events that are posted to it."""

    def __init__(self) -> None:
        self.events: list[RunEvent] = []
        self.ended = threading.Event()

    def __call__(self, event: RunEvent) -> None:
        self.events.append(event)
        if isinstance(event, RunEnded):
            self.ended.set()


class Stage:
    """Runs with a fake tutor and a listener."""

    def __init__(self, folder: Path | None = None, notes: Any = None, **scripts: Script) -> None:
        self.tutor = FakeTutor(scripts)
        self.heard = Listener()
        self.runs = RunManager(self.heard, attempts_with(self.tutor.open), output_folder=folder, notes=notes)

    def plays(self, code: str, kind: Any = "run", name: str = "free-play") -> Job:
        """Starts a job and waits for its end."""
        return ended(self.runs.start(step(name), kind, code))


def attempts_with(open_tutor: Callable[[OnProgress], Any]) -> Callable[[OnProgress], Attempts]:
    """Attempts with a tutor that is opened so."""
    return lambda on_data: Attempts(lambda: open_tutor(on_data))


def ended(job: Job) -> Job:
    """The job, once it has ended."""
    until(lambda: job.is_over)
    return job


def until(holds: Callable[[], object]) -> None:
    """Waits until something holds, as long as it takes on a busy machine."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.005)
