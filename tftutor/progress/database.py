"""Opening the progress file: its journal, its damage, its version, and what can go wrong, as sentences."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from tftutor.problems import MachineProblem
from tftutor.progress import schema
from tftutor.progress.mounts import is_on_network

FILE = "progress.db"
COMPANIONS = ("-wal", "-shm", "-journal")
BUSY_SECONDS = 20.0
JOURNAL_SECONDS = 5.0

_MAGIC = b"SQLite format 3\0"
_VERSION_AT = slice(60, 64)  # https://www.sqlite.org/fileformat2.html#the_database_header


class _Damaged(Exception):
    """The file is not a database, or no longer a whole one."""


def open_database(state: Path) -> sqlite3.Connection:
    """The progress file of ``state``, made when there is none, brought to our version.

    Raises MachineProblem when the folder or the file cannot be used. A damaged file is then set
    aside under a dated name, and the next call starts a new one; a file of a newer version is not
    touched.
    """
    file = state / FILE
    with database_problems(file):
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return _open(file)
        except _Damaged:
            pass
        with _exclusively(state):
            try:  # another tutor may have set it aside while we waited
                return _open(file)
            except _Damaged:
                aside = _set_aside(file)
    raise MachineProblem(
        f"Your progress file was damaged and cannot be read. It is kept as {aside}.",
        "Start tftutor again: it begins a new one. Your own code files are not affected.",
    )


@contextmanager
def database_problems(file: Path) -> Iterator[None]:
    """Turns the errors of SQLite and of the file system into sentences."""
    try:
        yield
    except sqlite3.Error as error:
        raise _problem(file, error) from error
    except OSError as error:
        raise _os_problem(file, error) from error


def _open(file: Path) -> sqlite3.Connection:
    _look_at_header(file)
    try:
        connection = _connect(file)
    except sqlite3.DatabaseError as error:
        if _is_damage(error):
            raise _Damaged from error
        raise
    return connection


def _look_at_header(file: Path) -> None:
    """Refuses a newer version before SQLite opens the file, since opening alone may write to it."""
    try:
        with file.open("rb") as opened:
            header = opened.read(100)
    except FileNotFoundError:
        return
    if header and not header.startswith(_MAGIC):
        raise _Damaged
    _refuse_newer(file, int.from_bytes(header[_VERSION_AT], "big"))


def _refuse_newer(file: Path, version: int) -> None:
    if version > len(schema.MIGRATIONS):
        raise MachineProblem(
            f"Your progress in {file} was written by a newer tftutor "
            f"(format {version}; this one knows {len(schema.MIGRATIONS)}). It was not changed.",
            "Use the newer tftutor, or update this one.",
        )


def _connect(file: Path) -> sqlite3.Connection:
    connection = _plain_connection(file)
    try:
        try:
            _choose_journal(connection, file.parent)
            version = schema.migrate(connection)
        except sqlite3.OperationalError as error:
            if _is_damage(error) or _is_busy(error):
                raise
            # A write-ahead log needs memory shared between processes, which some file systems lack.
            connection.close()
            _leave_wal(file, error)
            connection = _plain_connection(file)
            version = schema.migrate(connection)
        _refuse_newer(file, version)
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise _Damaged
        connection.execute("PRAGMA synchronous = FULL")  # what was recorded survives a power cut
        return connection
    except BaseException:
        connection.close()
        raise


def _plain_connection(file: Path) -> sqlite3.Connection:
    # Our own transactions (isolation_level=None), our own lock between threads.
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection


def _choose_journal(connection: sqlite3.Connection, folder: Path) -> None:
    """A write-ahead log for a new file on a disk of ours. A file that had to leave it stays without."""
    if is_on_network(folder):
        _set_journal(connection, "delete")
    elif not connection.execute("PRAGMA user_version").fetchone()[0]:
        _set_journal(connection, "wal")


def _set_journal(connection: sqlite3.Connection, wanted: str) -> None:
    """Best effort: with the other journal the file is as safe, and only slower with two tutors."""
    until = time.monotonic() + JOURNAL_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
        try:
            connection.execute(f"PRAGMA journal_mode = {wanted}")
            return
        except sqlite3.OperationalError as error:
            # SQLite's own waiting does not cover this change of mode.
            if not _is_busy(error):
                raise
            if time.monotonic() > until:
                return
            time.sleep(0.02)


def _leave_wal(file: Path, cause: sqlite3.OperationalError) -> None:
    """Takes the file out of write-ahead mode with all it holds; raises ``cause`` when that fails."""
    try:
        with closing(_plain_connection(file)) as connection:
            # Held exclusively, from before the first look at the file, a log needs no shared memory:
            # https://www.sqlite.org/wal.html#use_of_wal_without_shared_memory
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error:
        raise cause from None


@contextmanager
def _exclusively(state: Path) -> Iterator[None]:
    """One tutor at a time, where the file system has locks."""
    with (state / "progress.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):
                raise
        yield


def _set_aside(file: Path) -> Path:
    day = f"{datetime.now():%Y-%m-%d}"
    number = 1
    aside = file.with_name(f"progress.damaged-{day}.db")
    while os.path.lexists(aside):
        number += 1
        aside = file.with_name(f"progress.damaged-{day}-{number}.db")
    # The logs go first: left next to a new file, an old log would be taken for its own.
    for companion in (*COMPANIONS, ""):
        part = Path(f"{file}{companion}")
        if os.path.lexists(part):
            part.rename(f"{aside}{companion}")
    return aside


def _is_damage(error: sqlite3.Error) -> bool:
    text = str(error)
    return "not a database" in text or "malformed" in text or "already exists" in text


def _is_busy(error: sqlite3.Error) -> bool:
    return "locked" in str(error)


def _problem(file: Path, error: sqlite3.Error) -> MachineProblem:
    text = str(error)
    if _is_busy(error):
        return MachineProblem(
            f"Another tftutor has kept your progress file busy for {BUSY_SECONDS:.0f} seconds.",
            "Try again in a moment, or close the other one.",
        )
    if _is_damage(error):
        return MachineProblem(
            f"Your progress file {file} is damaged ({text}).",
            "Start tftutor again: it keeps the damaged file under another name and begins a new one.",
        )
    if "full" in text or "disk I/O" in text:
        return _full(file, text)
    if "readonly" in text or "unable to open" in text:
        return _not_writable(file)
    return MachineProblem(
        f"Your progress file {file} cannot be used ({text}).",
        "Run `tftutor env-doctor` to look for the cause.",
    )


def _os_problem(file: Path, error: OSError) -> MachineProblem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _full(file, str(error.strerror))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _not_writable(file)
    return MachineProblem(
        f"Your progress cannot be kept in {file.parent}: {error.strerror}.",
        "Set XDG_STATE_HOME to a folder of yours, or fix this one.",
    )


def _full(file: Path, detail: str) -> MachineProblem:
    return MachineProblem(
        f"Your progress could not be written to {file.parent}: the disk, or your share of it, "
        f"seems to be full ({detail}). What was recorded before is still there.",
        f"Make room (`df -h {file.parent}` shows how much there is), then try again.",
    )


def _not_writable(file: Path) -> MachineProblem:
    return MachineProblem(
        f"Your progress cannot be kept in {file.parent}: you may not write there.",
        f"Look who owns it with `ls -ld {file.parent}`, or set XDG_STATE_HOME to a folder of yours.",
    )
