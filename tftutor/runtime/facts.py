"""What a runtime knows of the interpreter, the devices and the confinement it runs code with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

LayerState = Literal["active", "degraded", "off"]


@dataclass(frozen=True)
class Layer:
    """One layer of confinement: whether it holds here, and what that means or why it does not."""

    state: LayerState
    why: str = ""


@dataclass(frozen=True)
class RuntimeFacts:
    """``gpus`` are the names of the GPUs that TensorFlow can use; ``layers`` are in order of application."""

    python: str
    python_version: str
    tensorflow_version: str
    keras_version: str
    gpus: tuple[str, ...] = ()
    layers: Mapping[str, Layer] = field(default_factory=dict)
