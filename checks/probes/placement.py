"""On which device the tensors and variables of a learner's program are, and the operations of a graph."""

from __future__ import annotations

from typing import Any

from tftutor.checks.probes.look import explained, found


def probe(context: Any, values: list[str], graph: str) -> dict[str, Any]:
    """For each of ``values`` what it is and its devices; for ``graph`` each operation's type and device."""
    report: dict[str, Any] = {"values": {name: placed(context, name) for name in values}}
    if graph:
        try:
            report["operations"] = operations(context.evaluate(graph))
        except Exception as error:  # noqa: BLE001 - an expression on a learner's values may raise anything
            report["error"] = explained(error)
    return report


def placed(context: Any, name: str) -> dict[str, Any]:
    """What it is, and the device of each of its copies: one, unless a strategy made it."""
    report: dict[str, Any] = {"seen": found(context, name), "devices": []}
    if report["seen"].get("kind") not in (None, "missing"):
        report["devices"] = devices(context.evaluate(name))
    return report


def devices(value: Any) -> list[str]:
    """`CPU:1` and the like; empty for what is on no device."""
    copies = getattr(value, "values", None)  # of a value that tf.distribute keeps once per replica
    if isinstance(copies, (tuple, list)):
        return [name for copy in copies for name in devices(copy)]
    if isinstance(value, (tuple, list)):
        return [name for part in value for name in devices(part)]
    inner = getattr(value, "value", None)  # Keras's variable holds one of TensorFlow's
    held = value if hasattr(value, "device") or inner is None or callable(inner) else inner
    name = short(getattr(held, "device", None))
    return [name] if name else []


def operations(graph: Any) -> list[list[str]]:
    """(type, device) of each operation in a concrete function; "" where the device is left open."""
    return [[operation.type, short(operation.device)] for operation in graph.graph.get_operations()]


def short(device: Any) -> str:
    """`/job:localhost/replica:0/task:0/device:CPU:1` -> `CPU:1`."""
    name = str(device or "").rpartition("device:")[2].lstrip("/")
    return name.upper() if name.count(":") == 1 else ""
