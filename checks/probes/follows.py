"""What an expression is once the program has run again with other values in some of its names."""

from __future__ import annotations

from typing import Any

from tftutor.checks.probes.look import explained, look


def probe(context: Any, of: str, when: dict[str, Any]) -> dict[str, Any]:
    """What ``of`` is then, or the error that this ended in."""
    try:
        return look(eval(of, context.rerun(replacing=when)))
    except Exception as error:  # noqa: BLE001 - the learner's code may raise anything
        return {"error": explained(error)}
