"""A way to stop a run from another thread or from a signal handler."""

from __future__ import annotations


class Cancel:
    """Handed to `Runtime.run`; the run ends soon after `cancel` was called.

    It takes no lock, so a signal handler may call it at any moment.
    """

    def __init__(self) -> None:
        self._requested = False

    def cancel(self) -> None:
        self._requested = True

    @property
    def requested(self) -> bool:
        return self._requested
