"""The few system calls that Python does not offer, through libc."""

from __future__ import annotations

import ctypes
import os
from typing import Any

SET_PDEATHSIG, SET_DUMPABLE, SET_CHILD_SUBREAPER, SET_NO_NEW_PRIVS = 1, 4, 36, 38

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


def capset(header: ctypes.Structure, data: Any) -> None:
    """capset(2). Raises OSError where the kernel refuses."""
    if _libc.capset(ctypes.byref(header), data) != 0:
        raise _os_error()


def threads() -> int:
    """How many threads this process has."""
    return len(os.listdir("/proc/self/task"))


def _os_error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
