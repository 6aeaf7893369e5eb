"""Programs of the checks' tests run in real sandboxes."""

from __future__ import annotations

import pytest
from attempts import Run, sandboxed

from tftutor.runtime import Runtime


@pytest.fixture(scope="session")
def run(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a program with a check's probes."""
    return sandboxed(runtime, tmp_path_factory.mktemp("kept"))
