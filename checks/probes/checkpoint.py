"""What a program that may go on from a checkpoint ended with: its count, its weights, its optimizer."""

from __future__ import annotations

from typing import Any

from tftutor.checks.probes.look import explained

_NUMBERS_MAX = 5_000_000


def probe(context: Any, step: str, model: str, optimizer: str) -> dict[str, Any]:
    """``step``, and the arrays of decimal numbers in the model and the optimizer; or ``error``."""
    try:
        return {
            "step": int(context.evaluate(step)),
            "iterations": iterations_of(context.evaluate(optimizer)) if optimizer else 0,
            "model": numbers_of(context.evaluate(model)) if model else [],
            "optimizer": numbers_of(context.evaluate(optimizer)) if optimizer else [],
        }
    except Exception as error:  # noqa: BLE001 - names and values are the learner's
        return {"error": explained(error)}


def numbers_of(thing: Any) -> list[Any]:
    """The variables of a model, an optimizer, a list or a single one."""
    import numpy as np

    held = getattr(thing, "variables", thing)
    held = list(held) if isinstance(held, (list, tuple)) else [held]
    left, arrays = _NUMBERS_MAX, []
    for variable in held:
        numbers = np.asarray(variable.numpy() if hasattr(variable, "numpy") else variable)
        if numbers.dtype.kind == "f" and numbers.ndim and numbers.size <= left:
            arrays.append(numbers)
            left -= numbers.size
    return arrays


def iterations_of(optimizer: Any) -> int:
    """How many steps an optimizer has made, by its own count."""
    count = getattr(optimizer, "iterations", 0)
    return int(count.numpy() if hasattr(count, "numpy") else count)
