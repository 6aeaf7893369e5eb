"""What a runtime knows of the interpreter, the devices and the confinement it runs code with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

LayerState = Literal["active", "degraded", "off"]
Protection = Literal["full", "accidents", "none"]

_AGAINST_ACCIDENTS = ("files", "limits")
_AGAINST_HOSTILITY = (*_AGAINST_ACCIDENTS, "session", "privileges", "system-calls", "network", "signals")
_WHERE_POSSIBLE = ("control-group",)  # most machines hand none over; memory is watched in any case
_CAUTIONS: Mapping[Protection, str] = {
    "full": "",
    "accidents": "This machine keeps programs from your files, but not from all else that hostile code can"
    " do. Run only code that you trust. `tftutor env-doctor --deep` says what is missing.",
    "none": "Nothing on this machine keeps programs from your files: they run with your own rights. Run"
    " only code that you trust. `tftutor env-doctor --deep` says what is missing.",
}


@dataclass(frozen=True)
class Layer:
    """One layer of confinement: whether it holds here, and what that means or why it does not."""

    state: LayerState
    why: str = ""


@dataclass(frozen=True)
class RuntimeFacts:
    """What a sandbox reports.

    gpus       names of the GPUs that TensorFlow can use
    layers     of the confinement, in order of application
    preloaded  a library loaded ahead because TensorFlow 2.21.0 does not find it by itself; "" for none
    """

    python: str
    python_version: str
    tensorflow_version: str
    keras_version: str
    gpus: tuple[str, ...] = ()
    layers: Mapping[str, Layer] = field(default_factory=dict)
    preloaded: str = ""

    @property
    def protection(self) -> Protection:
        return protection(self.layers)

    @property
    def expected(self) -> Mapping[str, Layer]:
        """The layers without those that are only there on some machines, and are not here."""
        return {
            name: layer
            for name, layer in self.layers.items()
            if layer.state == "active" or name not in _WHERE_POSSIBLE
        }

    @property
    def caution(self) -> str:
        """What a learner should know before code runs; empty under full confinement."""
        return caution(self.layers)


def layers_of(reports: Iterable[tuple[str, str, str]]) -> dict[str, Layer]:
    """The layers as a sandbox reports them: name, state, reason."""
    return {name: Layer(_state(state), why) for name, state, why in reports}


def _state(text: str) -> LayerState:
    return "active" if text == "active" else "degraded" if text == "degraded" else "off"


def protection(layers: Mapping[str, Layer]) -> Protection:
    """What the layers come to: hostile code is contained, or only mistakes are, or not even those.

    A mistake that deletes the wrong folder is contained only where files are confined. The ``memory``
    and ``control-group`` layers are not asked: memory is watched from outside in any case.
    """
    active = {name for name, layer in layers.items() if layer.state == "active"}
    if active.issuperset(_AGAINST_HOSTILITY):
        return "full"
    return "accidents" if active.issuperset(_AGAINST_ACCIDENTS) else "none"


def caution(layers: Mapping[str, Layer]) -> str:
    """The sentence that goes with their `protection`."""
    return _CAUTIONS[protection(layers)]
