"""The prepared folders: arrays that a run can map into memory, made once from any source.

``<cache>/prepared/<name>-<digest>/`` holds the files, ``<cache>/prepared/index/`` says which source
they were made from. All of it can be deleted at any time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tftutor.data.digests import of_file
from tftutor.data.disk import clear_abandoned, disk_problems, folder_in_making, read_json, write_json
from tftutor.data.model import OnProgress, Progress, Resolved
from tftutor.data.registry import DataSet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tftutor.data.model import Content

_FORMAT = 1
_SHORT = 12
_CHUNK = 1 << 22


@dataclass(frozen=True)
class PreparedFolders:
    """The prepared folders under one cache."""

    cache: Path

    @property
    def home(self) -> Path:
        return self.cache / "prepared"

    def known(self, data_set: DataSet, key: str, origin: str = "") -> Resolved | None:
        """What was made from the source with this ``key``, if it is still whole."""
        entry = read_json(self._entry(data_set, key))
        if entry.get("format") != _FORMAT:
            return None
        folder = self.home / f"{data_set.name}-{entry['digest'][:_SHORT]}"
        for name, size in entry["sizes"].items():
            try:
                if (folder / name).stat().st_size != size:
                    return None
            except OSError:
                return None
        classes = data_set.stand_in_classes if entry["stand_in"] else data_set.classes
        return Resolved(
            name=data_set.name, stand_in=entry["stand_in"], origin=origin or entry["origin"],
            folder=folder, files=data_set.names, digest=entry["digest"], classes=classes,
        )  # fmt: skip

    def keep(
        self, data_set: DataSet, key: str, content: Content, *, stand_in: bool, origin: str,
        on_progress: OnProgress,
    ) -> Resolved:  # fmt: skip
        """Writes the content into a folder of its own and remembers the source it was made from."""
        digest = digest_of(content, salt=key if stand_in else "")
        folder = self.home / f"{data_set.name}-{digest[:_SHORT]}"
        with disk_problems(self.home):
            self.home.mkdir(parents=True, exist_ok=True)
            clear_abandoned(self.home)
            with folder_in_making(self.home) as making:
                for number, (name, part) in enumerate(content.items()):
                    on_progress(Progress("preparing", data_set.title, number, len(content)))
                    _write(making / name, part)
                sizes = {name: (making / name).stat().st_size for name in content}
                if not _same_files(folder, making, sizes):
                    _put_in_place(making, folder)
            entry = {"format": _FORMAT, "digest": digest, "stand_in": stand_in, "origin": origin}
            write_json(self._entry(data_set, key), {**entry, "sizes": sizes})
        resolved = self.known(data_set, key)
        if resolved is None:  # deleted by someone the moment it was made
            raise FileNotFoundError(folder)
        return resolved

    def intact(self, resolved: Resolved) -> bool:
        """Whether the prepared files still have the digest they were made with (reads all of them)."""
        state = read_json(self._fingerprints(resolved.folder))
        return bool(state) and all(_sha256(resolved.folder / name) == value for name, value in state.items())

    def fingerprint(self, resolved: Resolved) -> None:
        """Remembers the digests of a new folder's files, for `intact`."""
        if not self._fingerprints(resolved.folder).exists():
            digests = {file.name: _sha256(file) for file in sorted(resolved.folder.iterdir())}
            write_json(self._fingerprints(resolved.folder), digests)

    def _entry(self, data_set: DataSet, key: str) -> Path:
        return self.home / "index" / f"{data_set.name}-{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"

    def _fingerprints(self, folder: Path) -> Path:
        return self.home / "index" / f"{folder.name}.digests.json"


def digest_of(content: Content, salt: str = "") -> str:
    """SHA-256 over the names and bytes of the content, hexadecimal."""
    import numpy as np

    state = hashlib.sha256(salt.encode())
    for name in sorted(content):
        part = content[name]
        state.update(name.encode())
        if isinstance(part, bytes):
            state.update(part)
        else:
            state.update(str((part.shape, part.dtype.str)).encode())
            state.update(np.ascontiguousarray(part).reshape(-1).data)
    return state.hexdigest()


def _write(path: Path, part: NDArray[Any] | bytes) -> None:
    with open(path, "wb") as file:
        if isinstance(part, bytes):
            file.write(part)
            return
        import numpy as np

        # Not np.save: it reports a full disk without its error number.
        array = np.ascontiguousarray(part)
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(array))
        data = array.reshape(-1).view(np.uint8).data
        for start in range(0, len(data), _CHUNK):
            file.write(data[start : start + _CHUNK])


def _same_files(folder: Path, making: Path, sizes: dict[str, int]) -> bool:
    """Whether the folder already holds the very same files: another process may be reading them."""
    return folder.is_dir() and all(
        (folder / name).is_file() and _sha256(folder / name) == _sha256(making / name) for name in sizes
    )


def _put_in_place(making: Path, folder: Path) -> None:
    """Renames the new folder into its place. A damaged folder there is moved out of the way first."""
    making.chmod(0o755)
    if folder.exists():
        folder.rename(making.with_name(f"{making.name}-old"))
    try:
        making.rename(folder)
    except OSError:
        if not folder.is_dir():  # else another process was quicker with the same content
            raise
    finally:
        old = making.with_name(f"{making.name}-old")
        if old.is_dir():
            for file in old.iterdir():
                file.unlink()
            old.rmdir()


def _sha256(path: Path) -> str:
    state = hashlib.sha256()
    for piece in of_file(path):
        state.update(piece)
    return state.hexdigest()
