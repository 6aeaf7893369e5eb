"""Questions about folders that are answered without writing to them."""

from __future__ import annotations

import os
from pathlib import Path


def existing_parent(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    for candidate in (folder, *folder.parents):
        try:
            if candidate.exists():
                return candidate
        except OSError:
            continue
    return Path("/")


def cannot_be_used(folder: Path) -> str:
    """Why nothing could be written into a folder that is there or is yet to be made; "" if it could."""
    nearest = existing_parent(folder)
    if not nearest.is_dir():
        return f"{nearest} is a file, not a folder"
    try:
        if os.statvfs(nearest).f_flag & os.ST_RDONLY:
            return f"{nearest} is on a disk that is read-only"
    except OSError as error:
        return f"{nearest}: {error.strerror}"
    if not os.access(nearest, os.W_OK | os.X_OK):
        return f"you may not write into {nearest}"
    return ""
