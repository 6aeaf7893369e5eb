"""The process that the shell waits for, before the one that draws: so that this one can go on without it.

A shell gives its prompt back when the process that it started ends. The tutor may have a run to see to its
end then, and its threads cannot move into another process. So it works in a second one from the beginning:
it ends with the first at any moment, unless it has parted from it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
import termios
from types import FrameType
from typing import Any, NoReturn

from tftutor.runtime.inside.start import end_with_the_tutor

_Attributes = list[Any]  # of a terminal, as `termios` has them
_FORWARDED = (signal.SIGHUP, signal.SIGTERM)  # a shell sends SIGCONT to both
_FOR_THE_OTHER = (signal.SIGINT, signal.SIGQUIT)  # a terminal sends them to both
# Mouse, paste and focus reports off, the cursor shown, the other screen left.
_PUT_RIGHT = b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1006l\x1b[?2004l\x1b[<u\x1b[?25h\x1b[?1049l"


class Front:
    """What the second process holds of the first."""

    def __init__(self, leash: int, word: int) -> None:
        self._leash, self._word = leash, word

    def part(self, code: int) -> None:
        """The shell goes on, with this exit code; we too, without a terminal, in a session of our own."""
        with contextlib.suppress(OSError):  # its end is what this is for
            os.setsid()
        fcntl.fcntl(self._leash, fcntl.F_SETFL, fcntl.fcntl(self._leash, fcntl.F_GETFL) & ~os.O_ASYNC)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.close(nothing)
        with contextlib.suppress(OSError):
            os.write(self._word, bytes([code]))
        os.close(self._word)
        os.close(self._leash)


def stand_before() -> Front:
    """Makes the second process; returns in it only. The first never returns, and ends as the second does.

    Called before there are threads. Raises OSError where the machine makes no more processes.
    """
    hear_word, word = os.pipe()
    leash, hold = os.pipe()
    before = termios.tcgetattr(sys.stdin.fileno())
    sys.stdout.flush()
    sys.stderr.flush()
    other = os.fork()
    if other:
        os.close(word)
        os.close(leash)
        _wait(other, hear_word, before)
    os.close(hear_word)
    os.close(hold)
    end_with_the_tutor(leash)
    return Front(leash, word)


def _wait(other: int, hear_word: int, before: _Attributes) -> NoReturn:
    """Until the other parts from us, or ends."""

    def forward(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(other, number)

    def rest(number: int, frame: FrameType | None) -> None:
        forward(number, frame)
        with contextlib.suppress(ChildProcessError):  # it gives the terminal back before it rests
            os.waitid(os.P_PID, other, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        os.kill(os.getpid(), signal.SIGSTOP)

    signal.signal(signal.SIGTSTP, rest)
    for number in _FORWARDED:
        signal.signal(number, forward)
    for number in _FOR_THE_OTHER:
        signal.signal(number, signal.SIG_IGN)
    parting = os.read(hear_word, 1)
    if parting:
        os._exit(parting[0])
    code = os.waitstatus_to_exitcode(os.waitpid(other, 0)[1])
    if code < 0:
        _put_right(before)
    os._exit(code if code >= 0 else 128 - code)


def _put_right(before: _Attributes) -> None:
    """The other was killed, and could not do it itself."""
    with contextlib.suppress(OSError, termios.error):
        os.write(1, _PUT_RIGHT)
        termios.tcsetattr(0, termios.TCSANOW, before)
