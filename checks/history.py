"""The curves that a training left: how many epochs, which way they go, what they reach, how far apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.ladder import exists
from tftutor.checks.learner_code import line_of
from tftutor.checks.observed import Observed, Raised, read, read_error, same
from tftutor.checks.probes import source
from tftutor.checks.results import failed, not_observed, passed
from tftutor.checks.thresholds import NumberThreshold, figure
from tftutor.runtime.evidence import Array
from tftutor.runtime.program import Probe

_FALLS_BY = 0.05
_TURNS_BY = 0.02
_NEAR = 0.1
_BY_NUMBER = ("count", "values")  # rungs whose number tells one mistake from another


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bound(_Part):
    """What a number must reach."""

    at_most: NumberThreshold | None = None
    at_least: NumberThreshold | None = None
    reference: NumberThreshold | None = Field(None, description="what the solution reaches, at the median")

    @model_validator(mode="after")
    def _one_side(self) -> Bound:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError("give either `at_most` or `at_least`")
        return self

    def mark(self, stand_in: bool) -> float:
        """The pass mark for the data at hand."""
        mark = figure(self.at_most if self.at_most is not None else self.at_least, stand_in)
        return math.nan if mark is None else mark

    def holds(self, value: float, stand_in: bool) -> bool:
        """Whether the number reaches it."""
        mark = self.mark(stand_in)
        return value <= mark if self.at_most is not None else value >= mark

    def words(self, value: float, stand_in: bool) -> tuple[str, str]:
        """The bound and the number, with digits enough to distinguish them."""
        limit, seen = words.numbers_apart(self.mark(stand_in), value)
        return f"{'at most' if self.at_most is not None else 'at least'} {limit}", seen


class Gap(Bound):
    """How far apart two curves end: the mean of the last fifth of `of`, less that of `over`."""

    of: str = Field("val_loss", description="curve", examples=["val_loss"])
    over: str = Field("loss", description="curve that is subtracted", examples=["loss"])


class Agrees(_Part):
    """A curve whose end must be what the model that is left says of itself: typed-in numbers are not.

    The model is asked again, after the program has run, so it costs one pass over the data.
    """

    curve: str = Field("val_loss", description="curve", examples=["val_accuracy", "val_loss"])
    model: str = Field("model", description="name or expression of the trained model")
    x: str = Field(description="expression of the inputs", examples=["x_val"])
    y: str = Field(description="expression of the labels", examples=["y_val"])
    metric: str = Field(
        "loss",
        description="`accuracy`, `loss` (as the model was compiled), or a loss by Keras's name",
    )
    tolerance: float = Field(0.02, gt=0, description="share of the number that it may be off")


class HistoryCheck(Check):
    """Numbers of a training, one for each epoch: a Keras History, a dictionary of lists, or one list."""

    kind: ClassVar[str] = "history"

    of: str = Field("history", min_length=1, description="name or expression", examples=["history", "losses"])
    curves: tuple[str, ...] = Field(
        (), description="curves that must be there", examples=[["loss", "val_loss"]]
    )
    epochs: int | None = Field(None, ge=1, description="exact number of epochs")
    at_least: int = Field(1, ge=1, description="least number of epochs")
    falls: tuple[str, ...] = Field((), description="curves whose last fifth lies clearly below the first")
    rises: tuple[str, ...] = Field((), description="the same upwards")
    turns: str = Field("", description="curve that falls first and ends above its lowest point: overfitting")
    turns_by: float = Field(_TURNS_BY, ge=0, description="by at least this share of the lowest point")
    best: dict[str, Bound] = Field({}, description="curve -> what its best number must reach")
    last: dict[str, Bound] = Field({}, description="curve -> what its last number must reach")
    gap: Gap | None = Field(None, description="how far apart two curves end")
    agrees: Agrees | None = Field(None, description="a curve that is compared with the model itself")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    def probes(self) -> Sequence[Probe]:
        agrees = self.agrees.model_dump(include={"model", "x", "y", "metric"}) if self.agrees else None
        return (Probe("history", source("history"), {"of": self.of, "agrees": agrees}),)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or self._title()
        seen = _read(given.value("history"))
        if seen is None:
            return not_observed(self.kind, title, self.of, given.value("history"))
        found = self._found(seen, given.stand_in)
        if found.miss is None:
            return passed(self.kind, title, found.measured)
        return failed(self.kind, title, found.miss, line_of(given.seen.code, self.of), found.measured)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        """The same thing missing of the same curve; where a number is at fault, one near the other's."""
        left, right = _read(one.value("history")), _read(other.value("history"))
        if left is None or right is None:
            return False
        if left.value or right.value:
            return same(left.value, right.value)
        here, there = self._found(left, one.stand_in), self._found(right, other.stand_in)
        if here.miss is None or there.miss is None:
            return here.miss is there.miss
        if (here.miss.rung, here.curve) != (there.miss.rung, there.curve):
            return False
        apart = abs(here.number - there.number)
        return here.miss.rung not in _BY_NUMBER or apart <= _NEAR * max(abs(here.number), abs(there.number))

    def raised(self, given: CheckInput) -> Raised | None:
        seen = _read(given.value("history"))
        return seen.value.raised if seen and seen.value else None

    def _title(self) -> str:
        if self.turns:
            return f"{self.turns} falls, then rises again"
        for name, bound in (*self.best.items(), *self.last.items()):
            side = "at most" if bound.at_most is not None else "at least"
            return f"{name} reaches {side} {words.number(bound.mark(False))}"
        moving = [f"{name} falls" for name in self.falls] + [f"{name} rises" for name in self.rises]
        return words.listing(moving) if moving else f"{self.of} has the curves of a training"

    def _found(self, seen: _History, stand_in: bool) -> _Found:
        if seen.value is not None:
            return _Found(self._no_curves(seen.value))
        looks = (self._presence, self._length, self._finite, self._trends, self._turning)
        for look in looks:
            found = look(seen)
            if found.miss is not None:
                return found
        found = self._bounds(seen, stand_in)
        if found.miss is None and self.agrees:
            agreement = self._agreement(self.agrees, seen)
            return _Found(agreement.miss, agreement.curve, agreement.number, found.measured)
        return found

    def _no_curves(self, value: Observed) -> Mismatch:
        missing = exists(self.of, value)
        if missing:
            return missing
        says = f"{self.of} is {value.kind_words}, not the curves of a training."
        return Mismatch("type", says, "a History, or a dictionary of lists", value.kind_words, _FIT)

    def _presence(self, seen: _History) -> _Found:
        needed = (*self.curves, *self.falls, *self.rises, *([self.turns] if self.turns else ()), *self.best)
        needed = (*needed, *self.last, *((self.gap.of, self.gap.over) if self.gap else ()))
        needed = (*needed, *([self.agrees.curve] if self.agrees else ()))
        for name in needed:
            if name not in seen.curves:
                advice = _VALIDATION if name.startswith("val_") else ""
                there = words.clipped(words.listing(sorted(seen.curves)))
                return _Found(
                    Mismatch("curve", f"{self.of} has no curve {name!r}.", name, there, advice), name
                )
        return _Found()

    def _length(self, seen: _History) -> _Found:
        for name, curve in seen.curves.items():
            amount = len(curve)
            wrong = amount != self.epochs if self.epochs is not None else amount < self.at_least
            if wrong:
                wanted = f"{self.epochs:,}" if self.epochs is not None else f"at least {self.at_least:,}"
                says = f"{name!r} has {words.count(amount, 'number')}, not {wanted}: there's one an epoch."
                return _Found(Mismatch("count", says, wanted, f"{amount:,}"), name, float(amount))
        return _Found()

    def _finite(self, seen: _History) -> _Found:
        for name, curve in seen.curves.items():
            for epoch, value in enumerate(curve, 1):
                if not math.isfinite(value):
                    says = f"{name!r} is {words.number(value)} from epoch {epoch:,} on."
                    return _Found(Mismatch("finite", says, "numbers", words.number(value), _NOT_FINITE), name)
        return _Found()

    def _trends(self, seen: _History) -> _Found:
        for names, sign, verb in ((self.falls, -1, "fall"), (self.rises, 1, "rise")):
            for name in names:
                first, last = _ends(seen.curves[name])
                if sign * (last - first) <= _FALLS_BY * abs(first):
                    low, high = words.numbers_apart(first, last)
                    how = f"{name!r} doesn't {verb}: it goes from {low} to {high}."
                    flat = len(set(seen.curves[name])) == 1
                    advice = "All its numbers are equal, so nothing was learned." if flat else ""
                    miss = Mismatch("trend", how, f"{verb}ing", f"from {low} to {high}", advice)
                    return _Found(miss, name, last - first)
        return _Found()

    def _turning(self, seen: _History) -> _Found:
        if not self.turns:
            return _Found()
        curve = seen.curves[self.turns]
        lowest = min(curve)
        first, last = curve[0], _ends(curve)[1]
        if not first > lowest + self.turns_by * abs(lowest):
            says = f"{self.turns!r} never falls: its first number is its lowest."
            return _Found(Mismatch("turn", says, "falling at first"), self.turns, lowest)
        if not last > lowest + self.turns_by * abs(lowest):
            low, end = words.numbers_apart(lowest, last)
            says = f"{self.turns!r} doesn't rise again: its lowest is {low}, and it ends at {end}."
            return _Found(Mismatch("turn", says, f"clearly above {low}", end, _LONGER), self.turns, last)
        return _Found()

    def _bounds(self, seen: _History, stand_in: bool) -> _Found:
        asked = [
            (f"The best {name}", name, _best(seen.curves[name], bound), bound)
            for name, bound in self.best.items()
        ]
        asked += [
            (f"The last {name}", name, seen.curves[name][-1], bound) for name, bound in self.last.items()
        ]
        if self.gap:
            apart = _ends(seen.curves[self.gap.of])[1] - _ends(seen.curves[self.gap.over])[1]
            what = f"The distance from {self.gap.over} to {self.gap.of} at the end"
            asked.append((what, f"{self.gap.of}-{self.gap.over}", apart, self.gap))
        measured: dict[str, float] = {}
        for what, name, value, bound in asked:
            figures = {"value": value, "pass_mark": bound.mark(stand_in)}
            reference = figure(bound.reference, stand_in)
            figures |= {"reference": reference} if reference is not None else {}
            if not bound.holds(value, stand_in):
                limit, got = bound.words(value, stand_in)
                return _Found(
                    Mismatch("values", f"{what} is {got}, not {limit}.", limit, got), name, value, figures
                )
            measured = measured or figures
        return _Found(measured=measured)

    def _agreement(self, asked: Agrees, seen: _History) -> _Found:
        """Its last number, or, where the best weights were taken back, its best one."""
        if seen.unmeasured is not None:
            says = f"{asked.model} cannot be tried on {asked.x}: {words.message(seen.unmeasured.message)}"
            return _Found(
                Mismatch("measure", words.clipped(says, 200), seen=seen.unmeasured.type), asked.curve
            )
        curve = seen.curves[asked.curve]
        candidates = (curve[-1], min(curve), max(curve))
        measured = seen.measured
        if measured is not None and any(
            abs(one - measured) <= asked.tolerance * max(abs(measured), 1e-3) for one in candidates
        ):
            return _Found()
        value = math.nan if measured is None else measured
        own, last = words.numbers_apart(value, curve[-1])
        says = f"{asked.curve!r} ends at {last}, but {asked.model} itself gives {own}: they don't match."
        return _Found(Mismatch("agree", says, own, last, _SAME_MODEL), asked.curve, value)


_FIT = "`history = model.fit(...)` gives it; its curves are in `history.history`."
_VALIDATION = "`fit` makes it when it is given `validation_data=(inputs, labels)`."
_NOT_FINITE = "The steps grew without bound, or a log(0) came in: try a smaller learning rate."
_LONGER = "Train longer, or on fewer examples."
_SAME_MODEL = "Keep what this very training of this model returned."


@dataclass(frozen=True)
class _History:
    """What the probe saw: curves, or the value that has none."""

    curves: Mapping[str, list[float]] = field(default_factory=dict)
    value: Observed | None = None
    measured: float | None = None
    unmeasured: Raised | None = None


@dataclass(frozen=True)
class _Found:
    """What is missing, of which curve, and the number that shows it; the figures behind a bound."""

    miss: Mismatch | None = None
    curve: str = ""
    number: float = 0.0
    measured: Mapping[str, float] = field(default_factory=dict)


def _read(value: Any) -> _History | None:
    if not isinstance(value, Mapping):
        return None
    curves = value.get("curves")
    if isinstance(curves, Mapping):
        held = {
            str(name): curve.numpy().ravel().tolist()
            for name, curve in curves.items()
            if isinstance(curve, Array)
        }
        measured, error = value.get("measured"), value.get("unmeasured")
        return _History(
            held,
            measured=float(measured) if isinstance(measured, int | float) else None,
            unmeasured=read_error(error) if isinstance(error, Mapping) else None,
        )
    seen = read(value.get("value"))
    return _History(value=seen) if seen else None


def _ends(curve: Sequence[float]) -> tuple[float, float]:
    """The means of its first and of its last fifth."""
    part = max(1, len(curve) // 5)
    return sum(curve[:part]) / part, sum(curve[-part:]) / part


def _best(curve: Sequence[float], bound: Bound) -> float:
    return min(curve) if bound.at_most is not None else max(curve)
