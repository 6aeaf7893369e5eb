"""What the screen hears of runs."""

from __future__ import annotations

from textual.message import Message

from tftutor.tui.jobs import Job


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
