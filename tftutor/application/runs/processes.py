"""Which process a tutor is, so that another tutor can tell it from a stranger that got its number later."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_OURS = b"tftutor"
_BEGAN = 19  # of what stands in /proc/PID/stat behind the name: clock ticks since the machine started


@dataclass(frozen=True)
class Process:
    """A process of some tutor. ``began``: when it was started, in the kernel's words; "" where unknown."""

    number: int
    began: str = ""

    @property
    def is_alive(self) -> bool:
        """Whether it still runs. Our own number, from before, means another one."""
        if self.number in (0, 1, os.getpid()):
            return False
        began = _began(self.number)
        return bool(began) and self.began in ("", began) and _is_a_tutor(self.number)

    def tell(self, number: signal.Signals) -> bool:
        """Sends it a signal. False where it has ended, or cannot be told from a stranger."""
        if not self.began:
            return False
        with contextlib.suppress(OSError):
            handle = os.pidfd_open(self.number)  # from here on the number cannot become somebody else's
            try:
                if self.is_alive:
                    signal.pidfd_send_signal(handle, number)
                    return True
            finally:
                os.close(handle)
        return False


NOBODY = Process(0)


def this_process() -> Process:
    """The one that asks."""
    return Process(os.getpid(), _began(os.getpid()))


def process_of(number: Any, began: Any) -> Process:
    """From what a file says, which may be anything."""
    return Process(
        number if isinstance(number, int) and number > 0 else 0, began if isinstance(began, str) else ""
    )


def _began(number: int) -> str:
    """ "" for one that has ended, though nobody has asked for its end yet."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return fields[_BEGAN] if len(fields) > _BEGAN and fields[0] not in "ZX" else ""


def _is_a_tutor(number: int) -> bool:
    try:
        return _OURS in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False
