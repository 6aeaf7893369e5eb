"""Loads a saved model in a clean process and has it predict each next character of a held-out text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tftutor.checks.probes.accuracy import LoadProblem, loaded
from tftutor.checks.probes.look import explained

ROWS = 20
STEPS = 50


def probe(context: Any, file: str) -> dict[str, Any]:
    """The mean cross entropy of raw scores, in nats a character, or why there is none."""
    import numpy as np

    ids = np.load(Path(context.folder) / "held_out.npy")
    try:
        model = loaded(Path(context.folder) / file)
        return loss_of(model, ids)
    except LoadProblem as problem:
        return {"unloadable": str(problem)}
    except Exception as error:  # noqa: BLE001 - a learner's file may lead to anything
        return {"error": explained(error)}


def loss_of(model: Any, ids: Any) -> dict[str, Any]:
    """Rows of text side by side, read piece by piece; what the model calls its states is carried on."""
    import numpy as np
    import tensorflow as tf

    rows = model.inputs[0].shape[0] or ROWS
    length = (len(ids) - 1) // rows // STEPS * STEPS
    x = ids[: rows * length].reshape(rows, length)
    y = ids[1 : rows * length + 1].reshape(rows, length)
    states = [tf.zeros([rows, *state.shape[1:]]) for state in model.inputs[1:]]
    read, losses = tf.function(lambda *inputs: model(inputs if inputs[1:] else inputs[0], training=False)), []
    for start in range(0, length, STEPS):
        out = read(tf.constant(x[:, start : start + STEPS]), *states)
        scores, *after = out if isinstance(out, (list, tuple)) else [out]
        if len(scores.shape) != 3 or scores.shape[2] <= int(ids.max()):
            return {"shape": [int(size) for size in scores.shape], "vocabulary": int(ids.max()) + 1}
        states = after or states
        losses.append(
            tf.nn.sparse_softmax_cross_entropy_with_logits(
                y[:, start : start + STEPS], tf.cast(scores, "float32")
            )
        )
    sums = tf.reduce_sum(scores, -1).numpy()
    return {
        "loss": float(np.mean(losses)),
        "probabilities": bool(np.allclose(sums, 1, atol=1e-3) and np.min(scores) >= 0),
        "characters": rows * length,
    }
