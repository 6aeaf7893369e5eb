"""The end of the full screen: the signals that bring it, and the runs that go on after it."""

from __future__ import annotations

import os
import signal
import threading
import time
from asyncio import AbstractEventLoop
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tftutor.application.runs.job import Job
    from tftutor.application.runs.manager import RunManager
    from tftutor.tui.terminal_parent import TerminalParent

PATIENCE = 8.0  # seconds for an end that nobody is there to see
_LOOK_EVERY = 0.2


class Signals:
    """What ends us from outside. A hang-up ends the screen; SIGTERM also what would go on after it.

    ``leave`` is called once, on the screen's loop, with the number of the first of them; ``stop``, from a
    thread, when another tutor wants runs of ours to end. What a signal interrupts may hold any lock, so a
    thread sees to each.
    """

    def __init__(self, leave: Callable[[int], object], stop: Callable[[], object]) -> None:
        self._leave, self._stop = leave, stop
        self._came: SimpleQueue[int] = SimpleQueue()
        self._loop: AbstractEventLoop | None = None
        self._last_resort: threading.Timer | None = None
        self._screen_is_gone = False
        self.first = 0
        self.terminated = False

    def listen(self) -> None:
        """From now to the end of this process: a second one must not cut our end short."""
        threading.Thread(target=self._see_to_them, name="signals", daemon=True).start()
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGUSR1):
            signal.signal(number, self._hear)

    def screen_begins(self, loop: AbstractEventLoop) -> bool:
        """Whether it is still wanted."""
        self._loop = loop
        return not self.first

    def screen_is_gone(self) -> None:
        """Its end need not be hurried any more."""
        self._screen_is_gone = True
        if self._last_resort is not None:
            self._last_resort.cancel()

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        self.terminated = self.terminated or number == signal.SIGTERM
        self._came.put(number)

    def _see_to_them(self) -> None:
        while True:
            number = self._came.get()
            if number == signal.SIGUSR1:
                self._stop()
            elif not (self.first or self._screen_is_gone):
                self.first = number
                self._last_resort = exit_soon(128 + number)
                if self._loop is not None:
                    with suppress(RuntimeError):  # the loop has come to its end by itself
                        self._loop.call_soon_threadsafe(self._leave, number)


def exit_soon(code: int) -> threading.Timer:
    """Ends the process a little later, should it not have come to its end by itself."""
    last_resort = threading.Timer(PATIENCE, os._exit, [code])
    last_resort.daemon = True
    last_resort.start()
    return last_resort


def kept_runs_message(jobs: Sequence[Job]) -> str:
    """What stands on the terminal when it is left and something goes on."""
    what = " and ".join(f"your {job.kind} of “{job.ref.step.title.strip()}”" for job in jobs)
    go, they = ("goes", "it") if len(jobs) == 1 else ("go", "they")
    return f"{what[0].upper()}{what[1:]} {go} on. The next start of tftutor tells how {they} ended."


def finish_kept_runs(runs: RunManager, signals: Signals, parent: TerminalParent, code: int) -> None:
    """The kept runs go on. This process has no terminal any more, and ends with the last of them."""
    runs.detach()
    until = time.monotonic() + runs.longest_seconds()
    parent.detach(code)
    while runs.kept() and not signals.terminated:
        if time.monotonic() > until:
            runs.give_up()
            break
        time.sleep(_LOOK_EVERY)
    exit_soon(code)
