"""Loads a saved model in a clean process and has it sort pictures it has not seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tftutor.checks.probes.look import explained

BATCH = 500


def probe(context: Any, file: str, divide_by: float, shape: list[int] | None, predict: str) -> dict[str, Any]:
    """The class of each held-out input, (n,), or why there is none."""
    import numpy as np

    inputs = np.load(Path(context.folder) / "held_out.npy")
    try:
        if predict:
            space: dict[str, Any] = {"__name__": "predict"}
            exec(compile(predict, "<predict>", "exec"), space)
            outputs = space["predict"](prepared(inputs, divide_by, shape), context.folder)
        else:
            model = loaded(Path(context.folder) / file)
            wanted = shape if shape is not None else own_shape(model, inputs)
            outputs = run(model, prepared(inputs, divide_by, wanted))
    except LoadProblem as problem:
        return {"unloadable": str(problem)}
    except Exception as error:  # noqa: BLE001 - a learner's file may lead to anything
        return {"error": explained(error)}
    return classes(np.asarray(outputs.numpy() if hasattr(outputs, "numpy") else outputs), len(inputs))


class LoadProblem(Exception):
    """The file is not a model that can be read safely."""


def loaded(path: Path) -> Any:
    """The model in a .keras file, with nothing of it run on the way."""
    import zipfile

    import keras

    if path.is_dir():
        raise LoadProblem("it is a folder; model.save('name.keras') makes a file")
    if path.suffix == ".keras" and not zipfile.is_zipfile(path):
        raise LoadProblem("it is not a file that model.save() made")
    try:
        return keras.models.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        text = str(error)
        if "safe_mode" in text or "unsafe" in text or "ambda" in text:
            raise LoadProblem(
                "it holds Python code (a Lambda layer), which is not run from a file"
            ) from error
        if "Could not locate" in text or "registered" in text or "Unknown" in text:
            raise LoadProblem(
                "it uses a layer or function of your own, which Keras cannot find again"
            ) from error
        raise LoadProblem(
            f"{type(error).__name__}: {text.splitlines()[0][:200] if text else 'no reason given'}"
        ) from error


def own_shape(model: Any, inputs: Any) -> list[int] | None:
    """The shape of one input that the model itself asks for, where it fits the pictures."""
    import math

    shape = getattr(model, "input_shape", None)
    if not isinstance(shape, tuple) or not all(isinstance(size, int) for size in shape[1:]):
        return None
    return list(shape[1:]) if math.prod(shape[1:]) == inputs[0].size else None


def prepared(inputs: Any, divide_by: float, shape: list[int] | None) -> Any:
    """float32, divided, each input in the shape that is wanted."""
    import numpy as np

    numbers = inputs.astype(np.float32) / np.float32(divide_by)
    return numbers if shape is None else numbers.reshape([len(numbers), *shape])


def run(model: Any, inputs: Any) -> Any:
    """The model's outputs, batch by batch, in inference mode."""
    import numpy as np
    import tensorflow as tf

    step = tf.function(lambda batch: model(batch, training=False), reduce_retracing=True)
    parts = [step(tf.constant(inputs[i : i + BATCH])).numpy() for i in range(0, len(inputs), BATCH)]
    return np.concatenate(parts)


def classes(outputs: Any, amount: int) -> dict[str, Any]:
    """Outputs (n, classes) or class numbers (n,) as class numbers, and what is odd about them."""
    import numpy as np

    seen: dict[str, Any] = {"shape": [int(size) for size in outputs.shape], "amount": amount}
    fits = outputs.ndim == 1 or (outputs.ndim == 2 and outputs.shape[1] > 1)
    if not fits or len(outputs) != amount or outputs.dtype.kind not in "fiub":
        return seen
    numbers = outputs.astype(np.float64)
    seen["nan"] = int((~np.isfinite(numbers)).reshape(amount, -1).any(axis=1).sum())
    if outputs.ndim > 1:
        numbers = np.nan_to_num(numbers, nan=-np.inf).argmax(axis=1)
    seen["predictions"] = np.nan_to_num(numbers, nan=-1, posinf=-1, neginf=-1).round().astype(np.int32)
    return seen
