"""Progress carried from one machine to another.

An export is a dict that JSON can hold::

    {"format": "tftutor-progress", "version": 1,
     "attempts": [{"uid", "step", "at", "verdict", "code", "checks": [...], ...}],
     "notes": [{"uid", "step", "at", "what": "hint" | "solution", "level", "before_reset"}],
     "opened": [{"step", "at"}]}

Moments are text in UTC. Rows are joined by their `uid`, given where they were made; a row marked
`before_reset` on one side is so on both.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from tftutor.problems import UsageProblem
from tftutor.progress.records import as_moment, as_row, as_text, from_row

FORMAT = "tftutor-progress"
VERSION = 1

Row = dict[str, Any]


def insert(connection: sqlite3.Connection, table: str, row: Row) -> bool:
    """Adds a row by its uid; False when it is there, which then takes over the reset mark."""
    columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    added = connection.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT (uid) DO NOTHING", row
    ).rowcount
    if not added and row["before_reset"]:
        connection.execute(f"UPDATE {table} SET before_reset = 1 WHERE uid = ?", (row["uid"],))
    return bool(added)


def export(connection: sqlite3.Connection) -> dict[str, Any]:
    """Everything in the store, in the form above."""
    attempts = [dict(row) for row in connection.execute("SELECT * FROM attempts ORDER BY at, id")]
    notes = [dict(row) for row in connection.execute("SELECT * FROM notes ORDER BY at, id")]
    opened = [dict(row) for row in connection.execute("SELECT step, at FROM opened ORDER BY at, rowid")]
    for row in attempts:
        row["checks"] = json.loads(row["checks"])
        row["solution_was_seen"] = bool(row["solution_was_seen"])
    for row in [*attempts, *notes]:
        del row["id"]
        row["before_reset"] = bool(row["before_reset"])
    return {"format": FORMAT, "version": VERSION, "attempts": attempts, "notes": notes, "opened": opened}


def understood(other: Mapping[str, Any]) -> dict[str, list[Row]]:
    """The rows of an export, by table, each one checked.

    Raises UsageProblem when it is no export, or has a newer version than ours.
    """
    if not isinstance(other, Mapping) or other.get("format") != FORMAT:
        raise UsageProblem(
            "This is not the progress of a tftutor.", "Give a file that `tftutor progress` exported."
        )
    version = other.get("version")
    if isinstance(version, int) and version > VERSION:
        raise UsageProblem(
            f"This progress was exported by a newer tftutor (version {version}; this one knows {VERSION}).",
            "Update tftutor on this machine, then try again.",
        )
    try:
        return {
            "attempts": [_attempt(row) for row in other["attempts"]],
            "notes": [_note(row) for row in other["notes"]],
            "opened": [_opened(row) for row in other["opened"]],
        }
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise UsageProblem(
            f"This exported progress is damaged ({type(error).__name__}: {error}).", "Export it again."
        ) from None


def merge(connection: sqlite3.Connection, rows: Mapping[str, list[Row]]) -> int:
    """Joins checked rows to the store; returns how many attempts were new."""
    new = sum(insert(connection, "attempts", row) for row in rows["attempts"])
    for row in rows["notes"]:
        insert(connection, "notes", row)
    for row in rows["opened"]:
        connection.execute(
            "INSERT INTO opened (step, at) VALUES (:step, :at)"
            " ON CONFLICT (step) DO UPDATE SET at = MAX(at, excluded.at)",
            row,
        )
    return new


def _attempt(row: Mapping[str, Any]) -> Row:
    texts = ("uid", "step", "verdict", "code", "mistake", "device", "data", "course_version", "kind")
    record = from_row({**row, "checks": json.dumps(list(row["checks"]))})
    return {**as_row(record), **{name: _text(row[name]) for name in texts}}


def _note(row: Mapping[str, Any]) -> Row:
    texts = {name: _text(row[name]) for name in ("uid", "step", "what")}
    level, reset = int(row["level"]), int(bool(row["before_reset"]))
    if not 0 <= level < 1 << 31:
        raise ValueError(f"a hint of level {level}")
    return {**texts, "at": as_text(as_moment(row["at"])), "level": level, "before_reset": reset}


def _opened(row: Mapping[str, Any]) -> Row:
    return {"step": _text(row["step"]), "at": as_text(as_moment(row["at"]))}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is where a text belongs")
    return value
