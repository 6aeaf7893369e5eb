"""When the tables of right and wrong programs are tried."""

from __future__ import annotations

import pytest

_TRAINS = ("session5", "session6")


def tables_marks(session: str) -> tuple[pytest.MarkDecorator, ...]:
    """Topics and labs are tried by hand; sessions whose programs train, after the course is verified."""
    if not session.startswith("session"):
        return (pytest.mark.slow,)
    return (pytest.mark.journey, pytest.mark.timeout(1500)) if session in _TRAINS else ()
