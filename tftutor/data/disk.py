"""Writing into the cache: locks, temporary places, and what the disk says when it cannot."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tftutor.problems import MachineProblem

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
_POLL_SECONDS = 0.1


@contextmanager
def disk_problems(folder: Path) -> Iterator[None]:
    """Turns an OSError of the disk under ``folder`` into a MachineProblem with a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise full(folder) from error
        if error.errno in _FORBIDDEN:
            raise MachineProblem(
                f"The data folder {folder} cannot be written to.",
                "Make it writable, or set XDG_CACHE_HOME to a folder that is.",
            ) from error
        raise MachineProblem(
            f"The data folder {folder} could not be used ({error.strerror or error}).",
            "See whether the disk is there and healthy, or set XDG_CACHE_HOME to another folder.",
        ) from error


def full(folder: Path, needed: int = 0) -> MachineProblem:
    """The problem of a disk without room; ``needed`` in bytes when it is known."""
    amount = f" ({needed / 1e6:,.0f} MB are needed)" if needed else ""
    return MachineProblem(
        f"There is no space left on the disk for data in {folder}{amount}.",
        "Free some space, or set XDG_CACHE_HOME to a folder on a larger disk.",
    )


@contextmanager
def locked(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """One process at a time. ``on_wait`` is called now and then while another has the lock.

    The kernel frees the lock when its holder dies, so that no stale lock can remain.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                on_wait()
                time.sleep(_POLL_SECONDS)
                continue
            except OSError as error:
                # Some network file systems have no locks; renames keep every file whole there too.
                if error.errno not in _NO_LOCKS_HERE:
                    raise
            break
        yield


@contextmanager
def folder_in_making(parent: Path) -> Iterator[Path]:
    """A new folder next to its final place, removed unless it was renamed away."""
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".making-{os.getpid()}-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_abandoned(parent: Path) -> None:
    """Removes what killed processes left in the making."""
    for folder in parent.glob(".making-*"):
        pid = folder.name.split("-")[1]
        if pid.isdigit() and int(pid) != os.getpid() and not _alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Writes a small file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(value, file)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_json(path: Path) -> dict[str, Any]:
    """What `write_json` wrote; empty when there is nothing, or nothing that can be read."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
