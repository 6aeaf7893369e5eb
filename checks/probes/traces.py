"""How often TensorFlow traces a function of the learner's program while it is called."""

from __future__ import annotations

from typing import Any

from tftutor.checks.probes.look import found


def probe(context: Any, of: str, calls: list[str]) -> dict[str, Any]:
    """What ``of`` is, how many graphs it has before and after ``calls``, and what they raised."""
    report: dict[str, Any] = {"function": found(context, of)}
    if report["function"].get("kind") in (None, "missing"):
        return report
    function = context.evaluate(of)
    report["before"] = _graphs_of(function)
    for call in calls:
        report["call"] = call
        outcome = found(context, call)
        if "error" in outcome:
            return {**report, "error": outcome["error"]}
    report["after"] = _graphs_of(function)
    return report


def _graphs_of(function: Any) -> int:
    """How often it was traced; -1 for what TensorFlow does not trace."""
    count = getattr(function, "experimental_get_tracing_count", None)
    return int(count()) if callable(count) else -1
