"""Takes what a run leaves behind out of its folder, once every process of it is dead."""

from __future__ import annotations

import fnmatch
import os
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

_DEPTH_MAX = 20
_FILES_MAX = 5_000


def keep(work: Path, patterns: Sequence[str], target: Path) -> dict[str, Path]:
    """Moves what matches ``patterns`` to ``target``: path in the run folder -> where it is now.

    Regular files only, and folders with what is in them; links and everything else stay behind. A
    pattern is matched part by part: ``*.keras``, ``logs``, ``logs/*/events.*``.
    """
    kept: dict[str, Path] = {}
    wanted = [tuple(pattern.strip("/").split("/")) for pattern in patterns]
    left = [_FILES_MAX]
    for relative, is_folder in _entries(work, (), wanted):
        source, destination = work.joinpath(*relative), target.joinpath(*relative)
        if is_folder:
            _take_folder(source, destination, left, _DEPTH_MAX)
        else:
            _take_file(source, destination, left)
        if destination.exists():
            kept["/".join(relative)] = destination
    return kept


def _entries(
    folder: Path, above: tuple[str, ...], wanted: Sequence[tuple[str, ...]]
) -> list[tuple[tuple[str, ...], bool]]:
    found: list[tuple[tuple[str, ...], bool]] = []
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError:  # the program closed it to everybody
        return found
    for entry in entries:
        path = (*above, entry.name)
        is_folder = entry.is_dir(follow_symlinks=False)
        if any(_matches(path, pattern) for pattern in wanted):
            found.append((path, is_folder))
        elif is_folder and any(_may_hold(path, pattern) for pattern in wanted):
            found += _entries(Path(entry.path), path, wanted)
    return found


def _matches(path: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not path
    if pattern[0] == "**":
        return _matches(path, pattern[1:]) or (bool(path) and _matches(path[1:], pattern))
    return bool(path) and fnmatch.fnmatchcase(path[0], pattern[0]) and _matches(path[1:], pattern[1:])


def _may_hold(path: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether something below ``path`` may match."""
    if "**" in pattern:
        return len(path) < _DEPTH_MAX
    same = all(fnmatch.fnmatchcase(part, wanted) for part, wanted in zip(path, pattern, strict=False))
    return same and len(path) < len(pattern)


def _take_folder(source: Path, destination: Path, left: list[int], depth: int) -> None:
    destination.mkdir(parents=True, exist_ok=True)
    if depth == 0:
        return
    try:
        entries = sorted(os.scandir(source), key=lambda e: e.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            _take_folder(Path(entry.path), destination / entry.name, left, depth - 1)
        else:
            _take_file(Path(entry.path), destination / entry.name, left)


def _take_file(source: Path, destination: Path, left: list[int]) -> None:
    if left[0] <= 0 or not stat.S_ISREG(os.lstat(source).st_mode):
        return
    left[0] -= 1
    destination.parent.mkdir(parents=True, exist_ok=True)
    source.chmod(0o600)  # a regular file, as seen above, and nobody is left to swap it
    try:
        source.rename(destination)
    except OSError:  # another file system
        shutil.copyfile(source, destination, follow_symlinks=False)
