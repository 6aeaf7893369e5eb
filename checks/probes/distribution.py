"""Calls a learner's sampler many times with arguments made from a seed, and counts what it draws."""

from __future__ import annotations

from typing import Any

from tftutor.checks.probes.function import brief, made
from tftutor.checks.probes.look import explained, found, look


def probe(
    context: Any,
    name: str,
    parameters: list[str],
    sets: list[list[dict[str, Any]]],
    probabilities: str,
    calls: int,
    seed: int,
) -> dict[str, Any]:
    """For each set of arguments: the ``probabilities`` of its categories, and how often each was drawn."""
    import numpy as np

    report: dict[str, Any] = {"function": found(context, name), "draws": []}
    if report["function"].get("kind") != "function":
        return report
    function, random = context.evaluate(name), np.random.default_rng(seed)
    for specs in sets:
        arguments = [made(spec, random, context) for spec in specs]
        space = {key: as_array(value) for key, value in zip(parameters, arguments)}  # noqa: B905 - Python 3.9 has no strict
        shares = np.asarray(eval(probabilities, {"np": np, "softmax": softmax, **space}), np.float64)
        draw = drawn(function, arguments, len(shares), calls)
        texts = [f"{key} {brief(value)}" for key, value in zip(parameters, arguments)]  # noqa: B905
        report["draws"].append({"arguments": texts, "shares": shares, **draw})
        if "counts" not in draw:
            break
    return report


def drawn(function: Any, arguments: list[Any], categories: int, calls: int) -> dict[str, Any]:
    """How often each category came, or the first result that is none, or the error that a call raised."""
    import numpy as np

    counts = np.zeros(categories, np.int64)
    for _ in range(calls):
        try:
            result = function(*arguments)
        except Exception as error:  # noqa: BLE001 - a learner's function may raise anything
            return {"error": explained(error)}
        category = category_of(result)
        if category is None or not 0 <= category < categories:
            return {"odd": look(result), "whole": category is not None}
        counts[category] += 1
    return {"counts": counts}


def category_of(result: Any) -> int | None:
    """The whole number that was drawn; None for what is not a single whole number."""
    import numpy as np

    if result is None or isinstance(result, (str, bytes, bool)):
        return None
    try:
        held = np.asarray(result.numpy() if hasattr(result, "numpy") else result)
    except Exception:  # noqa: BLE001 - a learner's object may raise anything when it is asked for its value
        return None
    return int(held.reshape(-1)[0]) if held.dtype.kind in "iu" and held.size == 1 else None


def as_array(value: Any) -> Any:
    """An argument as NumPy numbers, for the author's expression."""
    import numpy as np

    return np.asarray(value.numpy() if hasattr(value, "numpy") else value, np.float64)


def softmax(scores: Any) -> Any:
    """Probabilities for scores along the last axis."""
    import numpy as np

    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
