"""Run folders: made under one root a tutor, removed whatever is in them, swept up after dead tutors."""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from tftutor.problems import MachineProblem

_PREFIX = "tutor-"
_LOCK = "alive"


class Root:
    """A tutor's folder under ``scratch``, locked as long as the tutor lives. A tutor may have several."""

    def __init__(self, scratch: Path) -> None:
        try:
            scratch.mkdir(parents=True, exist_ok=True)
            _sweep_dead_tutors(scratch)
            self.path, self._lock = _new_folder(scratch)
        except OSError as error:
            raise MachineProblem(
                f"No program can be run: the folder {scratch} cannot be written ({error.strerror}).",
                "Make it writable, free some space, or name another folder with XDG_CACHE_HOME.",
            ) from error

    def new(self) -> RunFolder:
        return RunFolder(Path(tempfile.mkdtemp(prefix="run-", dir=self.path)))

    def close(self) -> None:
        remove(self.path)
        os.close(self._lock)


class RunFolder:
    """``work`` is where the program runs, its home; ``temporary`` its TMPDIR."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.work = path / "work"
        self.temporary = path / "tmp"
        self.work.mkdir()
        self.temporary.mkdir()

    def put(self, files: Mapping[str, Path]) -> None:
        """Copies files and folders in. Raises ValueError for a name that leads out of the folder."""
        for name, source in files.items():
            parts = PurePosixPath(name).parts
            if not parts or name.startswith("/") or ".." in parts:
                raise ValueError(f"not a name in a run folder: {name!r}")
            target = self.work.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            else:
                shutil.copyfile(source, target)

    def remove(self) -> None:
        remove(self.path)


def _new_folder(scratch: Path) -> tuple[Path, int]:
    """A folder and its lock. Until it is locked, a tutor that sweeps may take it for a dead one's."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=scratch)).resolve()
        lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever removes it holds the lock until it is gone
        if (path / _LOCK).exists():
            return path, lock
        os.close(lock)


def _sweep_dead_tutors(scratch: Path) -> None:
    for entry in os.scandir(scratch):
        if not entry.name.startswith(_PREFIX) or not entry.is_dir(follow_symlinks=False):
            continue
        try:
            lock = os.open(f"{entry.path}/{_LOCK}", os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            continue  # being made or removed this very moment
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue  # its tutor lives
        else:
            remove(Path(entry.path))
        finally:
            os.close(lock)


def remove(folder: Path) -> None:
    """Removes a folder that hostile code may have filled: any depth, any permissions, no link followed.

    Folders deeper down are first moved up to the top, so that neither recursion nor the length of a
    path has a part in it.
    """
    try:
        top = _open_folder(str(folder), None)
    except FileNotFoundError:
        return
    except OSError:
        return
    try:
        _empty(top)
    finally:
        os.close(top)
    try:
        folder.rmdir()
    except OSError:
        return  # somebody else's file appeared in it; the next tutor tries again


def _empty(top: int) -> None:
    numbers = itertools.count()  # of what was moved: none comes twice, whatever happens in between
    while True:
        names = os.listdir(top)
        if not names:
            return
        progress = False
        for name in names:
            try:
                progress |= _clear(name, top, numbers)
            except FileNotFoundError:  # a run that is just ending removes its own folder
                progress = True
        if not progress:
            return


def _clear(name: str, top: int, numbers: Iterator[int]) -> bool:
    """Removes a file, or moves up what is in a folder and removes that. Whether anything changed."""
    if not _is_folder(name, top):
        return _unlink(name, top)
    progress = False
    fd = _open_folder(name, top)
    try:
        for inner in [entry.name for entry in os.scandir(fd)]:
            if _is_folder(inner, fd):
                _own(inner, fd)
                mine = f".moved-{next(numbers)}-{os.getpid()}-{threading.get_ident()}"
                os.rename(inner, mine, src_dir_fd=fd, dst_dir_fd=top)
                progress = True
            else:
                progress |= _unlink(inner, fd)
    finally:
        os.close(fd)
    try:
        os.rmdir(name, dir_fd=top)
    except OSError:
        return progress
    return True


def _is_folder(name: str, parent: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)


def _own(name: str, parent: int) -> None:
    os.chmod(name, 0o700, dir_fd=parent)


def _open_folder(name: str, parent: int | None) -> int:
    if parent is not None:
        _own(name, parent)
    fd = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)
    os.fchmod(fd, 0o700)
    return fd


def _unlink(name: str, parent: int) -> bool:
    try:
        os.unlink(name, dir_fd=parent)
    except OSError:
        return False
    return True
