"""A way to stop a run from another thread or from a signal handler."""

from __future__ import annotations


class Cancel:
    """Handed to `Runtime.run`; the run ends soon after `cancel` was called.

    It takes no lock, so a signal handler may call it at any moment.
    """

    def __init__(self) -> None:
        self._requested = self._at_once = False

    def cancel(self, *, at_once: bool = False) -> None:
        """``at_once``: the program gets no moment to end by itself, since nobody would see it."""
        self._at_once = self._at_once or at_once
        self._requested = True

    @property
    def requested(self) -> bool:
        return self._requested

    @property
    def at_once(self) -> bool:
        return self._at_once
