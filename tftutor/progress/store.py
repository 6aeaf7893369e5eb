"""What the learner has done, in one SQLite file that many processes and threads may use at once."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any

from tftutor.progress import transfer
from tftutor.progress.database import FILE, database_problems, open_database
from tftutor.progress.records import AttemptRecord, StepState, Verdict, as_moment, as_row, as_text, from_row

__all__ = ["AttemptRecord", "ProgressStore", "StepState"]


class ProgressStore:
    """Attempts, hints seen, and where the learner is. Use `open`, and close it or use `with`.

    Steps are named by their full id (`session3/softmax-regression/train`). An id the course does
    not know is kept like any other, so that a course update loses nothing. Every method raises
    MachineProblem when the file cannot be read or written; what was recorded before stays.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self._file = file
        self._lock = threading.RLock()

    @classmethod
    def open(cls, state: Path) -> ProgressStore:
        """The store in the folder ``state``; made when there is none.

        Raises MachineProblem for a folder that cannot be written, a full disk, a damaged file
        (which is set aside under a dated name), and a file of a newer tftutor (left alone).
        """
        return cls(open_database(state), state / FILE)

    def close(self) -> None:
        """Lets go of the file. Harmless when called again."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> ProgressStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def record(self, attempt: AttemptRecord) -> None:
        """Adds an attempt; it is on disk when this returns."""
        with self._writing() as connection:
            transfer.insert(connection, "attempts", {"uid": _new_uid(), **as_row(attempt)})

    def attempts(self, step: str | None = None) -> list[AttemptRecord]:
        """All attempts, or those at ``step``, oldest first, those before a reset included."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT * FROM attempts WHERE :step IS NULL OR step = :step ORDER BY at, id", {"step": step}
            ).fetchall()
        return [from_row(row) for row in rows]

    def steps(self) -> dict[str, StepState]:
        """How far the learner is in each step that they did anything in, by full step id."""
        with self._reading() as connection:
            tries = connection.execute(
                "SELECT step, at, verdict FROM attempts WHERE NOT before_reset ORDER BY step, at, id"
            ).fetchall()
            notes = connection.execute(
                "SELECT step, what, MAX(level) AS level FROM notes WHERE NOT before_reset GROUP BY step, what"
            ).fetchall()
        states = {step: _state(step, list(rows)) for step, rows in groupby(tries, key=itemgetter("step"))}
        for row in notes:
            state = states.get(row["step"], StepState(row["step"]))
            if row["what"] == "hint":
                state = replace(state, hints=row["level"])
            elif row["what"] == "solution":
                state = replace(state, solution_seen=True)
            elif row["what"] == "blocked":
                state = replace(state, blocked=not state.attempts)
            states[row["step"]] = state
        return states

    def note_hint(self, step: str, level: int) -> None:
        """Notes that the hint of this level (from 1) was seen; the highest one stays."""
        self._note(step, "hint", level)

    def note_solution_seen(self, step: str) -> None:
        """Notes that the learner looked at the solution."""
        self._note(step, "solution", 1)

    def note_blocked(self, step: str) -> None:
        """Notes that the step cannot be done on this machine."""
        self._note(step, "blocked", 1)

    def note_answer(
        self, step: str, answer: str, right: bool, *, course_version: str = "", at: datetime | None = None
    ) -> None:
        """Adds an answer to a quiz or a prediction, made now unless ``at`` says otherwise."""
        moment = at or datetime.now(timezone.utc)
        verdict: Verdict = "passed" if right else "failed"
        self.record(
            AttemptRecord(step, moment, verdict, answer, kind="answer", course_version=course_version)
        )

    def note_opened(self, step: str) -> None:
        """Notes where the learner is, for `last_opened`."""
        with self._writing() as connection:
            latest = connection.execute("SELECT MAX(at) FROM opened").fetchone()[0] or ""
            # A clock that was set back must not send the learner back too.
            moment = max(as_text(datetime.now(timezone.utc)), latest)
            connection.execute("INSERT OR REPLACE INTO opened (step, at) VALUES (?, ?)", (step, moment))

    def opened(self) -> set[str]:
        """The steps the learner has opened, by full id."""
        with self._reading() as connection:
            return {str(row["step"]) for row in connection.execute("SELECT step FROM opened")}

    def last_opened(self) -> str | None:
        """The step the learner opened last; None when they opened none."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT step FROM opened ORDER BY at DESC, rowid DESC LIMIT 1"
            ).fetchone()
        return str(row["step"]) if row else None

    def reset(self, steps: Iterable[str]) -> int:
        """These steps start again: not passed, no attempts, no hints seen. History stays, marked.

        Returns how many of them had anything to reset.
        """
        count = 0
        with self._writing() as connection:
            for step in dict.fromkeys(steps):
                marked = 0
                for table in ("attempts", "notes"):
                    marked += connection.execute(
                        f"UPDATE {table} SET before_reset = 1 WHERE step = ? AND NOT before_reset", (step,)
                    ).rowcount
                marked += connection.execute("DELETE FROM opened WHERE step = ?", (step,)).rowcount
                count += marked > 0
        return count

    def export(self) -> dict[str, Any]:
        """All of it as JSON can hold it; `tftutor.progress.transfer` describes the form."""
        with self._reading() as connection:
            return transfer.export(connection)

    def merge(self, other: Mapping[str, Any]) -> int:
        """Adds what another store exported; returns how many attempts were new here.

        Merging the same export again adds nothing, and the order of merges does not matter. A
        reset on either machine covers the attempts that machine knew of. Raises UsageProblem when
        ``other`` is no export, or one of a newer tftutor; then nothing is changed.
        """
        rows = transfer.understood(other)
        with self._writing() as connection:
            return transfer.merge(connection, rows)

    def _note(self, step: str, what: str, level: int) -> None:
        with self._writing() as connection:
            known = connection.execute(
                "SELECT MAX(level) FROM notes WHERE step = ? AND what = ? AND NOT before_reset", (step, what)
            ).fetchone()[0]
            if known is None or known < level:
                moment = as_text(datetime.now(timezone.utc))
                note = {"uid": _new_uid(), "step": step, "at": moment, "what": what, "level": level}
                transfer.insert(connection, "notes", {**note, "before_reset": 0})

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """All reads inside see the same moment."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All writes inside happen, or none."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, database_problems(self._file):
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # On a full disk SQLite has taken the transaction back already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _state(step: str, tries: list[sqlite3.Row]) -> StepState:
    """Where the attempts at one step, oldest first, lead to."""
    first = next((row["at"] for row in tries if row["verdict"] == "passed"), None)
    return StepState(
        step,
        passed=first is not None,
        first_passed_at=as_moment(first) if first else None,
        attempts=len(tries),
        last_verdict=tries[-1]["verdict"],
        last_at=as_moment(tries[-1]["at"]),
    )


def _new_uid() -> str:
    return uuid.uuid4().hex
