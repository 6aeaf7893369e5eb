"""A run that goes on when the connection drops, where the settings say so (`keep_runs`)."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from tftutor.runtime.cancel import Cancel

_MARGIN = 900  # seconds for TensorFlow to start, and for data sets to be fetched


@dataclass
class Hangup:
    """Whether the learner is gone."""

    begun: bool = False


@contextmanager
def outliving_the_terminal(wanted: bool, seconds: float) -> Iterator[Hangup]:
    """What happens inside goes on without a terminal, for at most ``seconds`` and a while more.

    Not ``wanted``: a hang-up ends this process, as it does anywhere else.
    """
    hangup = Hangup()

    def hung_up(_number: int, _frame: FrameType | None) -> None:
        if hangup.begun:
            return
        hangup.begun = True
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.close(nothing)
        signal.alarm(int(seconds) + _MARGIN)  # nothing catches it: it is the end

    before = signal.signal(signal.SIGHUP, hung_up) if wanted else None
    try:
        yield hangup
    finally:
        if before is not None and not hangup.begun:
            signal.signal(signal.SIGHUP, before)


@contextmanager
def stoppable_from_elsewhere(cancel: Cancel) -> Iterator[None]:
    """Another tutor of the learner's may end what happens inside."""
    before = signal.signal(signal.SIGUSR1, lambda _number, _frame: cancel.cancel())
    try:
        yield
    finally:
        signal.signal(signal.SIGUSR1, before)
