"""Events of runs as Textual messages."""

from __future__ import annotations

from textual.message import Message

from tftutor.application.runs.events import RunEnded, RunEvent
from tftutor.application.runs.job import Job


class JobChanged(Message):
    """Something of a job is new."""

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


def message_of(event: RunEvent) -> JobChanged | JobEnded:
    """The message that tells the screens of an event."""
    return JobEnded(event.job) if isinstance(event, RunEnded) else JobChanged(event.job)
