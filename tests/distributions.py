"""Builds what is published: the source distribution, and wheels from it and from the checkout."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def build(target: str, source: Path, folder: Path) -> Path:
    """Build a "wheel" or an "sdist" of the tree ``source`` into ``folder``; return the file."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = folder.iterdir()
    return built


def unpack(sdist: Path, folder: Path) -> Path:
    """Unpack a source distribution into ``folder``; return the tree in it."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (tree,) = folder.iterdir()
    return tree
