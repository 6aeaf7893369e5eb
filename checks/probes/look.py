"""Says what a value is, as data. Runs in the sandbox; other probes take it in as text."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

LARGEST = 1_000_000  # elements sent whole; of larger arrays, that many fixed places
ITEMS = 200
TEXT = 200


def look(value: Any, depth: int = 3) -> dict[str, Any]:
    """What ``value`` is: kind, type, dtype, shape, text, and its array, strings or items."""
    import numpy as np

    if type(value).__name__ == "TensorShape" and getattr(value, "rank", None) is not None:
        value = tuple(value.as_list())
    kind = kind_of(value)
    seen: dict[str, Any] = {"kind": kind, "type": type(value).__name__}
    seen["text"] = shortened(value)
    if kind in ("variable", "tensor", "array", "number", "boolean"):
        seen.update(array_of(value))
    elif kind in ("graph tensor", "graph variable"):
        seen["dtype"] = value.dtype.base_dtype.name
        seen["shape"] = None if value.shape.rank is None else list(value.shape.as_list())
    elif kind == "string":
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        seen.update(dtype="string", shape=[], strings=[text[:10_000]])
    elif kind in ("list", "tuple"):
        seen["length"] = len(value)
        plain = numbers_of(value, np)
        if plain is not None:
            seen.update(array_of(plain))
        if depth:
            seen["items"] = [look(item, depth - 1) for item in list(value)[:ITEMS]]
    elif kind == "dict":
        seen["length"] = len(value)
        if depth:
            pairs = list(value.items())[:ITEMS]
            seen["keys"] = [str(key)[:TEXT] for key, _ in pairs]
            seen["items"] = [look(item, depth - 1) for _, item in pairs]
    return seen


def kind_of(value: Any) -> str:
    """The kind in one word: variable, tensor, array, number, string, list, model, ..."""
    import numpy as np

    if value is None:
        return "none"
    if value is Ellipsis:
        return "ellipsis"
    if isinstance(value, (bool, np.bool_)):
        return "boolean"
    if isinstance(value, (int, float, complex, np.number)):
        return "number"
    if isinstance(value, (str, bytes)):
        return "string"
    for plain in (list, tuple, dict):
        if isinstance(value, plain):
            return plain.__name__
    if isinstance(value, np.ndarray):
        return "array"
    return tensorflow_kind(value)


def tensorflow_kind(value: Any) -> str:
    """The kind of what TensorFlow and Keras make."""
    import sys

    tf, keras = sys.modules.get("tensorflow"), sys.modules.get("keras")
    if keras is not None and isinstance(value, keras.Model):
        return "model"
    if keras is not None and isinstance(value, keras.Variable):
        return "variable"
    if tf is not None and isinstance(value, tf.Variable):
        return "variable" if hasattr(getattr(value, "handle", None), "numpy") else "graph variable"
    if tf is not None and isinstance(value, tf.Tensor):
        return "tensor" if hasattr(value, "numpy") else "graph tensor"
    if tf is not None and isinstance(value, tf.data.Dataset):
        return "dataset"
    if callable(value):
        return "class" if isinstance(value, type) else "function"
    return "other"


def array_of(value: Any) -> dict[str, Any]:
    """dtype, shape and numbers of anything that holds numbers; strings for string tensors."""
    import numpy as np

    try:
        held = np.asarray(value.numpy() if hasattr(value, "numpy") else value)
    except Exception as error:  # noqa: BLE001 - a learner's object may raise anything when it is asked for its value
        return {"unreadable": f"{type(error).__name__}: {error}"[:TEXT]}
    dtype = getattr(getattr(value, "dtype", None), "name", None) or getattr(value, "dtype", None)
    seen: dict[str, Any] = {"dtype": str(dtype or held.dtype), "shape": [int(size) for size in held.shape]}
    if held.dtype.kind in "OSU":
        flat = [x.decode("utf-8", "replace") if isinstance(x, bytes) else str(x) for x in held.ravel()[:1000]]
        return {**seen, "dtype": "string", "strings": [x[:1000] for x in flat]}
    if held.dtype.kind not in "fiubc":  # bfloat16 and its like, which plain NumPy does not know
        held = held.astype(np.float32)
    if held.dtype.kind in "fc":
        seen["nan"], seen["infinite"] = int(np.isnan(held).sum()), int(np.isinf(held).sum())
    if held.size > LARGEST:
        places = np.random.default_rng(held.size).integers(0, held.size, LARGEST // 10)
        held, seen["sampled"] = held.ravel()[places], True
    seen["array"] = np.array(held, copy=True)  # the value may change before it is sent
    return seen


def numbers_of(value: Any, np: Any) -> Any:
    """A list of numbers, of lists of numbers, or of arrays of one shape, as an array; else None."""
    if not len(value) or isinstance(value[0], (str, bytes)) or value[0] is None:
        return None
    try:
        held = np.asarray([x.numpy() if hasattr(x, "numpy") else x for x in value])
    except (ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError):
        return None
    return held if held.dtype.kind in "fiubc" else None


def shortened(value: Any) -> str:
    """Its repr, cut; a value that cannot say what it is is named by its class."""
    try:
        if type(value).__module__ == "numpy" and getattr(value, "size", 0) > 100:
            return f"{type(value).__name__} of shape {value.shape}"
        return repr(value)[:TEXT]
    except Exception:  # noqa: BLE001 - a learner's __repr__ may raise anything
        return f"a {type(value).__name__}"


def missing_name(error: NameError, namespace: dict[str, Any]) -> dict[str, Any]:
    """Which name was missing, and the names of the program that are close to it."""
    name = str(getattr(error, "name", None) or "")
    own = [x for x in namespace if not x.startswith("_")]
    near = [x for x in own if x.lower() == name.lower()]
    near += [x for x in difflib.get_close_matches(name, own, 3, 0.75) if x not in near]
    return {"missing": name, "near": near}


def found(context: Any, expression: str) -> dict[str, Any]:
    """What an expression is in the learner's program: ``look``, or why there is nothing to see."""
    try:
        return look(context.evaluate(expression))
    except NameError as error:
        return missing_name(error, context.namespace)
    except Exception as error:  # noqa: BLE001 - an expression on a learner's values may raise anything
        return {"error": explained(error)}


def explained(error: BaseException) -> dict[str, Any]:
    """An exception as data, with the deepest line of code that is in no file: the learner's.

    ``line`` is 0 where no line of theirs took part. Of a function that TensorFlow rewrote, the lines
    stand in the message.
    """
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 - an exception of the learner's own may not say
        message = ""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if theirs(trace.tb_frame.f_code.co_filename):
            line = trace.tb_lineno
        trace = trace.tb_next
    for name, number in re.findall(r'File "([^"]+)", line (\d+)', message):
        line = int(number) if theirs(name) else line
    return {"type": type(error).__name__, "message": message[:4000], "line": line}


def theirs(name: str) -> bool:
    """Whether code of that file name is the learner's: it is in no file, and is not made by a library."""
    own = explained.__code__.co_filename
    return name != own and not name.startswith(("<", "/")) and not Path(name).exists()
