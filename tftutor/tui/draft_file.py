"""One draft between the editor and the disk, where others may write it too.

    open = DraftFile(desk.drafts, "session3/x/train"); text = open.read()
    open.save(text)          writes, unless another program has changed the file: ChangedOutside
    open.look()              has it changed, or gone?

Nothing is lost: whatever is replaced that the tutor did not write is kept beside it first.
"""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from tftutor import files
from tftutor.problems import MachineProblem, Problem
from tftutor.progress.drafts import Drafts

Look = Literal["same", "gone", "changed"]
_Stamp = tuple[int, int, int, int]


class ChangedOutside(Exception):
    """The file on disk is not the one that the tutor last read or wrote, so it was left alone."""


@dataclass(frozen=True)
class SaveResult:
    """What a save did. ``anew``: the file had gone and was made again."""

    path: Path
    anew: bool = False


class DraftFile:
    """A draft, and what was last seen of it on disk. Every method may be called from any thread.

    Methods raise Problem when the folder or the file cannot be used.
    """

    def __init__(self, drafts: Drafts, step_id: str) -> None:
        self._drafts, self._step_id = drafts, step_id
        self.path = drafts.path(step_id)
        self._lock = threading.Lock()
        self._stamp: _Stamp | None = None
        self._known: str | None = None
        self._base: str | None = None
        self._aside: Path | None = None
        self._aside_text: str | None = None
        self._turn = 0

    def read(self) -> str | None:
        """The draft as it is on disk now, which is from then on the one that saves may replace."""
        with self._lock:
            stamp, text = _stamp(self.path), self._drafts.read(self._step_id)
            self._stamp, self._known, self._base = stamp, text, text
            return text

    def is_saved(self, text: str) -> bool:
        """Whether the disk holds this text, as far as we know. Waits for nothing."""
        return self._known == text

    def is_aside(self, text: str) -> bool:
        """Whether ``text`` lies beside the draft, or needs not: it came from the file and was not touched."""
        return text in (self._base, self._aside_text)

    def save(self, text: str, turn: int = 0) -> SaveResult:
        """Writes the draft whole. Raises ChangedOutside, with nothing written, when it is not ours.

        ``turn``: saves may overtake each other; one with a smaller number than one done does nothing.
        """
        with self._lock:
            if turn < self._turn:
                return SaveResult(self.path)
            self._turn = turn
            look = self._look()
            if look == "changed":
                raise ChangedOutside(str(self.path))
            if look == "gone" or text != self._known:
                self._write(text)
            return SaveResult(self.path, anew=look == "gone")

    def look(self) -> Look:
        """Whether another program changed or removed the file; one `stat` when it did not.

        "same" while a save is under way, so that nobody waits for the disk.
        """
        if not self._lock.acquire(blocking=False):
            return "same"
        try:
            return self._look()
        finally:
            self._lock.release()

    def save_aside(self, text: str) -> Path:
        """Keeps ``text`` in a file of its own beside the draft, while it is not settled whose text counts."""
        with self._lock, _in_words(self.path):
            if self._aside is None:
                self._aside = _new_beside(self.path, "mine", text)
            elif self._aside.exists():
                files.write_whole(self._aside, text.encode("utf-8", "replace"))
            else:
                self._aside.parent.mkdir(parents=True, exist_ok=True)
                files.create_whole(self._aside, text.encode("utf-8", "replace"))
            self._aside_text = text
            return self._aside

    def keep_mine(self, text: str) -> Path | None:
        """Writes ``text`` over the other program's version; returns where that one lies now."""
        with self._lock:
            with _in_words(self.path):
                kept = _other_version(self.path)
            self._write(text)
            self._drop_aside()
            return kept

    def take_theirs(self, mine: str) -> tuple[str, Path | None]:
        """The other program's version, and where ``mine`` lies now: nowhere if nothing was typed into it."""
        if not self.is_aside(mine):
            self.save_aside(mine)
        text, kept = self.read(), self._aside
        with self._lock:
            self._aside = self._aside_text = None
        return text or "", kept

    def theirs(self) -> str:
        """The other program's version, to be looked at."""
        return self._drafts.read(self._step_id) or ""

    def _look(self) -> Look:
        stamp = _stamp(self.path)
        if stamp == self._stamp:
            return "same"
        if stamp is None:
            return "gone"
        try:
            text = self._drafts.read(self._step_id)
        except Problem:
            return "changed"
        if text != self._known:
            return "changed"
        self._stamp = stamp  # touched, or saved with the same text
        return "same"

    def _write(self, text: str) -> None:
        self._drafts.write(self._step_id, text)
        self._stamp, self._known = _stamp(self.path), text

    def _drop_aside(self) -> None:
        """What stood there is in the draft now."""
        if self._aside is not None:
            files.remove(self._aside)
            self._aside = self._aside_text = None


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MachineProblem(
            f"No file can be made beside {path}: {error.strerror}.",
            f"Look who owns the folder with: ls -ld {path.parent}",
        ) from error


def _stamp(path: Path) -> _Stamp | None:
    """What tells one version of a file from another without reading it; None without a file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _new_beside(path: Path, label: str, text: str) -> Path:
    data = text.encode("utf-8", "replace")
    path.parent.mkdir(parents=True, exist_ok=True)
    return next(
        kept
        for kept in _names_beside(path, label)
        if files.create_whole(kept, data) or _digest(kept) == hashlib.sha256(data).digest()
    )


def _other_version(path: Path) -> Path | None:
    """A second name for the file that another program left at ``path``; None when there is none."""
    if not path.exists():
        return None
    source = path.resolve()
    return next(
        kept
        for kept in _names_beside(path, "other-editor")
        if files.link_new(source, kept) or _digest(kept) == _digest(source)
    )


def _names_beside(path: Path, label: str) -> Iterator[Path]:
    """`train.mine-2025-11-22.py`, then `train.mine-2025-11-22-2.py`, and so on."""
    first = f"{path.stem}.{label}-{datetime.now():%Y-%m-%d}"
    yield path.with_name(f"{first}.py")
    for number in itertools.count(2):
        yield path.with_name(f"{first}-{number}.py")


def _digest(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b""
