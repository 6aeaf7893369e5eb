"""Event files read little by little: while their program still writes them, and once it has ended."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from tftutor.board.collecting import Capacity, Collector
from tftutor.board.log import Log
from tftutor.board.reading import LARGEST_FILE, MARK, MOST_FILES, MOST_FOLDERS, opened
from tftutor.board.records import AROUND, Damaged, records

_DEEPEST = 20
_LARGEST_RECORD = 16 << 20
_MOST_PROBLEMS = 5


def capacity_of_a_screen() -> Capacity:
    """As much as a screen could show, and as is quickly read."""
    return Capacity(points=100_000, image_bytes=16 << 20, nodes=50_000, texts=200, tags=1_000)


class _TooMuch(Exception):
    """More than is taken in."""


@dataclass
class _File:
    """How far an event file has been read, in bytes. ``over``: nothing more is read of it."""

    read: int = 0
    over: bool = False


@dataclass
class _Found:
    """An event file that may be opened now. ``name``: its path in the run folder."""

    name: str
    path: Path | str
    folder: int | None = None


@dataclass
class Follower:
    """What event files hold, by the folder that each is in, as TensorBoard distinguishes curves.

    `look` may be called again and again, also while the program writes: every file is read on from
    where reading stopped. All of it is read as data that nobody vouches for; see `reading.read`.
    ``taken``: how many records were read so far.
    """

    capacity: Capacity = field(default_factory=capacity_of_a_screen)
    taken: int = 0
    _collectors: dict[str, Collector] = field(default_factory=dict)
    _files: dict[str, _File] = field(default_factory=dict)
    _problems: dict[str, list[str]] = field(default_factory=dict)
    _too_many: bool = False

    def look(self, files: Mapping[str, Path], seconds: float) -> bool:
        """Reads what is new; False when time ran out before all of it was read.

        ``files``: path in the run folder -> a file, or a folder in which event files are looked for;
        the run folder itself has the empty path.
        """
        end = time.monotonic() + seconds
        return all(self._read(found, end) for found in _found(files))

    def logs(self) -> dict[str, Log]:
        """What was read so far: the folder of the event files, in the run folder -> what they hold."""
        folders = sorted(self._collectors)
        counts = Counter(str(PurePosixPath(name).parent) for name in self._files)
        problems = {folder: list(self._problems.get(folder, ())) for folder in folders}
        if self._too_many:
            problems[folders[-1]].append(f"Only the first {MOST_FILES} event files were read.")
        return {folder: self._collectors[folder].log(counts[folder], problems[folder]) for folder in folders}

    def _read(self, found: _Found, end: float) -> bool:
        """One file, from where it was left. False when time ran out."""
        if found.name not in self._files and len(self._files) >= MOST_FILES:
            self._too_many = True
            return True
        file = self._files.setdefault(found.name, _File())
        folder = str(PurePosixPath(found.name).parent)
        collector = self._collectors.setdefault(folder, Collector(self.capacity))
        if file.over:
            return True
        try:
            with opened(found.path, found.folder) as stream:
                return self._take(stream, file, collector, end)
        except Damaged as damage:
            why = f"is damaged: {damage}; what comes after was not read"
        except FileNotFoundError:  # the program took it away, or has just ended
            if not file.read:
                del self._files[found.name]
            return True
        except OSError as error:
            why = f"could not be read: {error.strerror}"
        except _TooMuch as full:
            why = str(full)
        file.over = True
        problems = self._problems.setdefault(folder, [])
        if len(problems) < _MOST_PROBLEMS:
            problems.append(f"{found.name} {why}.")
        return True

    def _take(self, stream: BinaryIO, file: _File, collector: Collector, end: float) -> bool:
        size = os.fstat(stream.fileno()).st_size
        if size > LARGEST_FILE:
            raise _TooMuch(f"is larger than {LARGEST_FILE >> 20} MiB and was not read")
        if size == file.read:
            return True
        stream.seek(file.read)
        for data in records(stream, _LARGEST_RECORD):
            file.read += AROUND + len(data)
            self.taken += 1
            if not collector.add(data):
                raise _TooMuch("holds more than is shown here; the rest was left out")
            if time.monotonic() > end:
                return False
        return True


def holds_events(files: Mapping[str, Path]) -> bool:
    """Whether there is an event file among these files and folders."""
    return next(_found(files), None) is not None


def _found(files: Mapping[str, Path]) -> Iterator[_Found]:
    """The event files, each to be opened before the next is asked for."""
    for name, path in sorted(files.items()):
        if path.is_dir() and not path.is_symlink():
            yield from _found_in(path, name)
        elif MARK in PurePosixPath(name).name:
            yield _Found(name, path)


def _found_in(top: Path, prefix: str) -> Iterator[_Found]:
    """By descriptors of folders: a program that still runs might put a link in the place of one."""
    walk = os.fwalk(top, follow_symlinks=False)
    try:
        for seen, (where, folders, names, descriptor) in enumerate(walk):
            inside = PurePosixPath(prefix, *Path(where).relative_to(top).parts)
            if seen >= MOST_FOLDERS:
                return
            folders[:] = sorted(folders) if len(inside.parts) < _DEEPEST else []
            for name in sorted(names):
                if MARK in name:
                    yield _Found(str(inside / name), name, descriptor)
    except FileNotFoundError:  # the run has just ended, and its folder is gone
        return
