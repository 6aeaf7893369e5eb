"""Where tensors, variables and operations ended up: on which device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints, model_validator

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.errors import explain_error
from tftutor.checks.ladder import exists
from tftutor.checks.learner_code import line_of
from tftutor.checks.observed import Observed, Raised, read, read_error, same, same_error
from tftutor.checks.probes import source
from tftutor.checks.results import failed, not_observed, passed
from tftutor.runtime.program import Probe

DeviceName = Annotated[str, StringConstraints(pattern=r"^[A-Z_]+:\d+$")]


class PlacementCheck(Check):
    """On which device each named value is, logical devices included; and each kind of operation of a graph.

    A value that `tf.distribute` keeps once per replica is on several: give a list, in the replicas' order.
    """

    kind: ClassVar[str] = "placement"

    of: dict[str, DeviceName | tuple[DeviceName, ...]] = Field(
        default_factory=dict,
        description="name or expression -> its device, or those of its copies",
        examples=[{"a": "CPU:0", "w": ["CPU:0", "CPU:1"]}],
    )
    graph: str = Field(
        "",
        description="expression that gives a concrete function",
        examples=["split.get_concrete_function(tf.ones([2, 2]))"],
    )
    operations: dict[str, DeviceName] = Field(
        default_factory=dict,
        description="type of operation in `graph` -> the device that all of them are put on",
        examples=[{"MatMul": "CPU:1"}],
    )
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    @model_validator(mode="after")
    def _something(self) -> PlacementCheck:
        if bool(self.graph) != bool(self.operations):
            raise ValueError("`graph` and `operations` go together")
        if not self.of and not self.graph:
            raise ValueError("give `of`, or `graph` with `operations`")
        return self

    def probes(self) -> Sequence[Probe]:
        return (Probe("placement", source("placement"), {"values": list(self.of), "graph": self.graph}),)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or self._title()
        report = _read(given.value("placement"))
        if report is None:
            what = words.listing([*self.of, *self.operations])
            return not_observed(self.kind, title, what, given.value("placement"))
        for name, wanted in self.of.items():
            miss = _value_miss(name, report.values.get(name), _several(wanted))
            if miss:
                return failed(self.kind, title, miss, line_of(given.seen.code, name))
        miss = self._operation_miss(report)
        return failed(self.kind, title, miss) if miss else passed(self.kind, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        left, right = _read(one.value("placement")), _read(other.value("placement"))
        if left is None or right is None:
            return False
        if left.raised or right.raised:
            return bool(left.raised and right.raised and same_error(left.raised, right.raised))
        alike = [_alike(left.values.get(name), right.values.get(name)) for name in self.of]
        return all(alike) and all(left.of(kind) == right.of(kind) for kind in self.operations)

    def raised(self, given: CheckInput) -> Raised | None:
        report = _read(given.value("placement"))
        if report is None:
            return None
        errors = [placed.seen.raised for placed in report.values.values() if placed.seen.raised]
        return report.raised or next(iter(errors), None)

    def _operation_miss(self, report: _Report) -> Mismatch | None:
        if report.raised:
            why = explain_error(report.raised.type, report.raised.message)
            return Mismatch("call", f"Your function could not be traced: {why.reason}", advice=why.advice)
        for kind, wanted in self.operations.items():
            found = report.of(kind)
            if not found:
                advice = "An operation is in the graph only if the function itself computes it."
                return Mismatch("exists", f"The graph has no operation {kind}.", kind, "none", advice)
            astray = [device for device in found if device != wanted]
            if astray:
                seen = astray[0] or "left open"
                where = f"is put on {seen}" if astray[0] else "is put on no device"
                advice = f'Compute it inside `with tf.device("{wanted}"):`, in the function.'
                return Mismatch("values", f"{kind} {where}, not on {wanted}.", wanted, seen, advice)
        return None

    def _title(self) -> str:
        wanted = {**self.of, **self.operations}
        return words.listing([f"{name} is on {words.listing(_several(at))}" for name, at in wanted.items()])


@dataclass(frozen=True)
class _Placed:
    """One value as the probe saw it, and the devices of its copies."""

    seen: Observed
    devices: tuple[str, ...]


@dataclass(frozen=True)
class _Report:
    """What the probe reported: values by name, operations as (type, device)."""

    values: Mapping[str, _Placed]
    operations: tuple[tuple[str, str], ...]
    raised: Raised | None

    def of(self, kind: str) -> list[str]:
        """The devices of all operations of that type."""
        return [device for name, device in self.operations if name == kind]


def _read(value: Any) -> _Report | None:
    if not isinstance(value, Mapping) or not isinstance(value.get("values"), Mapping):
        return None
    values = {}
    for name, placed in value["values"].items():
        seen = read(placed.get("seen")) if isinstance(placed, Mapping) else None
        if seen is None:
            return None
        values[str(name)] = _Placed(seen, tuple(map(str, placed.get("devices") or ())))
    operations = tuple((str(kind), str(device)) for kind, device in value.get("operations") or ())
    error = value.get("error")
    return _Report(values, operations, read_error(error) if isinstance(error, Mapping) else None)


def _several(wanted: str | tuple[str, ...]) -> tuple[str, ...]:
    return (wanted,) if isinstance(wanted, str) else wanted


def _value_miss(name: str, placed: _Placed | None, wanted: tuple[str, ...]) -> Mismatch | None:
    if placed is None:
        return Mismatch("exists", f"Nothing could be seen of {name}.")
    missing = exists(name, placed.seen)
    if missing:
        return missing
    if not placed.devices:
        reason = f"{name} is {placed.seen.kind_words}, which is on no device: only tensors and variables are."
        return Mismatch("type", reason, words.listing(wanted), placed.seen.kind_words)
    if placed.devices == wanted:
        return None
    seen, expected = words.listing(placed.devices), words.listing(wanted)
    if len(wanted) > 1 and len(placed.devices) == 1:
        advice = "Make it inside `with strategy.scope():`, so that each replica gets its own copy."
        reason = f"{name} has a single copy, on {seen}."
        return Mismatch("copies", reason, expected, seen, advice)
    advice = f'Make it inside `with tf.device("{wanted[0]}"):`.' if len(wanted) == 1 else ""
    return Mismatch("values", f"{name} is on {seen}, not on {expected}.", expected, seen, advice)


def _alike(one: _Placed | None, other: _Placed | None) -> bool:
    if one is None or other is None:
        return False
    if not one.devices or not other.devices:
        return one.devices == other.devices and same(one.seen, other.seen)
    return one.devices == other.devices
