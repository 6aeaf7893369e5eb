"""Copies of folders that a run writes, made while it goes on: a run that is cut loses only its last moments.

A copy is taken only of a folder that is at rest, and counts only if nothing changed meanwhile, so that it is
a state in which the program itself left the folder. The program may do anything to it at any time: nothing is
opened by a path that it could bend, and no link is followed.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

BYTES_MAX = 200_000_000
FILES_MAX = 1_000
_DEPTH_MAX = 8
_LOOK_EVERY = 2.0
_AT_REST_SECONDS = 1.0  # a writer that pauses longer in the middle of a file is rare
_PATIENCE_SECONDS = 30.0  # for a program that never rests: then any state that holds still while copied
_SHARE_OF_TIME = 0.05  # what copying may take of the run's time
_BLOCK = 1 << 20
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe must not hang us


class TooMuch(OSError):
    """The folders hold more than is worth keeping."""


class _Moved(Exception):
    """Something changed while it was copied."""


class _Entry(NamedTuple):
    path: str
    size: int
    changed: int
    inode: int


Parts = tuple[str, ...]
Fill = Callable[[Path], None]  # writes the folders' content below a path
Save = Callable[[Fill, float], None]  # keeps what a Fill writes; also told when it was last changed (seconds)


@dataclass
class Snapshots:
    """The folders ``names`` of one run, handed to ``save`` each time they hold something new.

    ``trouble`` says why the last copy could not be made; empty when it could.
    """

    names: tuple[str, ...]
    save: Save
    trouble: str = ""
    _saved: tuple[_Entry, ...] = ()
    _next: float = 0.0
    _restless_since: float | None = field(default=None)

    def begin(self, work: Path) -> None:
        """Takes what is in the run folder ``work`` before the start as saved."""
        self._saved = _listing(work, self.names)

    def look(self, work: Path, now: float) -> None:
        """Copies, if it is time to and there is something new; ``now`` by the monotonic clock."""
        if now < self._next:
            return
        self._next = now + _LOOK_EVERY
        found = self._new(work)
        if not found:
            self._restless_since = None
            return
        if self._restless_since is None:
            self._restless_since = now
        if _at_rest(found) or now - self._restless_since > _PATIENCE_SECONDS:
            began = time.monotonic()
            self._copy(work, found)
            took = time.monotonic() - began
            self._next = now + max(_LOOK_EVERY, took / _SHARE_OF_TIME)

    def finish(self, work: Path, *, ended_by_itself: bool) -> None:
        """A last copy, once no process of the run is left.

        A program that was killed may have left half a file: then an earlier copy is the better one.
        """
        found = self._new(work)
        if found and (ended_by_itself or _at_rest(found) or not self._saved):
            self._copy(work, found)

    def _new(self, work: Path) -> tuple[_Entry, ...]:
        """What the folders hold, if that is something and not what was saved last."""
        try:
            found = _listing(work, self.names)
        except OSError as error:
            self.trouble = _in_words(error)
            return ()
        return () if found == self._saved else found

    def _copy(self, work: Path, found: tuple[_Entry, ...]) -> None:
        def fill(target: Path) -> None:
            _copy_all(work, self.names, target)
            if _listing(work, self.names) != found:
                raise _Moved

        try:
            self.save(fill, max(entry.changed for entry in found) / 1e9)
        except _Moved:
            return
        except OSError as error:
            self.trouble = _in_words(error)
            return
        self._saved, self._restless_since, self.trouble = found, None, ""


def _at_rest(found: tuple[_Entry, ...]) -> bool:
    return time.time() - max(entry.changed for entry in found) / 1e9 > _AT_REST_SECONDS


def _in_words(error: OSError) -> str:
    if isinstance(error, TooMuch):
        return f"it holds more than {BYTES_MAX // 1_000_000} MB or {FILES_MAX} files"
    return error.strerror or str(error)


def _listing(work: Path, names: tuple[str, ...]) -> tuple[_Entry, ...]:
    """Every regular file in the folders. TooMuch when they are too many or too large."""
    found: list[_Entry] = []
    total = 0
    for path, descriptor in _files(work, names):
        about = os.fstat(descriptor)
        total += about.st_size
        found.append(_Entry("/".join(path), about.st_size, about.st_mtime_ns, about.st_ino))
        if total > BYTES_MAX or len(found) > FILES_MAX:
            raise TooMuch
    return tuple(found)


def _copy_all(work: Path, names: tuple[str, ...], target: Path) -> None:
    left = BYTES_MAX
    for path, descriptor in _files(work, names):
        copy = target.joinpath(*path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with copy.open("xb") as written:
            while block := os.read(descriptor, _BLOCK):
                left -= len(block)
                if left < 0:
                    raise TooMuch
                written.write(block)
            written.flush()
            os.fsync(written.fileno())


def _files(work: Path, names: tuple[str, ...]) -> Iterator[tuple[Parts, int]]:
    """Path and open descriptor of each regular file in the folders, one after the other, in order."""
    top = os.open(work, _FOLDER)
    left = [2 * FILES_MAX]  # folders count, too
    try:
        for name in names:
            yield from _below(top, (), name, left)
    finally:
        os.close(top)


def _below(parent: int, above: Parts, name: str, left: list[int]) -> Iterator[tuple[Parts, int]]:
    left[0] -= 1
    if left[0] < 0 or len(above) > _DEPTH_MAX:
        raise TooMuch
    path = (*above, name)
    try:
        folder = stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)
        descriptor = os.open(name, _FOLDER if folder else _FILE, dir_fd=parent)
    except OSError:  # gone meanwhile, closed to us, a link, or something else by now
        return
    try:
        if folder:
            for inner in _names_in(descriptor, left[0]):
                yield from _below(descriptor, path, inner, left)
        elif above and stat.S_ISREG(os.fstat(descriptor).st_mode):
            yield path, descriptor
    finally:
        os.close(descriptor)


def _names_in(folder: int, most: int) -> list[str]:
    with os.scandir(folder) as entries:
        names = [entry.name for entry in islice(entries, most + 1)]
    if len(names) > most:
        raise TooMuch
    return sorted(names)
