"""What is installed, read from files: dist-info and egg-info, never by importing anything."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tftutor.doctor.context import Context
from tftutor.doctor.interpreter import interpreter
from tftutor.doctor.system import System
from tftutor.doctor.versions import Version, canonical, requirement, version_or_none

_DIST = re.compile(r"(?P<name>.+?)-(?P<version>\d[^-]*)\.dist-info")
_EGG = re.compile(r"(?P<name>.+?)(?:-(?P<version>\d[^-]*?)(?:-py\d.*)?)?\.egg-info")
_HEADERS_MAX = 512 * 1024
_RECORD_MAX = 64 << 20
_LINE_MAX = 64 * 1024


@dataclass(frozen=True)
class Distribution:
    """One installed package. ``folder`` holds its modules, ``info`` what pip wrote down of it."""

    name: str
    version_text: str
    folder: str
    info: str
    system: System

    @cached_property
    def version(self) -> Version | None:
        said = (
            re.search(r"^Version:\s*(\S+)", self._metadata, re.MULTILINE) if not self.version_text else None
        )
        return version_or_none(said[1] if said else self.version_text)

    @property
    def minor(self) -> tuple[int, int]:
        """The first two numbers of its version; (0, 0) when it has none."""
        return self.version.minor if self.version else (0, 0)

    @cached_property
    def _metadata(self) -> str:
        for file in (f"{self.info}/METADATA", f"{self.info}/PKG-INFO", self.info):
            text = self.system.text(file, _HEADERS_MAX)
            if text:
                return text.replace("\r\n", "\n").partition("\n\n")[0]
        return ""

    @property
    def has_metadata(self) -> bool:
        """Whether what pip wrote down is there and names a version."""
        return bool(re.search(r"^Version:\s*\S", self._metadata, re.MULTILINE))

    @cached_property
    def requires(self) -> tuple[str, ...]:
        """Its `Requires-Dist` lines."""
        return tuple(re.findall(r"^Requires-Dist:\s*(.+)$", self._metadata, re.MULTILINE))

    def requirement_on(self, name: str) -> str:
        """The specifier it gives for another distribution; "" when it gives none."""
        for line in self.requires:
            parsed = requirement(line)
            if parsed and parsed.name == name and "extra" not in parsed.marker:
                return parsed.spec
        return ""

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the wheel it came from, as cp311-cp311-manylinux_2_27_x86_64."""
        return tuple(re.findall(r"^Tag:\s*(\S+)", self.system.text(f"{self.info}/WHEEL"), re.MULTILINE))

    def record(self) -> Iterator[str]:
        """The files it installed, relative to ``folder``; the list is cut at 64 MB."""
        path = self.system.path(f"{self.info}/RECORD")
        try:
            with path.open("rb") as file:
                read = 0
                while line := file.readline(_LINE_MAX):  # one without an end may be gigabytes long
                    read += len(line)
                    if read > _RECORD_MAX:
                        return
                    name = _record_path(line)
                    if name:
                        yield name
        except OSError:
            return

    def missing_files(self, *, only: tuple[str, ...] = (), limit: int = 5) -> list[str]:
        """Files of its RECORD that are not there. ``only``: endings of the files to look at."""
        there: dict[str, frozenset[str]] = {}
        missing: list[str] = []
        for name in self.record():
            if name.endswith((".pyc", "/RECORD")) or name.startswith(("..", "/")):
                continue
            if only and not name.endswith(only):
                continue
            folder, _, file = name.rpartition("/")
            if folder not in there:
                there[folder] = _names(self.system.path(f"{self.folder}/{folder}"))
            if file not in there[folder]:
                missing.append(name)
                if len(missing) >= limit:
                    break
        return missing


@dataclass(frozen=True)
class Installed:
    """All distributions on a search path, those that win first."""

    everything: tuple[Distribution, ...]
    search: tuple[str, ...]
    system: System

    @cached_property
    def _by_name(self) -> dict[str, list[Distribution]]:
        named: dict[str, list[Distribution]] = {}
        for one in self.everything:
            named.setdefault(one.name, []).append(one)
        return named

    def all(self, name: str) -> list[Distribution]:
        return self._by_name.get(canonical(name), [])

    def get(self, name: str) -> Distribution | None:
        """The one that is imported."""
        found = self.all(name)
        return found[0] if found else None

    def version(self, name: str) -> Version | None:
        found = self.get(name)
        return found.version if found else None

    def names(self) -> list[str]:
        return list(self._by_name)

    def module(self, name: str) -> str:
        """The file or folder that `import name` would find first; "" for none."""
        for folder in self.search:
            for candidate in (f"{folder}/{name}/__init__.py", f"{folder}/{name}.py"):
                if self.system.exists(candidate):
                    return candidate
        return ""


def installed(context: Context) -> Installed:
    """What the examined interpreter has."""
    return read_installed(context.system, context.fact(interpreter).search)


def read_installed(system: System, search: tuple[str, ...]) -> Installed:
    """What is installed in these folders."""
    found: list[Distribution] = []
    for folder in search:
        for name in system.names(folder):
            if name.startswith(("~", ".")):
                continue
            matched = _DIST.fullmatch(name) or _EGG.fullmatch(name)
            if matched:
                info = f"{folder}/{name}"
                found.append(
                    Distribution(canonical(matched["name"]), matched["version"] or "", folder, info, system)
                )
    return Installed(tuple(found), search, system)


def _record_path(line: bytes) -> str:
    """The first field of a line of CSV."""
    text = line.decode("utf-8", "replace").strip()
    if text.startswith('"'):
        return text[1:].partition('",')[0].replace('""', '"')
    return text.rsplit(",", 2)[0] if text.count(",") >= 2 else ""


def _names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 - a RECORD has thousands of files
    except (OSError, ValueError):
        return frozenset()
