"""What tests of several rooms share: one start of TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tftutor.runtime import Runtime


def pytest_addoption(parser: pytest.Parser) -> None:
    """Only the conftest at the top may add options."""
    parser.addoption("--update-goldens", action="store_true", help="keep the screens of tests/tui again")


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """Sandboxes on the CPU; TensorFlow starts with the first run."""
    with Runtime(scratch=tmp_path_factory.mktemp("runs"), device="cpu") as shared:
        yield shared
