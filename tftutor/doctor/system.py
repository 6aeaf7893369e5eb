"""The machine as files: read through one place, so that another file tree can replace `/`.

Nothing here raises for a file that is missing, unreadable, endless or full of garbage.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_LARGEST = 4 << 20
_LINKS_MAX = 40


@dataclass(frozen=True)
class System:
    """A file tree and an environment.

    root     what stands for `/`
    environ  the variables of the one who asks
    cwd      where they are
    """

    root: Path = Path("/")
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    cwd: Path | None = field(default_factory=lambda: _working_folder())

    @property
    def is_live(self) -> bool:
        """Whether this is the running machine, so that processes, ports and the kernel can be asked."""
        return self.root == Path("/")

    def path(self, name: str | Path) -> Path:
        """Where ``name`` (as seen from inside) really is; links are followed inside the tree."""
        if self.is_live:
            return Path(name)
        done: list[str] = []
        ahead = [part for part in str(name).split("/") if part not in ("", ".")][::-1]
        for _ in range(_LINKS_MAX * 50):
            if not ahead:
                break
            part = ahead.pop()
            if part == "..":
                done = done[:-1]
                continue
            here = self.root.joinpath(*done, part)
            target = _link(here)
            if target is None:
                done.append(part)
                continue
            if target.startswith("/"):
                done = []
            ahead += [piece for piece in target.split("/") if piece not in ("", ".")][::-1]
        return self.root.joinpath(*done)

    def inside(self, path: Path) -> str:
        """The name, as seen from inside, of what is at ``path``."""
        return str(path) if self.is_live else "/" + str(path.relative_to(self.root))

    def text(self, name: str | Path, limit: int = _LARGEST) -> str:
        """A file's text, cut at ``limit`` bytes; "" when there is none. Bytes that are no text become "�"."""
        path = self.path(name)
        try:
            if not _can_be_read_to_its_end(path):
                return ""
            with path.open("rb") as file:
                return file.read(limit).decode("utf-8", "replace")
        except (OSError, ValueError):
            return ""

    def exists(self, name: str | Path) -> bool:
        try:
            return self.path(name).exists()
        except (OSError, ValueError):
            return False

    def names(self, folder: str | Path, limit: int = 20_000) -> list[str]:
        """The names in a folder, sorted; none when it cannot be read."""
        try:
            with os.scandir(self.path(folder)) as entries:
                return sorted(entry.name for entry, _ in zip(entries, range(limit), strict=False))
        except (OSError, ValueError):
            return []

    def variable(self, name: str) -> str:
        return self.environ.get(name, "")

    @property
    def home(self) -> Path | None:
        """The home folder, if there is one."""
        named = self.environ.get("HOME")
        if named:
            return Path(named)
        try:
            return Path("~").expanduser() if self.is_live else None
        except RuntimeError:
            return None


def _working_folder() -> Path | None:
    try:
        return Path.cwd()
    except OSError:  # it was deleted
        return None


def _link(path: Path) -> str | None:
    try:
        return os.readlink(path)
    except (OSError, ValueError):
        return None


def _can_be_read_to_its_end(path: Path) -> bool:
    """Pipes and devices may hold a reader for ever."""
    return stat.S_ISREG(path.stat().st_mode)
