"""Root's powers: a sandbox of a tutor that runs as root gives up every one of them.

Constants are those of linux/capability.h and linux/prctl.h.
"""

from __future__ import annotations

import contextlib
import ctypes

from . import system

_CAPBSET_DROP, _CAP_AMBIENT, _CAP_AMBIENT_CLEAR_ALL = 24, 47, 4
_VERSION_3 = 0x20080522
_LAST_POSSIBLE = 63


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


def drop() -> None:
    """Gives up all capabilities of this process, and of whatever it would execute."""
    with contextlib.suppress(OSError):  # at the first that the kernel does not know, or for want of the right
        for capability in range(_LAST_POSSIBLE + 1):
            system.prctl(_CAPBSET_DROP, capability)
    with contextlib.suppress(OSError):  # there were none before Linux 4.3
        system.prctl(_CAP_AMBIENT, _CAP_AMBIENT_CLEAR_ALL)
    system.call("capset", ctypes.byref(_Header(_VERSION_3, 0)), (ctypes.c_uint32 * 6)())
