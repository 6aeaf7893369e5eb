"""Ctrl+C: the first ends the run and keeps what it has, the second ends tftutor at once."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from tftutor.cli.exit_codes import INTERRUPTED
from tftutor.runtime.cancel import Cancel

_SHOW_CURSOR = b"\x1b[?25h\n"
_STOPPING = b"\nStopping. Ctrl+C once more ends at once.\n"


@contextmanager
def cancel_on_interrupt(*, announce: bool = True) -> Iterator[Cancel]:
    """A `Cancel` that the first Ctrl+C requests, and that any way out of the block requests too.

    ``announce`` off: somebody else says on the screen that it is stopping.
    """
    cancel = Cancel()

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        if cancel.requested:
            # Nothing of ours may be waited for now. What runs for us ends when we do.
            if sys.stderr.isatty():
                os.write(sys.stderr.fileno(), _SHOW_CURSOR)
            os._exit(INTERRUPTED)
        cancel.cancel()
        if announce:
            os.write(sys.stderr.fileno(), _STOPPING)

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield cancel
    except BaseException:
        cancel.cancel()
        raise
    finally:
        signal.signal(signal.SIGINT, before)
