"""A learner with an empty home folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_learner import Learner


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    """A learner at the small course."""
    return Learner(tmp_path / "home")
