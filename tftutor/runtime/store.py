"""Evidence of earlier runs, kept while its place in the cache lasts. Safe to delete at any moment::

cache/evidence/<first two letters of the key>/<key>/record.json
                                                    arrays.bin
                                                    files/...
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from tftutor import files
from tftutor.runtime.codec import Packer, Unpacker
from tftutor.runtime.evidence import Evidence

FORMAT = 1
LARGEST_BYTES = 2_000_000_000
_TRIES = 3
_RECORD, _ARRAYS, _FILES = "record.json", "arrays.bin", "files"
_NOT_A_RECORD = (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)


class EvidenceStore:
    """The evidence cache in a cache folder, which need not exist. Many processes may use it at once.

    Above ``largest_bytes`` in all, the entries that were not used for longest are removed.
    """

    def __init__(self, cache: Path, largest_bytes: int = LARGEST_BYTES) -> None:
        self._root = cache / "evidence"
        self._largest_bytes = largest_bytes

    def key(self, **parts: Any) -> str:
        """A name (64 hex digits) for everything that a run's evidence depends on.

        Parts may be what JSON can hold, bytes (their SHA-256 counts), paths (as text), sets,
        tuples (as lists) and dataclasses (by their fields). Raises TypeError for anything else.
        """
        text = json.dumps({"format": FORMAT, "parts": _canonical(parts)}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def folder(self, key: str) -> Path:
        """Where the entry of ``key`` is, or would be."""
        if len(key) != 64 or not set(key) <= set("0123456789abcdef"):
            raise ValueError(f"{key!r} is no key of this store")
        return self._root / key[:2] / key

    def load(self, key: str) -> Evidence | None:
        """The evidence under ``key``, or None. An entry that is not whole is removed."""
        folder = self.folder(key)
        for _ in range(_TRIES):
            before = _identity(folder)
            try:
                evidence = _read_entry(folder)
            except _NOT_A_RECORD:
                # Replaced while we read, it was a mixture of two; look at the new one.
                if _identity(folder) == before:
                    self._discard(folder)
                    return None
                continue
            with suppress(OSError):  # a cache that may only be read needs no order of last use
                os.utime(folder / _RECORD)
            return evidence
        return None

    def save(self, key: str, evidence: Evidence) -> Evidence:
        """Keeps evidence under ``key``, in place of what was there; its files move into the store.

        Returns the same evidence with the files where they are now. Where it cannot be kept (a full
        disk, a read-only cache, larger than the whole store may be), it comes back just as it was
        and nothing half stays behind. Raises TypeError for values that are not data.
        """
        folder = self.folder(key)
        temporary = files.temporary_beside(self._root / key)
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            files.sweep(self._root)
            _write_entry(temporary, evidence)
            if _size(temporary) > self._largest_bytes:
                return evidence
            folder.parent.mkdir(exist_ok=True)
            files.put_in_place(temporary, folder)
        except (OSError, ValueError, RecursionError):
            return evidence
        finally:
            self._discard(temporary)
        self._remove_originals(evidence)
        with suppress(OSError):  # folders may go away while we look; the next save prunes again
            self._prune(keep=folder)
        return dataclasses.replace(evidence, files=_places(folder, evidence.files))

    def _remove_originals(self, evidence: Evidence) -> None:
        for path in evidence.files.values():
            # Evidence may be saved again that another entry holds already.
            if not path.resolve().is_relative_to(self._root.resolve()):
                self._discard(path)

    def _prune(self, keep: Path) -> None:
        entries = [(used, size, entry) for entry in self._entries() for used, size in _use(entry)]
        total = sum(size for _, size, _ in entries)
        for _, size, entry in sorted(entries):
            if total <= self._largest_bytes:
                return
            if entry != keep:
                self._discard(entry)
                total -= size

    def _entries(self) -> Iterator[Path]:
        return self._root.glob("[0-9a-f][0-9a-f]/*")

    def _discard(self, folder: Path) -> None:
        """Removes an entry so that no reader sees half of it; what cannot be removed stays."""
        if not os.path.lexists(folder):
            return
        doomed = files.temporary_beside(self._root / folder.name)
        try:
            folder.rename(doomed)
        except OSError:  # on another disk, or gone meanwhile
            doomed = folder
        with suppress(OSError):
            files.remove(doomed)


def _identity(folder: Path) -> int | None:
    try:
        return folder.stat().st_ino
    except OSError:
        return None


def _write_entry(folder: Path, evidence: Evidence) -> None:
    packer = Packer()
    packed = packer.evidence(evidence)
    folder.mkdir()
    digest = hashlib.sha256()
    with (folder / _ARRAYS).open("xb") as arrays:
        for blob in packer.blobs:
            digest.update(blob)
            arrays.write(blob)
    for place, path in sorted(_places(folder, evidence.files).items()):
        _bring(evidence.files[place], path)
    contents = {"evidence": packed, "arrays": digest.hexdigest(), "files": _digests(folder / _FILES)}
    text = json.dumps(contents)
    record = {"format": FORMAT, "digest": hashlib.sha256(text.encode()).hexdigest(), "contents": text}
    (folder / _RECORD).write_text(json.dumps(record))


def _bring(source: Path, target: Path) -> None:
    """A second name for a kept file or folder. Patterns may overlap: what has come already stays."""
    if os.path.lexists(target):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    files.copy_plain(source, target, link=True)


def _read_entry(folder: Path) -> Evidence:
    """Raises one of `_NOT_A_RECORD` when anything is missing or not as it was written."""
    record = json.loads((folder / _RECORD).read_text())
    text = record["contents"]
    if record["format"] != FORMAT or hashlib.sha256(text.encode()).hexdigest() != record["digest"]:
        raise ValueError("the record is damaged")
    contents = json.loads(text)
    blob = (folder / _ARRAYS).read_bytes()
    if hashlib.sha256(blob).hexdigest() != contents["arrays"]:
        raise ValueError("the arrays are damaged")
    if _digests(folder / _FILES) != contents["files"]:
        raise ValueError("the files are damaged")
    packed = contents["evidence"]
    names: dict[str, Path] = dict.fromkeys(packed["files"], folder)
    return Unpacker(blob).evidence(packed, _places(folder, names))


def _places(folder: Path, names: Mapping[str, Path]) -> dict[str, Path]:
    """Where kept files are in an entry. Raises ValueError for a name that leads out of it."""
    for name in names:
        if not name or name.startswith("/") or ".." in PurePosixPath(name).parts:
            raise ValueError(f"{name!r} is no relative path")
    return {name: folder / _FILES / name for name in names}


def _digests(folder: Path) -> dict[str, str]:
    """Relative path -> SHA-256 of each file below ``folder``; "" for a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        kind = path.lstat().st_mode
        if stat.S_ISDIR(kind):
            found[name] = ""
        elif stat.S_ISREG(kind):
            found[name] = _file_digest(path)
        else:
            raise files.NotPlain(path)
    return found


def _file_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while block := opened.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _use(entry: Path) -> Iterator[tuple[float, int]]:
    """(when the entry was last used, its bytes); nothing when it went away meanwhile."""
    try:
        yield (entry / _RECORD).stat().st_mtime, _size(entry)
    except OSError:
        return


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*"))


def _canonical(value: Any) -> Any:
    """A value as JSON, so that different values give different texts. Lists begin with their kind."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            pairs = ([_canonical(key), _canonical(item)] for key, item in value.items())
            return ["pairs", *sorted(pairs, key=json.dumps)]
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return ["list", *(_canonical(item) for item in value)]
    if isinstance(value, (set, frozenset)):
        return ["set", *sorted((_canonical(item) for item in value), key=json.dumps)]
    if isinstance(value, (bytes, bytearray, memoryview)):
        return ["bytes", hashlib.sha256(value).hexdigest()]
    if isinstance(value, os.PathLike):
        return ["path", os.fspath(value)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = {f.name: _canonical(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return ["data", type(value).__name__, named]
    raise TypeError(f"a key cannot be made of {type(value).__name__}")
