"""Environments for the doctor to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from doctor_support import HEALTHY, Environment, Index


@pytest.fixture
def bare(tmp_path: Path) -> Environment:
    """A virtual environment with pip and nothing else, in a folder whose name has a space."""
    folder = tmp_path / "my things"
    folder.mkdir()
    return Environment.make(folder)


@pytest.fixture
def healthy(bare: Environment) -> Environment:
    """One in which nothing is wrong."""
    return bare.install_all(HEALTHY)


@pytest.fixture
def index(bare: Environment, tmp_path: Path) -> Index:
    """An index of small packages, which pip uses in place of the real one."""
    index = Index(tmp_path / "index")
    index.folder.mkdir()
    for name, version in HEALTHY.items():
        index.add(name, version)
    bare.environ |= {
        "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index.folder), "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore", "PIP_NO_CACHE_DIR": "1",
    }  # fmt: skip
    return index
