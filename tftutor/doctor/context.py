"""What the probes share: the machine, the options, and facts that are found once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from tftutor.doctor.model import Options, ProbeReport
from tftutor.doctor.system import System

T = TypeVar("T")


class FactUnknown(Exception):
    """A fact that several probes need could not be found."""


class _Slot(Generic[T]):
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.value: T | None = None
        self.failure: Exception | None = None
        self.done = False


@dataclass
class Context:
    """Given to every probe. Thread-safe."""

    system: System
    options: Options
    _slots: dict[str, _Slot[Any]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fact(self, find: Callable[[Context], T]) -> T:
        """What ``find`` returns, found once for all probes. Raises FactUnknown when it cannot be found."""
        name = find.__name__.replace("_", " ")
        with self._lock:
            slot = cast("_Slot[T]", self._slots.setdefault(name, _Slot()))
        with slot.lock:
            if not slot.done:
                try:
                    slot.value = find(self)
                except Exception as error:  # noqa: BLE001 - told once, by the engine
                    slot.failure = error
                slot.done = True
        if slot.failure is not None:
            raise FactUnknown(f"{name}: {type(slot.failure).__name__}: {slot.failure}") from slot.failure
        return cast("T", slot.value)


@dataclass(frozen=True)
class DiagnosticProbe:
    """An examination of one thing. ``seconds`` is how long it may take."""

    name: str
    area: str
    examine: Callable[[Context], ProbeReport]
    seconds: float = 10.0
