"""A value: it exists, has the type, dtype, shape and numbers that were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.closeness import Tolerance, ToleranceField
from tftutor.checks.ladder import Kind, Wants, first_mismatch
from tftutor.checks.learner_code import line_of
from tftutor.checks.observed import Observed, Raised, read, same, same_form
from tftutor.checks.probes import source
from tftutor.checks.results import broken, failed, not_observed, passed
from tftutor.runtime.evidence import Array
from tftutor.runtime.program import Probe

Literal_ = bool | int | float | str | list[Any] | None


class ValueCheck(Check):
    """A name or expression of the learner's program, compared rung by rung.

    Tensors, variables, arrays and Python numbers of equal value count as equal unless `type` is
    given; of the dtype only the kind (floats, whole numbers, booleans, strings) must match unless
    `dtype` is given.
    """

    kind: ClassVar[str] = "value"

    of: str = Field(min_length=1, description="name or expression", examples=["y", "model(images).shape"])
    called: str = Field("", description="what to call it on the screen, where the expression reads badly")
    like: Literal["solution"] | None = Field(
        None, description="`solution`: equal to what the solution has there"
    )
    equals: Literal_ = Field(
        None, description="the value itself", examples=[0.5, [[1, 2], [3, 4]], "float32"]
    )
    type: Kind = Field("any", description="what it must be; `tensor` accepts a variable too")
    dtype: str | None = Field(None, description="exact dtype", examples=["float32"])
    shape: tuple[int | None, ...] | None = Field(
        None, description="exact shape; null where any size will do", examples=[[2, 3], [None, 10], []]
    )
    tolerance: ToleranceField = None
    at_least: float | None = Field(None, description="smallest number that passes")
    at_most: float | None = Field(None, description="largest number that passes")
    finite: bool = Field(True, description="no NaN and no infinity, unless the solution has them too")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    @model_validator(mode="after")
    def _one_reference(self) -> ValueCheck:
        if self.like and self.equals is not None:
            raise ValueError("give either `like` or `equals`")
        if self._bounded and (self.like or self.equals is not None):
            raise ValueError("give `at_least` and `at_most` without `like` or `equals`")
        return self

    def wants_solution(self) -> bool:
        return self.like is not None

    def probes(self) -> Sequence[Probe]:
        return (Probe("value", source("value"), {"of": self.of}),)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or self._title()
        seen = read(given.value("value"))
        if seen is None:
            return not_observed(self.kind, title, self._name)
        like = self._reference(given)
        if self.like and (like is None or like.kind in ("missing", "raised")):
            return broken(self.kind, title, f"The solution has no {self.of} to compare with")
        miss = first_mismatch(self._name, seen, self._wants(like)) or self._out_of_bounds(seen)
        return (
            failed(self.kind, title, miss, line_of(given.seen.code, self.of))
            if miss
            else passed(self.kind, title)
        )

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        left, right = read(one.value("value")), read(other.value("value"))
        sides = self._side(left), self._side(right)
        if any(sides):
            return sides[0] == sides[1]
        return same(left, right) or (self._form_only and same_form(left, right))

    def raised(self, given: CheckInput) -> Raised | None:
        seen = read(given.value("value"))
        return seen.raised if seen else None

    @property
    def _bounded(self) -> bool:
        return self.at_least is not None or self.at_most is not None

    @property
    def _form_only(self) -> bool:
        """Whether no number is asked for: then two random draws of one wrong shape are one mistake."""
        return not (self._bounded or self.like or self.equals is not None)

    def _side(self, seen: Observed | None) -> str:
        """Which number misses a bound: figures that are measured differ from run to run."""
        if not self._bounded or seen is None or not seen.comparable or seen.dtype_kind not in ("f", "i"):
            return ""
        numbers = seen.array()
        if numbers.size != 1:
            return ""
        figure = float(numbers.item())
        if self.at_least is not None and figure < self.at_least:
            return "below"
        return "above" if self.at_most is not None and figure > self.at_most else ""

    def _out_of_bounds(self, seen: Observed) -> Mismatch | None:
        if not self._bounded:
            return None
        side, bounds = self._side(seen), self._bounds()
        if side:
            figure = words.number(seen.array().item())
            than = "smaller" if side == "below" else "larger"
            return Mismatch("values", f"{self._name} is {figure}, {than} than it should be.", bounds, figure)
        if not seen.comparable or seen.dtype_kind not in ("f", "i") or seen.array().size != 1:
            reason = f"{self._name} is {seen.kind_words}, where a single number was asked for."
            return Mismatch("type", reason, bounds, seen.described())
        return None

    def _bounds(self) -> str:
        low = f"at least {words.number(self.at_least)}" if self.at_least is not None else ""
        high = f"at most {words.number(self.at_most)}" if self.at_most is not None else ""
        return " and ".join(part for part in (low, high) if part)

    @property
    def _name(self) -> str:
        return self.called or self.of

    def _reference(self, given: CheckInput) -> Observed | None:
        if self.like:
            return read(given.expected_value("value"))
        return literal(self.equals) if self.equals is not None else None

    def _wants(self, like: Observed | None) -> Wants:
        literal_one = self.equals is not None
        return Wants(
            self.type, self.dtype, self.shape, self.finite, like, literal_one, Tolerance.of(self.tolerance)
        )

    def _title(self) -> str:
        name = self._name
        if self._bounded:
            return f"{name} is {self._bounds()}"
        if self.equals is not None:
            value = words.number(self.equals) if isinstance(self.equals, (int, float)) else repr(self.equals)
            return f"{name} is {words.clipped(value, 40)}"
        if self.like and self.shape is not None:
            single = f"{name} is a single number, the right one"
            return (
                f"{name} has {words.shape_phrase(self.shape)} and the right values" if self.shape else single
            )
        if self.like:
            return f"{name} is right"
        what = Observed(self.type).kind_words if self.type != "any" else ""
        holds = f"of dtype {self.dtype}" if self.dtype else ""
        parts = [part for part in (what, holds, self._shape_words(bool(what))) if part]
        return f"{name} is {' '.join(parts)}" if parts else f"{name} has a value"

    def _shape_words(self, after_noun: bool) -> str:
        if self.shape is None:
            return ""
        return f"of {words.shape_phrase(self.shape)}" if self.shape or after_noun else "a single number"


def literal(value: Any) -> Observed:
    """A value typed by an author, as if it had been seen in a program."""
    import numpy

    if isinstance(value, str):
        return Observed("string", "str", "string", (), repr(value), strings=(value,))
    held = numpy.asarray(value)
    if held.dtype.kind in "US" or held.dtype.kind == "O":
        flat = tuple(str(x) for x in held.ravel())
        return Observed("list", "list", "string", held.shape, repr(value), strings=flat, length=len(value))
    kind = "boolean" if isinstance(value, bool) else "list" if held.ndim else "number"
    numbers = Array(held.dtype.name, held.shape, held.tobytes())
    shape: tuple[int | None, ...] = held.shape
    return Observed(
        kind, type(value).__name__, held.dtype.name, shape, repr(value), numbers, length=held.size
    )
