"""What the tutor remembers from one start to the next: where you were, and the run that was going on.

It lies in `screen.json` in the state folder. Nothing here is precious: a file that cannot be read is set
aside, one of a newer tftutor is left alone, a full disk is passed over, and the tutor starts all the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

FILE = "screen.json"
FORMAT = 1
LARGEST = 1_000_000
MOST_CURSORS = 2_000

Cursor = tuple[int, int]
Kind = Literal["run", "check"]
Data = dict[str, Any]


@dataclass(frozen=True)
class StepPlace:
    """A step, the pane that was shown of it, and the cursor in its code as (row, column) from 0."""

    step: str
    pane: str = ""
    cursor: Cursor | None = None


@dataclass(frozen=True)
class UnfinishedRun:
    """A run that was cut off when its tutor ended. ``began``: in words of the clock, or ""."""

    step: str
    kind: Kind
    began: str = ""


@dataclass(frozen=True)
class News:
    """How a run ended while nobody looked."""

    step: str
    sentence: str


class Memory:
    """Read once, changed in memory, written by `save`. May be used from several threads.

    Two tutors of one learner may be open at once: `save` puts this one's changes onto what the file says
    by then. ``trouble`` is a sentence where the file could not be used, else "".
    """

    def __init__(self, file: Path, data: Data, *, trouble: str = "", writable: bool = True) -> None:
        self.trouble = trouble
        self._file = file
        self._data = data
        self._writable = writable
        self._changes: list[Callable[[Data], None]] = []
        self._begun_here: set[str] = set()
        self._lock = threading.RLock()
        self._saving = threading.Lock()

    @classmethod
    def open(cls, state: Path) -> Memory:
        """What the folder ``state`` holds; an empty memory when there is nothing, or nothing of use."""
        file = state / FILE
        try:
            return cls(file, _read(file))
        except _Newer:
            sentence = f"{file} was written by a newer tftutor, so this one does not remember where you were."
            return cls(file, {}, trouble=sentence, writable=False)
        except ValueError:
            aside = _set_aside(file)
            sentence = f"What the screen remembered could not be read; it is kept as {aside}."
            return cls(file, {}, trouble=sentence if aside else "", writable=bool(aside))
        except OSError as error:
            return cls(file, {}, trouble=f"{file} cannot be read: {error.strerror}.", writable=False)

    # --- the first start ---------------------------------------------------------------------

    @property
    def welcomed(self) -> bool:
        """Whether the learner was greeted already."""
        return self._data.get("welcomed") is True

    def note_welcomed(self) -> None:
        """The learner was greeted."""
        self._change(lambda data: data.__setitem__("welcomed", True))

    # --- where the learner is ----------------------------------------------------------------

    @property
    def place(self) -> StepPlace | None:
        """Where the learner was last."""
        found = _as_dict(self._data.get("place"))
        step = found.get("step")
        if not isinstance(step, str) or not step:
            return None
        pane = found.get("pane")
        return StepPlace(step, pane if isinstance(pane, str) else "", self.cursor_of(step))

    def note_place(self, step: str, pane: str = "", cursor: Cursor | None = None) -> None:
        """The learner looks at this step. Without ``cursor`` the one known stays."""

        def change(data: Data) -> None:
            data["place"] = {"step": step, "pane": pane}
            if cursor is not None:
                cursors = _as_dict(data.get("cursors"))
                cursors.pop(step, None)  # the newest stands last, and the oldest goes first
                cursors[step] = [*cursor]
                data["cursors"] = dict([*cursors.items()][-MOST_CURSORS:])

        self._change(change)

    def cursor_of(self, step: str) -> Cursor | None:
        """Where the cursor stood in the code of a step."""
        match _as_dict(self._data.get("cursors")).get(step):
            case [int(row), int(column)] if row >= 0 and column >= 0:
                return row, column
        return None

    # --- runs ----------------------------------------------------------------------------------

    def note_run(self, step: str, kind: Kind) -> None:
        """A run has begun. Save soon: it is of use only if the tutor ends before the run does."""
        entry = {"kind": kind, "began": f"{datetime.now():%Y-%m-%d %H:%M}", "process": os.getpid()}

        def change(data: Data) -> None:
            data["runs"] = {**_as_dict(data.get("runs")), step: entry}

        self._begun_here.add(step)
        self._change(change)

    def run_ended(self, step: str, unseen: str = "") -> None:
        """A run has ended. ``unseen``: what to say of it at the next start, where nobody saw it end."""

        def change(data: Data) -> None:
            data["runs"] = {name: run for name, run in _as_dict(data.get("runs")).items() if name != step}
            if unseen:
                data["news"] = {**_as_dict(data.get("news")), step: unseen}

        self._change(change)

    def unfinished(self) -> list[UnfinishedRun]:
        """Runs of earlier tutors that were cut off. One that another tutor still shows is not among them."""
        found = []
        for step, run in _as_dict(self._data.get("runs")).items():
            entry = _as_dict(run)
            kind: Kind = "check" if entry.get("kind") == "check" else "run"
            if step not in self._begun_here and not _is_alive(entry.get("process")):
                found.append(UnfinishedRun(step, kind, str(entry.get("began") or "")))
        return found

    def news(self) -> list[News]:
        """How runs ended while nobody looked, until `note_news_seen`."""
        return [News(step, str(said)) for step, said in _as_dict(self._data.get("news")).items()]

    def note_news_seen(self) -> None:
        """The learner has been told."""
        self._change(lambda data: data.__setitem__("news", {}))

    # --- the file --------------------------------------------------------------------------------

    def save(self) -> bool:
        """Writes what changed, whole or not at all. False when it could not be; it is then tried anew."""
        from tftutor.files import write_whole

        with self._saving:
            with self._lock:
                changes, self._changes = self._changes, []
            if not changes or not self._writable:
                return self._writable
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                data = _latest(self._file)
                for change in changes:
                    change(data)
                text = json.dumps({**data, "format": FORMAT}, indent=1, ensure_ascii=False)
                write_whole(self._file, text.encode("utf-8", "replace"))
            except (OSError, _Newer):
                with self._lock:
                    self._changes = changes + self._changes
                return False
            return True

    def _change(self, change: Callable[[Data], None]) -> None:
        with self._lock:
            change(self._data)
            self._changes.append(change)


class _Newer(Exception):
    """The file is of a newer tftutor."""


def _read(file: Path) -> Data:
    """Raises ValueError for a file without meaning, _Newer, OSError."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    if len(content) > LARGEST:
        raise ValueError("far too long")
    try:
        data = json.loads(content)
    except RecursionError:
        raise ValueError("nested far too deeply") from None
    if not isinstance(data, dict):
        raise ValueError("no object")
    if isinstance(data.get("format"), int) and data["format"] > FORMAT:
        raise _Newer
    return data


def _latest(file: Path) -> Data:
    try:
        return _read(file)
    except ValueError:
        return {}


def _set_aside(file: Path) -> Path | None:
    aside = file.with_name(f"{file.stem}.damaged-{datetime.now():%Y-%m-%d-%H%M%S}{file.suffix}")
    with contextlib.suppress(OSError):
        file.replace(aside)
        return aside
    return None


def _as_dict(value: Any) -> Data:
    return dict(value) if isinstance(value, dict) else {}


def _is_alive(process: Any) -> bool:
    """Whether the tutor with this number still runs. Our own number, from before, means another one."""
    if not isinstance(process, int) or process <= 1 or process == os.getpid():
        return False
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
    return b"tftutor" in command
