"""A curve that the learner measured: figures over sizes, judged by their shape and by measuring again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.ladder import exists
from tftutor.checks.learner_code import line_of
from tftutor.checks.observed import Observed, Raised, read, same
from tftutor.checks.probes import source
from tftutor.checks.results import broken, failed, not_observed, passed
from tftutor.runtime.program import Probe

if TYPE_CHECKING:
    import numpy

# Two figures of one measurement may differ so much on a busy machine and still be the same mistake.
_SAME_FACTOR = 10.0


class Above(BaseModel):
    """Another curve, which this one must be above at the last size."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    curve: str = Field(min_length=1, description="name of the other curve")
    times: float = Field(gt=0, description="how many times as high, at least")


class MeasuredCurveCheck(Check):
    """Figures that the learner's program measured, one for each size.

    The program runs twice more, with other sizes: figures that stay as they are, or that come out the same to
    the last digit, were not measured. Judge shapes with wide room: the machine may be busy.
    """

    kind: ClassVar[str] = "measured_curve"

    of: str = Field(min_length=1, description="name of the list of figures", examples=["seconds"])
    over: str = Field(min_length=1, description="name of the list of sizes", examples=["sizes"])
    again: tuple[int, ...] = Field(
        min_length=2,
        description="the other sizes, as many as in the program; small ones, this is run twice",
        examples=[[64, 256]],
    )
    yardstick: str = Field(
        "",
        description="expression that gives a function: a size -> the figure, as we measure it",
        examples=["lambda n: seconds_for(product(n))"],
    )
    within: float = Field(30.0, gt=1, description="factor by which the figure may differ from ours")
    unit: str = Field("", description="the figures' unit, for the learner", examples=["seconds"])
    rises: float | None = Field(None, gt=1, description="the last is at least so many times the first")
    falls: float | None = Field(None, gt=1, description="the first is at least so many times the last")
    level: float | None = Field(None, gt=1, description="the largest is at most so many times the smallest")
    above: Above | None = Field(None, description="another curve that it must be above, at the last size")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    @model_validator(mode="after")
    def _one_direction(self) -> MeasuredCurveCheck:
        if sum(bound is not None for bound in (self.rises, self.falls, self.level)) > 1:
            raise ValueError("give one of `rises`, `falls`, `level`")
        return self

    def probes(self) -> Sequence[Probe]:
        params = {
            "of": self.of,
            "over": self.over,
            "beside": self.above.curve if self.above else "",
            "again": list(self.again),
            "yardstick": self.yardstick,
        }
        return (Probe("measured_curve", source("measured_curve"), params),)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or self._title()
        report = _read(given.value("measured_curve"))
        if report is None:
            return not_observed(self.kind, title, self.of, given.value("measured_curve"))
        if self.yardstick and report.ours is None:
            return broken(self.kind, title, f"The yardstick of {self.of} measured nothing")
        miss = self._miss(report)
        if miss:
            return failed(self.kind, title, miss, line_of(given.seen.code, self.of))
        return passed(self.kind, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        left, right = _read(one.value("measured_curve")), _read(other.value("measured_curve"))
        if left is None or right is None:
            return False
        misses = self._miss(left), self._miss(right)
        if misses[0] is None or misses[1] is None or misses[0].rung != misses[1].rung:
            return misses[0] is misses[1]
        if misses[0].rung in ("exists", "type"):
            return same(left.of, right.of)
        if misses[0].rung == "unit":
            return max(self._off(left), self._off(right)) <= _SAME_FACTOR * min(
                self._off(left), self._off(right)
            )
        return True

    def raised(self, given: CheckInput) -> Raised | None:
        report = _read(given.value("measured_curve"))
        if report is None:
            return None
        return report.of.raised or next((seen.raised for seen in report.again if seen.raised), None)

    def _miss(self, report: _Report) -> Mismatch | None:
        return (
            _form_miss(self.of, report.of, report.over, self.over)
            or self._fresh_miss(report)
            or self._shape_miss(report.of.array())
            or self._unit_miss(report)
            or self._above_miss(report)
        )

    def _fresh_miss(self, report: _Report) -> Mismatch | None:
        """Whether the figures were measured at all."""
        first = report.of.array()
        for seen in report.again:
            if seen.raised:
                return exists(f"{self.of}, with other sizes", seen)
            follows = _is_figures(seen) and seen.array().size == len(self.again)
            if not follows or (first.shape == seen.array().shape and (first == seen.array()).all()):
                reason = f"With other sizes in `{self.over}`, {self.of} is not measured again."
                advice = f"Compute every figure in a loop over `{self.over}`."
                expected = f"{words.count(len(self.again), 'figure')}, measured again"
                return Mismatch("typed", reason, expected, seen.described(), advice)
        one, other = (seen.array() for seen in report.again)
        if (one == other).all():
            reason = f"Run twice, your program gave the same figures for {self.of}, to the last digit."
            return Mismatch(
                "worked out", reason, advice="Figures that a clock gives differ a little each time."
            )
        return None

    def _off(self, report: _Report) -> float:
        """How many times our figure theirs is, for the last of the other sizes."""
        theirs = [float(seen.array()[-1]) for seen in report.again]
        return math.sqrt(theirs[0] * theirs[1]) / (report.ours or 1.0)

    def _unit_miss(self, report: _Report) -> Mismatch | None:
        if report.ours is None:
            return None
        off = self._off(report)
        if 1 / self.within <= off <= self.within:
            return None
        times = words.number(off if off > 1 else 1 / off, 2)
        than = "larger" if off > 1 else "smaller"
        reason = f"{self.of} is about {times} times {than} than what we measure here."
        unit = f" {self.unit}" if self.unit else ""
        ours = f"about {words.number(report.ours, 2)}{unit}  for size {self.again[-1]:,}"
        return Mismatch("unit", reason, ours, words.number(off * report.ours, 2))

    def _shape_miss(self, figures: numpy.ndarray[Any, Any]) -> Mismatch | None:
        first, last = float(figures[0]), float(figures[-1])
        ends = f"{words.number(first, 2)} at first, {words.number(last, 2)} at last"
        if self.rises is not None and last < self.rises * first:
            return Mismatch(
                "rises", f"{self.of} hardly rises.", f"at least {self.rises:g} times as much", ends
            )
        if self.falls is not None and first < self.falls * last:
            return Mismatch("falls", f"{self.of} hardly falls.", f"a {self.falls:g}th, or less", ends)
        if self.level is not None and figures.max() > self.level * figures.min():
            return Mismatch(
                "level", f"{self.of} changes a lot.", f"at most {self.level:g} times as much", ends
            )
        return None

    def _above_miss(self, report: _Report) -> Mismatch | None:
        if self.above is None or report.beside is None:
            return None
        missing = _form_miss(self.above.curve, report.beside, report.over, self.over)
        if missing:
            return missing
        ratio = float(report.of.array()[-1]) / float(report.beside.array()[-1])
        if ratio >= self.above.times:
            return None
        reason = f"At the last size, {self.of} is only {words.number(ratio, 2)} times {self.above.curve}."
        return Mismatch("above", reason, f"at least {self.above.times:g} times", words.number(ratio, 2))

    def _title(self) -> str:
        shape = f"{self.of} is measured, one figure for each of {self.over}"
        for word in ("rises", "falls"):
            if getattr(self, word) is not None:
                return f"{shape}, and {word}"
        return shape


@dataclass(frozen=True)
class _Report:
    """What the probe reported: the curve, its sizes, another curve, the curve again, our own figure."""

    of: Observed
    over: Observed
    beside: Observed | None
    again: tuple[Observed, ...]
    ours: float | None


def _read(value: Any) -> _Report | None:
    if not isinstance(value, Mapping):
        return None
    curve, sizes = read(value.get("of")), read(value.get("over"))
    again = tuple(seen for seen in map(read, value.get("again") or ()) if seen is not None)
    if curve is None or sizes is None or len(again) != 2:
        return None
    ours = [figure for figure in value.get("ours") or () if isinstance(figure, float) and figure > 0]
    mean = math.sqrt(ours[0] * ours[1]) if len(ours) == 2 else None
    return _Report(curve, sizes, read(value.get("beside")), again, mean)


def _is_figures(seen: Observed) -> bool:
    return seen.comparable and seen.dtype_kind in ("f", "i") and seen.array().ndim == 1


def _form_miss(name: str, curve: Observed, sizes: Observed, over: str) -> Mismatch | None:
    """Whether there is one positive figure for each size."""
    missing = exists(over, sizes) or exists(name, curve)
    if missing:
        return missing
    if not _is_figures(curve):
        reason = f"{name} is {curve.kind_words}, not a row of figures."
        return Mismatch("type", reason, "a list with one number for each size", curve.described())
    wanted = sizes.length or (sizes.array().size if sizes.comparable else 0)
    if curve.array().size != wanted:
        reason = f"{name} has {words.count(curve.array().size, 'figure')} for {words.count(wanted, 'size')}."
        return Mismatch(
            "length", reason, words.count(wanted, "figure"), words.count(curve.array().size, "figure")
        )
    figures = curve.array()
    if not (figures > 0).all():
        reason = f"{name} holds a figure that is not above 0."
        return Mismatch("positive", reason, "figures above 0", curve.described())
    return None
