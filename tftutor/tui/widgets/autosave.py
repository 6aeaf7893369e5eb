"""Saves one draft while it is being typed, and looks whether another program writes it too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual import on
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from tftutor.presentation.text import tidy
from tftutor.problems import Problem
from tftutor.tui.draft_file import ChangedOutside, DraftFile, SaveResult

SAVE_AFTER = 0.5  # seconds from the first unsaved key to the save; a second is what may be lost
TRY_AGAIN_AFTER = 2.0
LOOK_EVERY = 2.0  # seconds between looks at the file; each costs one `stat`


class Autosave(Widget):
    """Unseen. ``code`` gives the text of the editor as it belongs in the file.

    failing   the last save did not succeed; it is tried again
    conflict  the file holds another program's text; until that is settled, ours is saved beside it
    """

    DEFAULT_CSS = "Autosave { display: none; }"

    class Saved(Message):
        """The file holds the text of the editor."""

    class Conflict(Message):
        """Another program has changed the file."""

    @dataclass
    class Says(Message):
        """A sentence for the learner; empty when the last one no longer holds."""

        sentence: str

    @dataclass
    class _Ended(Message):
        file: DraftFile
        result: SaveResult | ChangedOutside | Problem

    def __init__(self, code: Callable[[], str]) -> None:
        super().__init__()
        self._code = code
        self.file: DraftFile | None = None
        self.failing = self.conflict = False
        self._timer: Timer | None = None
        self._turn = 0

    def on_mount(self) -> None:
        self.set_interval(LOOK_EVERY, self.look)

    def on_unmount(self) -> None:
        """However the screen ends, what was typed is on the disk."""
        if self.file is not None:
            self._saved(self.file, *self._wish())

    def begin(self, file: DraftFile | None, *, failing: bool = False) -> None:
        """Keeps another file from now on; None: there is nothing to keep."""
        self.file, self.failing, self.conflict = file, failing, False

    def save_soon(self) -> None:
        """Call it when the text has changed: half a second later it is saved."""
        if self._timer is None and self.file is not None and not self._is_safe(self.file, self._code()):
            self._timer = self.set_timer(TRY_AGAIN_AFTER if self.failing else SAVE_AFTER, self._save_beside)

    def save_now(self) -> None:
        """Saves before it returns, or says why it cannot."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.file is not None:
            self._ended(self._Ended(self.file, self._saved(self.file, *self._wish())))

    def look(self) -> None:
        """Looks whether the file has changed or gone."""
        if self.file is None or self.conflict or self._timer is not None:
            return
        look = self.file.look()
        if look == "changed":
            self._take_conflict(self.file)
        elif look == "gone":
            self._save_beside()

    def keep_mine(self) -> Path | None:
        """Settles a conflict: ours goes into the file. Where the other version lies now. Raises Problem."""
        assert self.file is not None
        kept = self.file.keep_mine(self._code())
        self.conflict = False
        return kept

    def take_theirs(self) -> tuple[str, Path | None]:
        """Settles a conflict: the other text, and where ours lies now. Raises Problem."""
        assert self.file is not None
        found = self.file.take_theirs(self._code())
        self.conflict = False
        return found

    def _take_conflict(self, file: DraftFile) -> None:
        mine = self._code()
        try:
            if file.theirs() == mine:
                file.read()
                return
        except Problem as problem:
            self.post_message(self.Says(str(problem)))
        self.conflict = True
        self.post_message(self.Conflict())
        self.save_soon()

    def _is_safe(self, file: DraftFile, code: str) -> bool:
        return file.is_aside(code) if self.conflict else file.is_saved(code)

    def _wish(self) -> tuple[str, int, bool]:
        self._turn += 1
        return self._code(), self._turn, self.conflict

    def _save_beside(self) -> None:
        """Saves in a thread, since a slow disk must not hold up the keys."""
        self._timer = None
        if self.file is not None:
            work = partial(self._save_in_thread, self.file, *self._wish())
            self.run_worker(work, thread=True, group="saving", exit_on_error=False)

    def _save_in_thread(self, file: DraftFile, code: str, turn: int, aside: bool) -> None:
        self.post_message(self._Ended(file, self._saved(file, code, turn, aside)))

    @staticmethod
    def _saved(file: DraftFile, code: str, turn: int, aside: bool) -> SaveResult | ChangedOutside | Problem:
        try:
            if not aside:
                return file.save(code, turn)
            return SaveResult(file.path if file.is_aside(code) else file.save_aside(code))
        except (ChangedOutside, Problem) as reason:
            return reason

    @on(_Ended)
    def _ended(self, event: _Ended) -> None:
        if event.file is not self.file:
            return
        result = event.result
        if isinstance(result, ChangedOutside):
            if not self.conflict:
                self._take_conflict(event.file)
        elif isinstance(result, Problem):
            if not self.failing:
                self.post_message(self.Says(f"Not saved. {result}"))
            self.failing = True
        else:
            if result.anew:
                gone = f"The file had gone; it was written again: {tidy(result.path)}"
                self.post_message(self.Says(gone))
            elif self.failing:
                self.post_message(self.Says(""))
            self.failing = False
            self.post_message(self.Saved())
        self.save_soon()
