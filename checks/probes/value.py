"""What a name or an expression of the learner's program is."""

from __future__ import annotations

from typing import Any

from tftutor.checks.probes.look import found


def probe(context: Any, of: str) -> dict[str, Any]:
    """What ``of`` is, after the program has run."""
    return found(context, of)
