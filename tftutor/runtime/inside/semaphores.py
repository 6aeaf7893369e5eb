"""Thread semaphores in place of POSIX ones, which live in /dev/shm, out of the sandbox's reach.

A run is one process, so multiprocessing's locks (PyDataset, ThreadPool) need bind its threads only.
"""

from __future__ import annotations

import importlib
import itertools
import threading
from typing import Any

_RECURSIVE_MUTEX = 0


class SemLock:
    """What `_multiprocessing.SemLock` offers, among the threads of one process."""

    SEM_VALUE_MAX = 2**31 - 1
    _handles = itertools.count(1)

    def __init__(self, kind: int, value: int, maxvalue: int, name: str, unlink: bool) -> None:
        self.kind, self.maxvalue, self.name = kind, maxvalue, None
        self.handle = next(SemLock._handles)
        self._changed = threading.Condition()
        self._value = value
        self._owner: int | None = None
        self._depth = 0

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        me = threading.get_ident()
        with self._changed:
            if self.kind == _RECURSIVE_MUTEX and self._owner == me:
                self._depth += 1
                return True
            if not self._changed.wait_for(lambda: self._value > 0, timeout if block else 0):
                return False
            self._value -= 1
            self._owner, self._depth = me, 1
            return True

    def release(self) -> None:
        with self._changed:
            if self.kind == _RECURSIVE_MUTEX:
                if self._owner != threading.get_ident():
                    raise AssertionError("attempt to release recursive lock not owned by thread")
                self._depth -= 1
                if self._depth:
                    return
                self._owner = None
            elif self._value >= self.maxvalue:
                raise ValueError("semaphore or lock released too many times")
            self._value += 1
            self._changed.notify()

    def _count(self) -> int:
        return self._depth

    def _is_mine(self) -> bool:
        return self._owner == threading.get_ident() and self._depth > 0

    def _get_value(self) -> int:
        return self._value

    def _is_zero(self) -> bool:
        return self._value == 0

    def _after_fork(self) -> None:
        """Nothing to do: there is no second process."""

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *details: Any) -> None:
        self.release()


def install() -> None:
    import multiprocessing.heap
    import multiprocessing.synchronize

    setattr(importlib.import_module("_multiprocessing"), "SemLock", SemLock)  # noqa: B010
    arena: Any = getattr(multiprocessing.heap, "Arena")  # noqa: B009
    arena._dir_candidates = []
