"""A tutor over the real course, which records nothing; what it learns of one program serves the next."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tftutor.data import DataSets
from tftutor.runtime import Runtime
from tftutor.runtime.store import EvidenceStore
from tftutor.tutor import Tutor
from tftutor.tutor.cached_runner import CachedRunner
from tftutor.tutor.opening import the_course
from tftutor.tutor.step_inputs import StepInputs
from tftutor.tutor.step_runner import StepRunner


@pytest.fixture(scope="session")
def tutor(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Tutor:
    """The real course on stand-ins, with the evidence of the whole test session."""
    folder = tmp_path_factory.mktemp("tutor")
    cached_runner = CachedRunner(
        runtime, EvidenceStore(folder / "cache"), scratch=folder / "kept", python=Path(sys.executable)
    )
    course = the_course()
    data = DataSets(folder / "data", {"TFTUTOR_OFFLINE": "1"}, offline=True)
    return Tutor(StepRunner(course, cached_runner, StepInputs(course, data, None)))
