"""Reads a checkpoint folder, and writes it with its counts far ahead: who goes on from it shows that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_SAVES = "save_counter"
_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"
_NUMBERS_MAX = 5_000_000


def probe(context: Any, folder: str, ahead: int) -> dict[str, Any]:
    """What the newest checkpoint holds: ``counts``, ``arrays``; or ``empty`` and what is in the folder.

    ``ahead`` is added to each count.
    """
    import tensorflow as tf

    place = Path(context.folder) / folder
    newest = tf.train.latest_checkpoint(str(place))
    if newest is None:
        return {"empty": True, "files": sorted(path.name for path in place.rglob("*"))[:20]}
    reader = tf.train.load_checkpoint(newest)
    held = {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}
    marked = {name: value + ahead if is_count(name, value) else value for name, value in held.items()}
    names = sorted(marked)
    tf.raw_ops.SaveV2(
        prefix=tf.constant(newest),
        tensor_names=tf.constant(names),
        shape_and_slices=tf.constant([""] * len(names)),
        tensors=[tf.convert_to_tensor(marked[name]) for name in names],
    )
    return {
        "counts": {name: int(value) for name, value in held.items() if is_count(name, value)},
        "arrays": arrays_of(held),
    }


def is_count(name: str, value: Any) -> bool:
    """A whole number of how far the training is: not the number that names the next file."""
    import numpy as np

    whole = isinstance(value, np.ndarray | np.integer) and np.ndim(value) == 0
    return bool(whole and np.asarray(value).dtype.kind in "iu" and _SAVES not in name)


def arrays_of(held: dict[str, Any]) -> dict[str, Any]:
    """Every array of decimal numbers, by its name in the file, as long as they are not too many."""
    import numpy as np

    left, arrays = _NUMBERS_MAX, {}
    for name, value in sorted(held.items()):
        numbers = np.asarray(value)
        if name != _GRAPH and numbers.dtype.kind == "f" and numbers.size <= left:
            arrays[name], left = numbers, left - numbers.size
    return arrays
