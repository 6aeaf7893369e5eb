"""Says what a value of the learner's is, as data."""

from __future__ import annotations

import reprlib
import types
from typing import Any

from .frames import ARRAY_BYTES_MAX, ITEM_BYTES
from .libraries import Libraries

_TEXT_MAX = 200
_ELEMENTS_MAX = 1_000_000


def describe(value: Any, loaded: Libraries) -> dict[str, Any]:
    """``array`` is None for what has no numbers, is too large to send, or has no value yet (a graph)."""
    array = _array(value, loaded)
    return {
        "exists": True,
        "type": _type(value, loaded),
        "dtype": _dtype(value),
        "shape": _shape(value, array),
        "text": _text(value, array, loaded),
        "array": array,
    }


def _type(value: Any, loaded: Libraries) -> str:
    tf, keras = loaded.tf, loaded.keras
    if value is None:
        return "NoneType"
    if isinstance(value, (keras.Model, tf.keras.Model)):
        return "keras.Model"
    if isinstance(value, (keras.layers.Layer, tf.keras.layers.Layer)):
        return "keras.Layer"
    if _is_keras_variable(value, loaded):
        return "keras.Variable"
    if isinstance(value, tf.Variable):
        return "tf.Variable"
    if isinstance(value, tf.Tensor):
        return "tf.Tensor" if callable(getattr(value, "numpy", None)) else "tf.Tensor (graph)"
    if isinstance(value, loaded.numpy.ndarray):
        return "numpy.ndarray"
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, types.MethodType)):
        return "function"
    kind = type(value)
    if kind.__module__ == "builtins":
        return kind.__name__
    top = str(kind.__module__).partition(".")[0]
    return f"{'tf' if top == 'tensorflow' else top}.{kind.__name__}".replace("__main__.", "")


def _is_keras_variable(value: Any, loaded: Libraries) -> bool:
    kind = getattr(loaded.keras, "Variable", None)  # Keras 2 has none of its own
    return isinstance(kind, type) and kind is not loaded.tf.Variable and isinstance(value, kind)


def _dtype(value: Any) -> str | None:
    if isinstance(value, type):
        return None
    dtype = getattr(value, "dtype", None)
    if dtype is None:
        return None
    dtype = getattr(dtype, "base_dtype", dtype)
    return str(getattr(dtype, "name", dtype))[:50]


def _shape(value: Any, array: Any) -> list[int | None] | None:
    if array is not None:
        return [int(n) for n in array.shape]
    if isinstance(value, type):
        return None
    shape = getattr(value, "shape", None)
    try:
        return None if shape is None else [None if n is None else int(n) for n in shape]
    except (TypeError, ValueError):  # a shape of unknown rank, or no shape at all
        return None


def _array(value: Any, loaded: Libraries) -> Any:
    numpy, tf = loaded.numpy, loaded.tf
    if isinstance(value, (str, bytes, type, dict, set, types.FunctionType)) or value is None:
        return None
    if isinstance(value, (list, tuple)):
        if not value or not _small(value):
            return None
    elif isinstance(value, tf.IndexedSlices):
        value = tf.convert_to_tensor(value)
    elif not isinstance(value, (bool, int, float, complex)) and not hasattr(value, "dtype"):
        return None
    if _bytes(value) > ARRAY_BYTES_MAX:
        return None
    try:
        found = value.numpy() if callable(getattr(value, "numpy", None)) else value
        found = numpy.asarray(found)
        if found.dtype.name not in ITEM_BYTES and found.dtype.kind not in "OSUMm":
            found = found.astype("float32")  # bfloat16 and its kind
    except Exception:  # a symbolic tensor, a ragged list, a class of the learner's own: no array then
        return None
    return found if found.dtype.name in ITEM_BYTES and found.nbytes <= ARRAY_BYTES_MAX else None


def _bytes(value: Any) -> int:
    """At least this many bytes, read off the shape without making the array."""
    shape = getattr(value, "shape", None)
    size = getattr(getattr(value, "dtype", None), "itemsize", 0) or getattr(
        getattr(value, "dtype", None), "size", 0
    )
    try:
        count = 1
        for extent in shape or ():
            count *= int(extent)
        return count * int(size)
    except (TypeError, ValueError):
        return 0


def _small(parts: Any) -> bool:
    """Whether a nested list has few enough elements, and only numbers and tensors, to become an array."""
    left = _ELEMENTS_MAX
    stack = [parts]
    while stack:
        part = stack.pop()
        left -= 1
        if left < 0:
            return False
        if isinstance(part, (list, tuple)):
            stack.extend(part)
        elif isinstance(part, (str, bytes, dict)) or part is None:
            return False
    return True


def _text(value: Any, array: Any, loaded: Libraries) -> str:
    try:
        if array is not None and hasattr(value, "dtype"):
            text = loaded.numpy.array2string(
                array, threshold=40, edgeitems=2, precision=6, max_line_width=100
            )
        else:
            text = _shortener().repr(value)
    except Exception as error:  # the learner's own __repr__
        text = f"({type(value).__name__}; its text cannot be shown: {type(error).__name__})"
    return str(text)[:_TEXT_MAX]


def _shortener() -> reprlib.Repr:
    short = reprlib.Repr()
    short.maxstring = short.maxother = short.maxlong = _TEXT_MAX
    short.maxlist = short.maxtuple = short.maxdict = 12
    return short
