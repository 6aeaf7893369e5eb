"""The few system calls that Python does not offer, through libc."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
from typing import Any

SET_PDEATHSIG, SET_DUMPABLE, SET_CHILD_SUBREAPER, SET_NO_NEW_PRIVS = 1, 4, 36, 38
STACK_SIGNAL = signal.SIGRTMAX - 3  # asks a run's first process where it is, answered by faulthandler

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def prctl(option: int, value: int) -> None:
    """Raises OSError where the kernel refuses."""
    zero = ctypes.c_ulong(0)
    if _libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero) != 0:
        raise _os_error()


def syscall(number: int, *arguments: Any) -> int:
    """Calls the kernel directly; raises OSError where it refuses."""
    result = int(_libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        raise _os_error()
    return result


def call(name: str, *arguments: Any) -> None:
    """A function of libc's that answers 0, or sets errno: then it raises OSError with that name in it."""
    function: Any = getattr(_libc, name, None)
    if function is None:  # an older libc
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), name)
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)


def threads() -> int:
    """How many threads this process has."""
    return len(os.listdir("/proc/self/task"))


def _os_error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
