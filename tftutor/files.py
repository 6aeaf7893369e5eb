"""Files written so that a kill at any moment leaves the old or the new one, never a half."""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import shutil
import stat
import time
from pathlib import Path

STALE_SECONDS = 3600.0
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class NotPlain(OSError):
    """Something to be copied is, or holds, neither a plain file nor a folder (a link, a pipe)."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "neither a plain file nor a folder", str(path))


def temporary_beside(path: Path) -> Path:
    """A fresh hidden name in the folder of ``path``; `sweep` removes what a kill leaves of it."""
    return path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")


def write_whole(path: Path, data: bytes) -> None:
    """Puts ``data`` at ``path`` by rename, on disk before it returns; the mode of an old file stays.

    Raises OSError; then the old file is as it was, and nothing is left next to it.
    """
    temporary = temporary_beside(path)
    try:
        _write_new(temporary, data)
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def create_whole(path: Path, data: bytes) -> bool:
    """Like `write_whole`, but False, with nothing touched, when something is at ``path`` already."""
    temporary = temporary_beside(path)
    try:
        _write_new(temporary, data)
        created = link_new(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)
    return created


def link_new(source: Path, target: Path) -> bool:
    """A second name for the file ``source``, or a copy where links cannot be; False if one is there."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError:
        try:
            copy_plain(source, target)
        except FileExistsError:
            return False
    return True


def copy_plain(source: Path, target: Path, *, link: bool = False) -> None:
    """Copies a file or a folder to ``target``, which must not exist. Follows no link.

    With ``link``, files get a second name instead of a copy where the file system can.
    Raises NotPlain for links and pipes in ``source``, FileExistsError, OSError.
    """
    kind = source.lstat().st_mode
    if stat.S_ISDIR(kind):
        target.mkdir()
        for entry in sorted(source.iterdir()):
            copy_plain(entry, target / entry.name, link=link)
    elif not stat.S_ISREG(kind):
        raise NotPlain(source)
    elif link:
        link_new(source, target)
    else:
        _copy_file(source, target)


def put_in_place(new: Path, target: Path) -> None:
    """Renames ``new``, a file or a folder, to ``target``; what was there goes, at once or not at all."""
    try:
        new.replace(target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.EISDIR, errno.ENOTDIR):
            raise
        # A folder is at stake, and rename alone does not replace one.
        if _exchange(new, target):
            remove(new)
        else:
            _replace_in_two_steps(new, target)
    sync_folder(target.parent)


def remove(path: Path) -> None:
    """Removes a file or a folder with all that is in it, if there is one. Follows no link."""
    try:
        if stat.S_ISDIR(path.lstat().st_mode):
            shutil.rmtree(path)
        else:
            path.unlink()
    except FileNotFoundError:
        return


def sweep(folder: Path, older_than: float = STALE_SECONDS) -> None:
    """Removes what killed writers left in ``folder`` more than ``older_than`` seconds ago."""
    for leftover in folder.glob(".*.tmp"):
        try:
            if time.time() - leftover.lstat().st_mtime > older_than:
                remove(leftover)
        except FileNotFoundError:
            continue


def sync_folder(folder: Path) -> None:
    """Makes renames in ``folder`` last through a power cut, where the file system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)


def _write_new(path: Path, data: bytes) -> None:
    # os.open and not tempfile: the umask then gives the mode that any editor would give.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _copy_file(source: Path, target: Path) -> None:
    # O_NONBLOCK: a pipe put in the file's place meanwhile must not hang us.
    reading = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(reading, "rb") as opened:
        if not stat.S_ISREG(os.fstat(reading).st_mode):
            raise NotPlain(source)
        writing = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
        with os.fdopen(writing, "wb") as copy:
            shutil.copyfileobj(opened, copy, 1 << 20)
            copy.flush()
            os.fsync(writing)


def _exchange(one: Path, other: Path) -> bool:
    """Swaps two names in one step (Linux's renameat2); False where that cannot be done."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)


def _replace_in_two_steps(new: Path, target: Path) -> None:
    old = temporary_beside(target)
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise
    remove(old)
