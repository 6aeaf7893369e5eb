"""Calls a learner's function with arguments made from a seed, and says what came back."""

from __future__ import annotations

import inspect
from typing import Any

from tftutor.checks.probes.look import explained, found, look, missing_name


def probe(
    context: Any,
    name: str,
    sets: list[list[dict[str, Any]]],
    keywords: dict[str, dict[str, Any]],
    calls: int,
    seed: int,
    then: list[str],
) -> dict[str, Any]:
    """``sets`` are lists of arguments, each made again and called ``calls`` times."""
    import numpy as np

    try:
        function = context.evaluate(name)
    except NameError as error:
        return {"function": missing_name(error, context.namespace)}
    if not callable(function):
        return {"function": look(function), "callable": False}
    random = np.random.default_rng(seed)
    results: list[dict[str, Any]] = []
    for specs in sets:
        for _ in range(calls):
            arguments = [made(spec, random, context) for spec in specs]
            named = {key: made(spec, random, context) for key, spec in keywords.items()}
            results.append(called(function, arguments, named))
    return {
        "function": {"kind": "function", "type": type(function).__name__},
        "callable": True,
        "accepts": parameters(function),
        "results": results,
        "after": {expression: found(context, expression) for expression in then},
    }


def called(function: Any, arguments: list[Any], named: dict[str, Any]) -> dict[str, Any]:
    """One call: its arguments in words, what it returned or raised."""
    texts = [brief(x) for x in arguments] + [f"{key}={brief(x)}" for key, x in named.items()]
    try:
        return {"arguments": texts, "result": look(function(*arguments, **named))}
    except Exception as error:  # noqa: BLE001 - a learner's function may raise anything
        seen = explained(error)
        return {"arguments": texts, "error": {**seen, "outside": not seen["line"]}}


def made(spec: dict[str, Any], random: Any, context: Any) -> Any:
    """One argument."""
    import numpy as np

    form, what = spec["form"], spec["what"]
    if form == "name":
        return context.evaluate(what)
    if form == "file":
        return new_file(what, random, context.folder)
    if form == "value":
        value = what if spec["made"] == "python" else np.asarray(what, spec["dtype"])
    elif form == "normal":
        value = random.normal(0.0, spec["scale"], what)
    elif form == "uniform":
        value = random.uniform(spec["low"], spec["high"], what)
    elif form == "integers":
        value = random.integers(int(spec["low"]), int(spec["high"]), what)
    else:
        value = np.eye(what[1])[random.integers(0, what[1], what[0])]
    return converted(value, spec)


def new_file(what: dict[str, Any], random: Any, folder: str) -> str:
    """The path of a file of records that was not there before, its bytes drawn at random."""
    import os
    import tempfile

    import numpy as np

    fields = [random.integers(0, part["below"], [what["records"], part["bytes"]]) for part in what["of"]]
    content = np.concatenate(fields, axis=1).astype(np.uint8).tobytes()
    handle, path = tempfile.mkstemp(prefix="unseen-", suffix=".bin", dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(content[: len(content) - what["cut"]])
    return os.path.relpath(path)


def converted(value: Any, spec: dict[str, Any]) -> Any:
    """A value in the form and dtype that the function is to get."""
    import numpy as np

    if spec["made"] == "python":
        return value.tolist() if hasattr(value, "tolist") else value
    value = np.asarray(value, spec["dtype"])
    if spec["made"] == "array":
        return value
    import tensorflow as tf

    return tf.Variable(value) if spec["made"] == "variable" else tf.constant(value)


def parameters(function: Any) -> list[str]:
    """Names of its parameters; empty where it does not say."""
    function = getattr(function, "python_function", function)
    try:
        return [str(name) for name in inspect.signature(function).parameters]
    except (TypeError, ValueError):
        return []


def brief(value: Any) -> str:
    """An argument in a few words."""
    import numpy as np

    try:
        array = np.asarray(value.numpy()) if hasattr(value, "numpy") else value
        if isinstance(array, np.ndarray) and array.size <= 6 and array.dtype.kind in "fiub":
            text = str(np.array2string(array, precision=4, separator=", ", suppress_small=True))
            return " ".join(text.split()).replace("[ ", "[").replace(" ]", "]")
        if isinstance(array, np.ndarray):
            return f"numbers of shape {tuple(array.shape)}"
        return repr(value)[:60]
    except Exception:  # noqa: BLE001 - a learner's object may raise anything
        return type(value).__name__
