"""Lines that are typed, and Ctrl+C heard at any moment while one is waited for."""

from __future__ import annotations

import codecs
import errno
import os
import select
import signal
from typing import TextIO

_CHUNK = 1 << 16


class LineReader:
    """Reads a stream line by line; nobody else may read it meanwhile. For the main thread.

    Python acts on a signal between two of its own steps. One that comes after the last step before a read
    of the terminal is noted only, and the read goes on until a key is pressed. So the read waits until
    there is something to read, and that wait is ended by a signal in any case.
    """

    def __init__(self, stream: TextIO) -> None:
        self._source = stream.fileno()
        self._decoder = codecs.getincrementaldecoder(stream.encoding or "utf-8")("replace")
        self._text = ""  # heard, and not asked for yet
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(self._wake, False)

    def line(self) -> str:
        """The next line with its end; what there is without one at the end of all; then "".

        Raises KeyboardInterrupt at Ctrl+C, and whatever else a signal's handler raises.
        """
        while "\n" not in self._text:
            self._wait()
            data = self._read()
            self._text += self._decoder.decode(data, final=not data)
            if not data:
                line, self._text = self._text, ""
                return line
        line, _, self._text = self._text.partition("\n")
        return line + "\n"

    def _wait(self) -> None:
        before = signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        try:
            while self._source not in select.select([self._source, self._woken], [], [])[0]:
                os.read(self._woken, _CHUNK)  # a signal whose handler has run, and raised nothing
        finally:
            signal.set_wakeup_fd(before)

    def _read(self) -> bytes:
        try:
            return os.read(self._source, _CHUNK)
        except OSError as error:
            if error.errno != errno.EIO:  # the terminal is gone
                raise
            return b""
