"""One line on a run: that it goes on, how far it is, or how it ended."""

from __future__ import annotations

import os

from rich.text import Text
from textual.reactive import var
from textual.timer import Timer
from textual.widget import Widget

from tftutor.presentation.outcomes import GLYPHS, WORDS
from tftutor.tui.jobs import Job
from tftutor.tui.safety import safe_line
from tftutor.tui.training import duration, training_words

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_BAR = 12


class RunLine(Widget):
    """Hidden while there is no job. It draws itself anew only while the job goes on: 5 times a second,
    over SSH once."""

    DEFAULT_CSS = """
    RunLine {
        height: 1;
        width: 1fr;
        padding: 0 1;
        display: none;
        color: $text-muted;
    }
    RunLine.-going { color: $foreground; }
    """

    every = var(0.2)

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._job: Job | None = None
        self._timer: Timer | None = None
        self._frame = 0
        self.every = 1.0 if "SSH_CONNECTION" in os.environ else 0.2

    def show(self, job: Job | None) -> None:
        """Speaks of this job from now on."""
        self._job = job
        self.display = job is not None
        going = job is not None and not job.is_over
        self.set_class(going, "-going")
        if going and self._timer is None:
            self._timer = self.set_interval(self.every, self._tick)
        elif not going and self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.refresh()

    def _tick(self) -> None:
        if self._job is None or self._job.is_over:
            self.show(self._job)
            return
        self._frame += 1
        if self.region:  # nobody sees it otherwise
            self.refresh()

    def render(self) -> Text:
        """What it says, cut to one line."""
        words = "" if self._job is None else job_words(self._job, self._frame)
        return Text(words, no_wrap=True, overflow="ellipsis", end="")


def job_words(job: Job, frame: int = 0) -> str:
    """`⠹ running  12 s   epoch 2 of 5   step 40 of 100   ...`, or how it ended."""
    if job.is_over:
        return _ending(job)
    parts = [f"{_FRAMES[frame % len(_FRAMES)]} {_doing(job)}  {duration(job.elapsed)}"]
    if job.training is not None and job.state == "running":
        share = job.training.share
        if share is not None:
            parts.append(_bar(share))
        parts.append(safe_line(training_words(job.training)))
    return "   ".join(parts)


def _doing(job: Job) -> str:
    if job.stopping:
        return "stopping"
    if job.waiting_for:
        return f"waiting: {safe_line(job.waiting_for)}"
    if job.state == "judging":
        return "checking what your program did"
    if job.state == "waiting":
        return "starting"
    return f"running on the {job.device.upper()}" if job.device else "running"


def _bar(share: float) -> str:
    full = int(_BAR * share)
    return "█" * full + "░" * (_BAR - full)


def _ending(job: Job) -> str:
    took = duration(job.elapsed) if job.elapsed >= 10 else f"{job.elapsed:.1f} s"
    if job.outcome is not None:
        word = WORDS[job.outcome.status]
        if job.kind == "run" and job.outcome.status == "failed":
            word = "ended early"
        return f"{GLYPHS[job.outcome.status]} {word} after {took}   {safe_line(job.outcome.sentence)}"
    seconds = job.evidence.usage.seconds if job.evidence else job.elapsed
    on = f", on the {job.device.upper()}" if job.device else ""
    return f"Finished in {seconds:.1f} s{on}"
