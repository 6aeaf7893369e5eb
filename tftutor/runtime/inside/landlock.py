"""Landlock: which files, TCP ports and processes this process may still reach.

Constants and layout are those of linux/landlock.h; the three system calls have the same number on
every architecture. It binds the calling thread and its later children, so the process must still
have one thread.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from typing import NamedTuple

from . import system

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REG, MAKE_SYM, REFER, TRUNCATE, IOCTL_DEV = 1 << 7, 1 << 8, 1 << 12, 1 << 13, 1 << 14, 1 << 15
READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER | TRUNCATE
DEVICE = READ_FILE | WRITE_FILE | TRUNCATE | IOCTL_DEV
_FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV

ABI_FIT_FOR_FILES = 3  # below, TensorFlow cannot rename between folders, and truncate() is not stopped
ABI_WITH_TCP = 4
ABI_WITH_SCOPES = 6  # signals and abstract sockets stay within the sandbox

_HANDLED_FILES = {3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_BOTH_TCP, _BOTH_SCOPES = 3, 3
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_RULE_PATH_BENEATH = 1


class Grant(NamedTuple):
    """What may be done with a path and everything beneath it."""

    path: str
    access: int


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("access", ctypes.c_uint64), ("fd", ctypes.c_int32)]


def abi() -> int:
    """The kernel's Landlock version; 0 where there is none or it is disabled."""
    try:
        return system.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0


def restrict(grants: Iterable[Grant], version: int) -> None:
    """Gives up everything but ``grants``, for ``version`` >= 3. Paths that do not exist are skipped."""
    handled = _HANDLED_FILES[min(version, 5)]
    attributes = _Ruleset(
        handled,
        _BOTH_TCP if version >= ABI_WITH_TCP else 0,
        _BOTH_SCOPES if version >= ABI_WITH_SCOPES else 0,
    )
    size = 8 if version < ABI_WITH_TCP else 16 if version < ABI_WITH_SCOPES else 24
    ruleset = system.syscall(_CREATE, ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for grant in grants:
            _add(ruleset, grant, handled)
        system.syscall(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _add(ruleset: int, grant: Grant, handled: int) -> None:
    try:
        fd = os.open(grant.path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        access = grant.access & handled
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            access &= _FOR_FILES
        rule = _PathBeneath(access, fd)
        system.syscall(
            _ADD,
            ctypes.c_int(ruleset),
            ctypes.c_int(_RULE_PATH_BENEATH),
            ctypes.byref(rule),
            ctypes.c_uint32(0),
        )
    finally:
        os.close(fd)
