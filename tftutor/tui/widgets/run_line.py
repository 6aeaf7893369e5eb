"""One line on a run: that it goes on, how far it is, or how it ended."""

from __future__ import annotations

import os
import time

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.reactive import var
from textual.timer import Timer
from textual.widget import Widget

from tftutor.application.runs.job import Job
from tftutor.presentation.outcomes import GLYPHS, WORDS
from tftutor.presentation.training import duration, training_words
from tftutor.tui.safety import safe_line

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
        self._drawn = 0.0
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
        # While output streams, each piece of it has drawn this line too: once is enough. And nobody sees it
        # in a window without room for it.
        if self.region and time.monotonic() - self._drawn > self.every / 2:
            self.refresh()

    def render(self) -> Text:
        """What it says, cut to one line."""
        self._drawn = time.monotonic()
        width = max(1, self.content_size.width)
        words = "" if self._job is None else job_words(self._job, self._frame)
        return Text(set_cell_size(words, width - 1).rstrip() + "…" if cell_len(words) > width else words)


def job_words(job: Job, frame: int = 0) -> str:
    """`⠹ running  12 s   epoch 2 of 5   step 40 of 100   ...`, or how it ended."""
    if job.is_over:
        return _ending(job)
    parts = [f"{_FRAMES[frame % len(_FRAMES)]} {_doing(job)}  {duration(job.in_this_state)}"]
    if job.training is not None and job.state == "running":
        share = job.training.share
        if share is not None:
            parts.append(_bar(share))
        parts.append(training_words(job.training))
    if job.kept and not job.elsewhere:
        parts.insert(1, "kept")
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
    return " ".join(
        filter(None, ("running", f"on the {job.device.upper()}" if job.device else "", job.elsewhere))
    )


def _bar(share: float) -> str:
    full = int(_BAR * share)
    return "█" * full + "░" * (_BAR - full)


def _ending(job: Job) -> str:
    seconds = (job.evidence.usage.seconds if job.evidence else 0.0) or job.elapsed
    took = duration(seconds) if seconds >= 10 else f"{seconds:.1f} s"
    outcome = job.outcome
    if outcome is None:
        return f"Finished in {took}, on the {job.device.upper()}" if job.device else f"Finished in {took}"
    glyph = GLYPHS[outcome.status]
    error = outcome.attempt.verdict.error if outcome.attempt else None
    if error is not None:
        last = error.frames[-1] if error.frames else None
        where = f" at line {last.line} of {safe_line(last.section)}" if last else ""
        return f"{glyph} stopped after {took} by an error, {safe_line(error.type)}{where}"
    if outcome.status == "passed":
        return f"{glyph} passed, in {took}   {safe_line(outcome.sentence)}"
    word = "" if job.kind == "run" and outcome.status == "failed" else f"{WORDS[outcome.status]}   "
    return f"{glyph} {word}{safe_line(outcome.sentence)}"
