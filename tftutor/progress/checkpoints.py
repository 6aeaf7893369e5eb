"""What a run that was cut left for the next run of its step: folders that the program saves its state in.

    state/checkpoints/session5/training-for-real/full-training/saved.json
                                                               folders/checkpoints/...

Each is replaced as a whole, so that a kill at any moment leaves the old or the new one.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from tftutor import files

_SAVED, _FOLDERS = "saved.json", "folders"
_FORMAT = 1
_TRIES = 20


@dataclass(frozen=True)
class Checkpoint:
    """``at``: when the program saved it. ``data``: what the run learned from, as an attempt records it.

    ``folders``: name in the run folder -> where the folder lies.
    """

    at: datetime
    data: str
    folders: dict[str, Path]


class Checkpoints:
    """The checkpoints below a state folder, which need not exist yet."""

    def __init__(self, state: Path) -> None:
        self._root = state / "checkpoints"

    def save(self, step: str, fill: Callable[[Path], None], *, changed: float, data: str = "") -> None:
        """Keeps the folders that ``fill`` writes below the path it is given, in place of the old ones.

        ``changed``: when the program wrote them, in seconds since the epoch. Raises what ``fill`` raises,
        and OSError; then the old ones are as they were.
        """
        place = self._root / step
        place.parent.mkdir(parents=True, exist_ok=True)
        files.sweep(place.parent)
        new = files.temporary_beside(place)
        try:
            (new / _FOLDERS).mkdir(parents=True)
            fill(new / _FOLDERS)
            about = {"format": _FORMAT, "at": min(changed, time.time()), "data": data}
            files.write_whole(new / _SAVED, json.dumps(about).encode())
            files.put_in_place(new, place)
        finally:
            files.remove(new)

    def find(self, step: str) -> Checkpoint | None:
        """What the step's last run left; None when it left nothing, or nothing that can be used."""
        place = self._root / step
        try:
            about = json.loads((place / _SAVED).read_bytes())
            if about["format"] != _FORMAT:
                return None
            at = datetime.fromtimestamp(float(about["at"]), timezone.utc)
            folders = {path.name: path for path in sorted((place / _FOLDERS).iterdir())}
            return Checkpoint(at, str(about["data"]), folders) if folders else None
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return None

    def take(self, step: str, into: Path) -> Checkpoint | None:
        """A copy below ``into``, which is made, so that no other run's saving can change it."""
        for _ in range(_TRIES):
            with self._held(step) as is_the_same:
                found = self.find(step)
                if found is None:
                    return None
                try:
                    into.mkdir(parents=True, exist_ok=True)
                    for name, folder in found.folders.items():
                        files.copy_plain(folder, into / name, link=True)
                    whole = is_the_same()
                except FileNotFoundError:
                    whole = False
            if whole:
                return Checkpoint(found.at, found.data, {name: into / name for name in found.folders})
            files.remove(into)  # replaced meanwhile, and the new one is as good
        return None

    @contextlib.contextmanager
    def _held(self, step: str) -> Iterator[Callable[[], bool]]:
        """Says whether the step's place is still what it was; held open, its inode number stays its own."""
        place = self._root / step
        try:
            held = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            yield lambda: False
            return
        try:
            yield lambda: place.stat().st_ino == os.fstat(held).st_ino
        finally:
            os.close(held)

    def drop(self, step: str) -> bool:
        """Forgets it, so that the next run begins from the start. Whether there was one."""
        place = self._root / step
        if not place.exists():
            return False
        doomed = files.temporary_beside(place)
        try:
            place.rename(doomed)
        except FileNotFoundError:
            return False
        files.remove(doomed)
        return True
