"""What a Keras model is made of."""

from __future__ import annotations

from typing import Any

from tftutor.checks.probes.look import explained, kind_of, look, missing_name


def probe(context: Any, of: str) -> dict[str, Any]:
    """Its layers, parameters, shapes, and what it was compiled with."""
    try:
        model = context.evaluate(of)
    except NameError as error:
        return {"value": missing_name(error, context.namespace)}
    except Exception as error:  # noqa: BLE001 - an expression on a learner's values may raise anything
        return {"value": {"error": explained(error)}}
    if kind_of(model) != "model":
        return {"value": look(model, 0)}
    return {
        "value": {"kind": "model", "type": type(model).__name__},
        "built": bool(model.built),
        "layers": [described(layer) for layer in model.layers],
        "parameters": int(model.count_params()) if model.built else None,
        "trainable": sum(count(weight) for weight in model.trainable_weights),
        "input": shape_of(model, "input_shape"),
        "output": shape_of(model, "output_shape"),
        "compiled": compiled(model),
    }


def described(layer: Any) -> dict[str, Any]:
    """One layer: its class, and what it is set to where that is a plain value."""
    try:
        config = layer.get_config()
    except Exception:  # noqa: BLE001 - a layer of the learner's own may not say
        config = {}
    plain = {key: value for key, value in config.items() if isinstance(value, (bool, int, float, str))}
    return {"type": type(layer).__name__, "config": plain, "trainable": bool(layer.trainable)}


def count(weight: Any) -> int:
    """Numbers in one weight."""
    size = 1
    for length in weight.shape:
        size *= int(length or 0)
    return size


def shape_of(model: Any, name: str) -> list[int | None] | None:
    """A shape, without failing on models that have several or none."""
    try:
        shape = getattr(model, name)
    except (AttributeError, ValueError, RuntimeError):
        return None
    if not isinstance(shape, tuple) or not all(size is None or isinstance(size, int) for size in shape):
        return None
    return list(shape)


def compiled(model: Any) -> dict[str, Any]:
    """Optimizer, loss and learning rate; empty where it was not compiled."""
    if not getattr(model, "compiled", False) and getattr(model, "optimizer", None) is None:
        return {}
    optimizer = getattr(model, "optimizer", None)
    held: Any = getattr(optimizer, "learning_rate", None)
    try:
        rate = float(held)
    except (TypeError, ValueError):
        rate = None
    return {
        "optimizer": type(optimizer).__name__,
        "learning_rate": rate,
        "loss": named(getattr(model, "loss", None)),
    }


def named(loss: Any) -> str:
    """A loss by the name of its class or function, as Keras's own strings have it."""
    if loss is None or isinstance(loss, str):
        return loss or ""
    return getattr(loss, "name", None) or getattr(loss, "__name__", None) or type(loss).__name__
