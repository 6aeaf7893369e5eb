"""The curves that a training left behind, and what the model it left says of itself."""

from __future__ import annotations

from typing import Any

from tftutor.checks.probes.look import explained, found

LONGEST = 100_000


def probe(context: Any, of: str, agrees: dict[str, Any] | None) -> dict[str, Any]:
    """``curves``: name -> numbers; else ``value`` says what there is instead."""
    value = found(context, of)
    if "kind" not in value:
        return {"value": value}
    curves = curves_of(context.evaluate(of), of)
    if curves is None:
        return {"value": value}
    report: dict[str, Any] = {"curves": curves}
    if agrees:
        try:
            report["measured"] = measured(context, **agrees)
        except Exception as error:  # noqa: BLE001 - a learner's model may do anything
            report["unmeasured"] = explained(error)
    return report


def curves_of(value: Any, name: str) -> dict[str, Any] | None:
    """A Keras History, its dictionary, a list of dictionaries (one an epoch), or one list of numbers."""
    import numpy as np

    held = getattr(value, "history", value)
    if isinstance(held, (list, tuple)) and held and all(isinstance(one, dict) for one in held):
        held = {str(key): [one.get(key, np.nan) for one in held] for key in held[0]}
    elif not isinstance(held, dict):
        held = {name: held}
    curves: dict[str, Any] = {}
    for key, numbers in held.items():
        curve = numbers_in(numbers)
        if curve is not None:
            curves[str(key)] = curve
    return curves or None


def numbers_in(values: Any) -> Any:
    """One number for each epoch, float64; None for anything else."""
    import numpy as np

    if isinstance(values, (str, bytes, dict)) or not hasattr(values, "__len__"):
        return None
    try:
        numbers = np.array([float(value) for value in list(values)[:LONGEST]], np.float64)
    except (TypeError, ValueError):
        return None
    return numbers


def measured(context: Any, model: str, x: str, y: str, metric: str) -> float:
    """What the model that is left reaches on these data: its accuracy, or the mean of a Keras loss."""
    import keras
    import numpy as np

    network = context.evaluate(model)
    inputs, labels = np.asarray(context.evaluate(x)), np.asarray(context.evaluate(y))
    outputs = np.asarray(network.predict(inputs, batch_size=500, verbose=0))
    if metric == "accuracy":
        flat = labels.reshape(len(labels), -1)
        wanted = flat.argmax(axis=1) if flat.shape[1] > 1 else flat[:, 0]
        answers = outputs.argmax(axis=1) if outputs.shape[-1] > 1 else outputs[:, 0] > 0.5
        return float(np.mean(answers == wanted))
    loss = own_loss(network, metric) or keras.losses.get(metric)
    return float(np.mean(np.asarray(loss(labels, outputs))))


def own_loss(network: Any, metric: str) -> Any:
    """The loss that the model was compiled with, where ``metric`` is `loss`."""
    import keras

    if metric != "loss":
        return None
    loss = getattr(network, "loss", None)
    return keras.losses.get(loss) if loss is not None else None
