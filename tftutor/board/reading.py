"""Event files of a folder, read into a `Log`."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from tftutor.board.collecting import Collector
from tftutor.board.log import Log
from tftutor.board.records import Damaged, records

MOST_FILES = 200
MOST_FOLDERS = 1_000
LARGEST_FILE = 512 << 20
MARK = "tfevents"  # part of the name of every event file


def read(folder: Path) -> Log:
    """Everything that the event files in ``folder`` and below hold.

    It is read as data that nobody vouches for: symbolic links are not followed, sizes and numbers
    of files are capped, and a damaged file counts as far as it can be read, with a sentence in
    `Log.problems`. A folder that is not there gives an empty log.
    """
    collector = Collector()
    problems: list[str] = []
    files = event_files(folder)
    for path in files[:MOST_FILES]:
        _read_file(path, collector, problems)
    if len(files) > MOST_FILES:
        problems.append(f"Of {len(files):,} event files, only the first {MOST_FILES} were read.")
    return collector.log(min(len(files), MOST_FILES), problems)


def event_files(folder: Path) -> list[Path]:
    """The event files in a folder and below, by name; those through symbolic links are left out."""
    found: list[Path] = []
    if folder.is_symlink():
        return found
    for seen, (where, folders, names) in enumerate(os.walk(folder, followlinks=False)):
        if seen >= MOST_FOLDERS:
            break
        folders.sort()
        found += [Path(where, name) for name in sorted(names) if MARK in name]
    return found


def _read_file(path: Path, collector: Collector, problems: list[str]) -> None:
    try:
        with opened(path) as stream:
            if os.fstat(stream.fileno()).st_size > LARGEST_FILE:
                problems.append(f"{path.name} is larger than {LARGEST_FILE >> 20} MiB and was not read.")
                return
            for data in records(stream):
                if not collector.add(data):
                    problems.append(f"{path.name} holds more than is read of a log; the rest was left out.")
                    return
    except Damaged as damage:
        problems.append(f"{path.name} is damaged: {damage}; what comes after was not read.")
    except OSError as error:
        problems.append(f"{path.name} could not be read: {error.strerror}.")


def opened(path: Path | str, folder: int | None = None) -> BinaryIO:
    """Opens a plain file only: no symbolic link, and no pipe that would make us wait. Raises OSError.

    ``folder``: descriptor of the folder that a relative path starts from.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "it is not a plain file")
    return os.fdopen(descriptor, "rb")
