"""One runtime and one set of targets for all hostile programs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hostile_targets import Targets
from hostile_trials import Trials

from tftutor.runtime import Runtime


@pytest.fixture(scope="package")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    """Under every layer that this machine has."""
    folder = tmp_path_factory.mktemp("hostile")
    with Targets(folder / "targets") as targets, Runtime(scratch=folder / "runs", device="cpu") as runtime:
        caution = runtime.facts().caution
        if caution:
            pytest.skip(f"this machine lacks layers: {caution}")
        yield Trials(runtime, targets, folder)
