from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from data_support import HASTY, ROOT, Make, Server, packed, serving, tiny_idx_files, tiny_mnist

from tftutor.data import DataSets


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that has no data anywhere."""
    return {"HOME": str(tmp_path / "home"), "XDG_DATA_DIRS": str(tmp_path / "share")}


@pytest.fixture
def server() -> Iterator[Server]:
    """A publisher of the tiny data set."""
    with serving(packed(tiny_idx_files())) as state:
        yield state


@pytest.fixture
def datasets(tmp_path: Path, bare: dict[str, str]) -> Make:
    """Makes a `DataSets` that knows the tiny data set as "mnist", published at the given addresses."""

    def make(*bases: str, cache: Path | None = None, **variables: str) -> DataSets:
        return DataSets(
            cache or tmp_path / "cache", bare | variables,
            registry={"mnist": tiny_mnist(*bases)}, patience=HASTY,
        )  # fmt: skip

    return make


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data, where this machine has one."""
    shared = Path(os.environ.get("TFTUTOR_SHARED", ROOT.parent / "shared"))
    if not (shared / "data" / "mnist").is_dir():
        pytest.skip("needs the folder of real data (TFTUTOR_SHARED)")
    return shared / "data"
