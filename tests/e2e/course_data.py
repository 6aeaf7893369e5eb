"""The whole course for end-to-end tests, on real pictures where this machine has them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli_learner import REPOSITORY, Learner

SHARED = Path(os.environ.get("TFTUTOR_SHARED") or REPOSITORY.parent / "shared")
SOFTMAX = "session3/softmax-regression"


@pytest.fixture
def newcomer(tmp_path: Path) -> Learner:
    """Somebody with an empty home folder, at the course that tftutor brings, on the CPU."""
    environ = {"CUDA_VISIBLE_DEVICES": "-1", "EDITOR": "", "VISUAL": ""}
    data = os.environ.get("TFTUTOR_DATA_DIR") or (str(SHARED / "data") if (SHARED / "data").is_dir() else "")
    if data:
        environ["TFTUTOR_DATA_DIR"] = data
    return Learner(tmp_path / "home", course=None, environ=environ)


def solution_of(step: str) -> str:
    """The course's own solution of an exercise."""
    from tftutor.checks import KINDS
    from tftutor.course.loader import default_folder, load_course
    from tftutor.course.programs import code_of

    return code_of(load_course(default_folder(), KINDS).steps[step].step)
