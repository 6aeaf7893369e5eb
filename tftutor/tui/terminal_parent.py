"""The parent process that the shell waits for, so that its child, the tutor, can outlive it.

A shell gives its prompt back when the process that it started exits. A run may still go on then, and the
threads that follow it can't move to another process. So the tutor works in a child process from the start:
it ends with its parent at any moment, unless it has detached.
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
_FOR_THE_CHILD = (signal.SIGINT, signal.SIGQUIT)  # a terminal sends them to both
# Mouse, paste and focus reports off, the cursor shown, the other screen left.
_RESTORE = b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1006l\x1b[?2004l\x1b[<u\x1b[?25h\x1b[?1049l"


class TerminalParent:
    """The child's handle on its parent: ``lifeline`` closes when that ends, ``message`` tells it to exit."""

    def __init__(self, lifeline: int, message: int) -> None:
        self._lifeline, self._message = lifeline, message

    def detach(self, code: int) -> None:
        """Ends the parent with this exit code; we go on without a terminal, in a session of our own."""
        with contextlib.suppress(OSError):
            os.setsid()
        fcntl.fcntl(self._lifeline, fcntl.F_SETFL, fcntl.fcntl(self._lifeline, fcntl.F_GETFL) & ~os.O_ASYNC)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.close(nothing)
        with contextlib.suppress(OSError):
            os.write(self._message, bytes([code]))
        os.close(self._message)
        os.close(self._lifeline)


def fork_from_parent() -> TerminalParent:
    """Forks; returns in the child only. The parent never returns, and exits with the child's code.

    Call it before there are threads. Raises OSError where the machine makes no more processes.
    """
    message_end, message = os.pipe()
    lifeline, hold = os.pipe()
    before = termios.tcgetattr(sys.stdin.fileno())
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        os.close(message)
        os.close(lifeline)
        _wait(child, message_end, before)
    os.close(message_end)
    os.close(hold)
    end_with_the_tutor(lifeline)
    return TerminalParent(lifeline, message)


def _wait(child: int, message_end: int, before: _Attributes) -> NoReturn:
    """Waits until the child detaches or ends, then exits."""

    def forward(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    def suspend(number: int, frame: FrameType | None) -> None:
        forward(number, frame)
        with contextlib.suppress(ChildProcessError):  # it restores the terminal before it stops
            os.waitid(os.P_PID, child, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        os.kill(os.getpid(), signal.SIGSTOP)

    signal.signal(signal.SIGTSTP, suspend)
    for number in _FORWARDED:
        signal.signal(number, forward)
    for number in _FOR_THE_CHILD:
        signal.signal(number, signal.SIG_IGN)
    exit_code = os.read(message_end, 1)
    if exit_code:
        os._exit(exit_code[0])
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code < 0:
        _restore(before)
    os._exit(code if code >= 0 else 128 - code)


def _restore(before: _Attributes) -> None:
    """Restores the terminal after a child that was killed and couldn't do it itself."""
    with contextlib.suppress(OSError, termios.error):
        os.write(1, _RESTORE)
        termios.tcsetattr(0, termios.TCSANOW, before)
