"""What the tutor remembers from one start to the next: where you were, and the run that was going on.

It lies in `screen.json` in the state folder. Nothing here is precious: a file that cannot be read is set
aside, one of a newer tftutor is left alone, a full disk is passed over, and the tutor starts all the same.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from tftutor.application.runs.noted import LiveRun, RunKind, UnfinishedRun, new_entry, run_of
from tftutor.application.screen_state_file import (
    FILE,
    FORMAT,
    Data,
    NewerFile,
    as_dict,
    latest,
    locked,
    read,
    set_aside,
)

MOST_CURSORS = 2_000

Cursor = tuple[int, int]


@dataclass(frozen=True)
class StepPlace:
    """A step, the pane that was shown of it, and the cursor in its code as (row, column) from 0."""

    step: str
    pane: str = ""
    cursor: Cursor | None = None


@dataclass(frozen=True)
class News:
    """How a run ended while nobody looked."""

    step: str
    sentence: str


class ScreenState:
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
    def open(cls, state: Path) -> ScreenState:
        """What the folder ``state`` holds; an empty state when there is nothing, or nothing of use."""
        file = state / FILE
        try:
            return cls(file, read(file))
        except NewerFile:
            sentence = f"{file} was written by a newer tftutor, so this one does not remember where you were."
            return cls(file, {}, trouble=sentence, writable=False)
        except ValueError:
            aside = set_aside(file)
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
        found = as_dict(self._data.get("place"))
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
                cursors = as_dict(data.get("cursors"))
                cursors.pop(step, None)  # the newest stands last, and the oldest goes first
                cursors[step] = [*cursor]
                data["cursors"] = dict([*cursors.items()][-MOST_CURSORS:])

        self._change(change)

    def cursor_of(self, step: str) -> Cursor | None:
        """Where the cursor stood in the code of a step."""
        match as_dict(self._data.get("cursors")).get(step):
            case [int(row), int(column)] if row >= 0 and column >= 0:
                return row, column
        return None

    # --- runs ----------------------------------------------------------------------------------

    def note_run(self, step: str, kind: RunKind) -> None:
        """A run has begun. Save soon: it is of use only if the tutor ends before the run does."""
        entry = new_entry(kind)

        def change(data: Data) -> None:
            data["runs"] = {**as_dict(data.get("runs")), step: dict(entry)}

        self._begun_here.add(entry["run"])
        self._change(change)

    def run_ended(self, step: str, unseen: str = "") -> None:
        """A run has ended, of ours or of a tutor that is gone; another tutor's that goes on stays noted.

        ``unseen``: what to say of it at the next start, where nobody saw it end.
        """

        def change(data: Data) -> None:
            runs = as_dict(data.get("runs"))
            if step in runs and (self._is_ours(noted := run_of(step, runs[step])) or not noted.is_going):
                del runs[step]
            data["runs"] = runs
            if unseen:
                data["news"] = {**as_dict(data.get("news")), step: unseen}

        self._change(change)

    def note_detached(self, steps: Collection[str]) -> None:
        """The tutor leaves the terminal; its runs of these steps go on."""

        def change(data: Data) -> None:
            runs = as_dict(data.get("runs"))
            for step in steps:
                if step in runs and self._is_ours(run_of(step, runs[step])):
                    runs[step] = {**as_dict(runs[step]), "alone": True}
            data["runs"] = runs

        self._change(change)

    def ask_to_stop(self, run: LiveRun) -> None:
        """For the tutor whose run it is. Save, then let it know."""

        def change(data: Data) -> None:
            runs = as_dict(data.get("runs"))
            if run.step in runs and run_of(run.step, runs[run.step]).id == run.id:
                data["runs"] = {**runs, run.step: {**as_dict(runs[run.step]), "stop": True}}

        self._change(change)

    def asked_to_stop(self) -> list[str]:
        """The steps whose runs of ours another tutor wants to end. Look again first."""
        return [run.step for run in self._runs() if self._is_ours(run) and self._entry(run.step).get("stop")]

    def unfinished(self) -> list[UnfinishedRun]:
        """Runs of earlier tutors that were cut off. One that another tutor still shows is not among them."""
        return [run for run in self._runs() if not (self._is_ours(run) or run.is_going)]

    def going_on(self) -> list[LiveRun]:
        """Runs of other tutors that still live, whether somebody looks at them or not."""
        return [run for run in self._runs() if not self._is_ours(run) and run.is_going]

    def look_again(self) -> None:
        """Takes in what other tutors noted meanwhile. A file that cannot be read now says nothing new."""
        try:
            found = latest(self._file)
        except (OSError, NewerFile):
            return
        with self._lock:
            for change in self._changes:
                change(found)
            self._data = found

    def _runs(self) -> list[LiveRun]:
        return [run_of(step, entry) for step, entry in as_dict(self._data.get("runs")).items()]

    def _entry(self, step: str) -> Data:
        return as_dict(as_dict(self._data.get("runs")).get(step))

    def _is_ours(self, run: LiveRun) -> bool:
        return run.id in self._begun_here

    def news(self) -> list[News]:
        """How runs ended while nobody looked, until `note_news_seen`."""
        return [News(step, str(said)) for step, said in as_dict(self._data.get("news")).items()]

    def note_news_seen(self, only: str = "") -> None:
        """The learner has been told, of all or of one step; what is noted meanwhile is told later."""
        told = {step: said for step, said in as_dict(self._data.get("news")).items() if only in ("", step)}

        def change(data: Data) -> None:
            news = as_dict(data.get("news"))
            data["news"] = {step: said for step, said in news.items() if told.get(step) != said}

        self._change(change)

    # --- the file --------------------------------------------------------------------------------

    def save(self) -> bool:
        """Writes what changed, whole or not at all. False when it could not be; it is then tried again."""
        from tftutor.files import write_whole

        with self._saving:
            with self._lock:
                changes, self._changes = self._changes, []
            if not changes or not self._writable:
                return self._writable
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                with locked(self._file):
                    data = latest(self._file)
                    for change in changes:
                        change(data)
                    text = json.dumps({**data, "format": FORMAT}, indent=1, ensure_ascii=False)
                    write_whole(self._file, text.encode("utf-8", "replace"))
            except (OSError, NewerFile):
                with self._lock:
                    self._changes = changes + self._changes
                return False
            return True

    def _change(self, change: Callable[[Data], None]) -> None:
        with self._lock:
            change(self._data)
            self._changes.append(change)
