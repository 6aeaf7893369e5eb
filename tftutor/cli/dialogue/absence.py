"""A run that goes on when the connection drops, where the settings say so (`keep_runs`)."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from tftutor.presentation.memory import GoingRun, Memory
from tftutor.runtime.cancel import Cancel

_MARGIN = 900  # seconds for TensorFlow to start, and for data sets to be fetched
_PATIENCE = 10.0  # seconds in which another tutor ends a run that it was asked to end


@dataclass
class Absence:
    """Whether the learner is gone."""

    begun: bool = False


@contextmanager
def outliving_the_terminal(wanted: bool, seconds: float) -> Iterator[Absence]:
    """What happens inside goes on without a terminal, for at most ``seconds`` and a while more.

    Not ``wanted``: a hang-up ends this process, as it does anywhere else.
    """
    absence = Absence()

    def hung_up(_number: int, _frame: FrameType | None) -> None:
        if absence.begun:
            return
        absence.begun = True
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.close(nothing)
        signal.alarm(int(seconds) + _MARGIN)  # nothing catches it: it is the end

    before = signal.signal(signal.SIGHUP, hung_up) if wanted else None
    try:
        yield absence
    finally:
        if before is not None and not absence.begun:
            signal.signal(signal.SIGHUP, before)


@contextmanager
def stoppable_from_elsewhere(cancel: Cancel) -> Iterator[None]:
    """Another tutor of the learner's may end what happens inside."""
    before = signal.signal(signal.SIGUSR1, lambda _number, _frame: cancel.cancel())
    try:
        yield
    finally:
        signal.signal(signal.SIGUSR1, before)


def going_on_elsewhere(memory: Memory, step: str) -> GoingRun | None:
    """The run of this step that another tutor has going."""
    memory.look_again()
    return next((run for run in memory.going_on() if run.step == step), None)


def stop_elsewhere(memory: Memory, run: GoingRun) -> bool:
    """Has its tutor end a run, and waits for that. False where it goes on all the same."""
    if not run.process.began:
        return False
    memory.ask_to_stop(run)
    memory.save()
    run.process.tell(signal.SIGUSR1)
    until = time.monotonic() + _PATIENCE
    while (now := going_on_elsewhere(memory, run.step)) is not None and now.id == run.id:
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
