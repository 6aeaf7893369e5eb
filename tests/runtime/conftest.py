"""One TensorFlow start for all tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sandbox_samples import Run

from tftutor.runtime import Confinement, Evidence, Limits, Probe, Program, Runtime


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="session")
def data_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def runtime(scratch: Path, data_root: Path) -> Iterator[Runtime]:
    with Runtime(scratch=scratch, device="cpu", readable=[data_root]) as started:
        started.start()
        yield started


@pytest.fixture(scope="session")
def run(runtime: Runtime) -> Run:
    """Runs code and gives the evidence: ``run("print(1)", probes=..., seconds=5)``."""
    return running_on(runtime)


@pytest.fixture(scope="module")
def unfiltered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """A runtime as on a kernel that filters no system calls: programs may fork there."""
    without = Confinement(without=frozenset({"seccomp"}))
    folder = tmp_path_factory.mktemp("unfiltered")
    with Runtime(scratch=folder, device="cpu", confinement=without) as started:
        started.facts()
        yield started


@pytest.fixture(scope="module")
def run_unfiltered(unfiltered: Runtime) -> Run:
    return running_on(unfiltered)


def running_on(runtime: Runtime) -> Run:
    def run_code(code: str, *, probes: dict[str, str] | None = None, **options: Any) -> Evidence:
        limits = {
            name: options.pop(name)
            for name in ("seconds", "memory_mb", "output_kb", "processes", "disk_mb")
            if name in options
        }
        calls = {name: options.pop(name) for name in ("on_event", "cancel", "keep_in") if name in options}
        asked = tuple(Probe(name, source) for name, source in (probes or {}).items())
        program = Program(code=code, probes=asked, limits=Limits(**limits), **options)
        return runtime.run(program, **calls)

    return run_code
