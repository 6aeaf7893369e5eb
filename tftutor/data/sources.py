"""Where a data set may already lie on this machine, in the order in which we look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tftutor.data.registry import DataSet, Layout
from tftutor.problems import MachineProblem

Place = Literal["named", "system", "cache", "keras"]


@dataclass(frozen=True)
class Found:
    """Files that look like a data set. ``exact``: their folder or names belong to it alone."""

    layout: Layout
    files: tuple[Path, ...]
    folder: Path
    place: Place
    exact: bool

    @property
    def size(self) -> int:
        return sum(file.stat().st_size for file in self.files)

    def fingerprint(self) -> str:
        """Changes when a file is replaced: paths, sizes and times of change."""
        parts: list[str] = [self.layout.reader, self.place]
        for file in self.files:
            stat = file.stat()
            parts.append(f"{file}|{stat.st_size}|{stat.st_mtime_ns}")
        return "\n".join(parts)


def roots(environ: Mapping[str, str], fetched: Path) -> Iterator[tuple[Place, Path]]:
    """The folders to look in. MachineProblem when TFTUTOR_DATA_DIR names no folder."""
    named = environ.get("TFTUTOR_DATA_DIR")
    if named:
        folder = Path(named).expanduser().absolute()
        if not folder.is_dir():
            raise MachineProblem(
                f"TFTUTOR_DATA_DIR names {folder}, and there is no such folder.",
                "Correct it, or unset it to let tftutor look elsewhere.",
            )
        yield "named", folder
    shares = environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    for share in shares.split(":"):
        if share:
            yield "system", Path(share) / "datasets"
    yield "cache", fetched
    yield "keras", keras_folder(environ)


def keras_folder(environ: Mapping[str, str]) -> Path:
    """Where Keras keeps what it fetched."""
    home = environ.get("KERAS_HOME")
    base = Path(home) if home else Path(environ.get("HOME") or "~").expanduser() / ".keras"
    return base / "datasets"


def find(data_set: DataSet, environ: Mapping[str, str], fetched: Path) -> Iterator[Found]:
    """Every set of files that could be this data set, the best place first. Nothing is read."""
    for place, root in roots(environ, fetched):
        for layout in data_set.layouts:
            for name in layout.folders:
                folder = root / name
                files = _all_there(folder, layout)
                if files:
                    exact = place == "cache" or name != "." or layout.reader != "idx"
                    yield Found(layout, files, folder, place, exact)


def _all_there(folder: Path, layout: Layout) -> tuple[Path, ...]:
    files = []
    for name in layout.files:
        spellings = [name, f"{name}.gz", name.replace("-idx", ".idx")] if layout.reader == "idx" else [name]
        file = next((folder / spelling for spelling in spellings if _is_file(folder / spelling)), None)
        if file is None:
            return ()
        files.append(file)
    return tuple(files)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError:  # a folder we may not look into holds nothing for us
        return False
