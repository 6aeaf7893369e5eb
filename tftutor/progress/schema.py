"""The tables of the progress file, as a list of steps from each version to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable


def _first_tables(connection: sqlite3.Connection) -> None:
    # `uid` is given once, where a row is made: it lets the histories of two machines be joined.
    # Rows are only ever added, and `before_reset` only ever goes from 0 to 1.
    connection.execute("""
        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY,
            uid TEXT NOT NULL UNIQUE,
            step TEXT NOT NULL,
            at TEXT NOT NULL,
            verdict TEXT NOT NULL,
            code TEXT NOT NULL,
            checks TEXT NOT NULL,
            mistake TEXT NOT NULL,
            seconds REAL NOT NULL,
            seed INTEGER NOT NULL,
            device TEXT NOT NULL,
            data TEXT NOT NULL,
            course_version TEXT NOT NULL,
            solution_was_seen INTEGER NOT NULL,
            kind TEXT NOT NULL,
            before_reset INTEGER NOT NULL
        )""")
    # Wide enough to know how far the learner is without reading all the code they ever wrote.
    connection.execute("CREATE INDEX attempts_of_step ON attempts (step, at, id, before_reset, verdict)")
    connection.execute("""
        CREATE TABLE notes (
            id INTEGER PRIMARY KEY,
            uid TEXT NOT NULL UNIQUE,
            step TEXT NOT NULL,
            at TEXT NOT NULL,
            what TEXT NOT NULL,
            level INTEGER NOT NULL,
            before_reset INTEGER NOT NULL
        )""")
    connection.execute("CREATE TABLE opened (step TEXT PRIMARY KEY, at TEXT NOT NULL)")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first_tables,)
"""`MIGRATIONS[n]` takes a file of version n to n + 1. Add at the end, never change one."""


def migrate(connection: sqlite3.Connection) -> int:
    """Brings a file to our version, whole or not at all; returns the version it has afterwards.

    A file of a newer version is left alone: the number returned is then above ``len(MIGRATIONS)``.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version < len(MIGRATIONS):
            for step in MIGRATIONS[version:]:
                step(connection)
            version = len(MIGRATIONS)
            connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return version
