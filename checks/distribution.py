"""A sampler of the learner's: how often it draws what, against the probabilities that it should follow."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tftutor.checks import words
from tftutor.checks.arguments import Argument
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.errors import explain_error
from tftutor.checks.ladder import exists
from tftutor.checks.learner_code import line_of
from tftutor.checks.observed import Observed, Raised, read, read_error, same, same_error
from tftutor.checks.probes import source
from tftutor.checks.results import failed, not_observed, passed
from tftutor.runtime.evidence import Array
from tftutor.runtime.program import Probe

if TYPE_CHECKING:
    import numpy

    AnyArray = numpy.ndarray[Any, Any]

FALSE_ALARM = 1e-5
"""At most this share of right samplers fails, all sets of arguments of a check together."""


class DistributionCheck(Check):
    """A function that draws a whole number at random, called many times with arguments it did not choose.

    It fails where the relative entropy between what was drawn and the right probabilities is larger than
    chance explains; see `divergence_limit`.
    """

    kind: ClassVar[str] = "distribution"

    name: str = Field(min_length=1, description="name of the function", examples=["sample"])
    parameters: tuple[str, ...] = Field(
        min_length=1,
        description="what `probabilities` calls its arguments, in order",
        examples=[["scores", "temperature"]],
    )
    inputs: tuple[Argument, ...] = Field(
        min_length=1, description="its arguments", examples=[[{"normal": [6]}, {"value": 0.5}]]
    )
    further: tuple[tuple[Argument, ...], ...] = Field((), description="other sets of arguments")
    probabilities: str = Field(
        min_length=1,
        description="the right probability of 0, 1, 2 ...; an expression with `np` and `softmax`",
        examples=["softmax(scores / temperature)"],
    )
    calls: int = Field(2000, ge=100, le=20_000, description="how often it is called with each set")
    seed: int = Field(20170815, description="other arguments, where these happen to be unlucky")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    def probes(self) -> Sequence[Probe]:
        params = {
            "name": self.name,
            "parameters": list(self.parameters),
            "sets": [[argument.params() for argument in each] for each in (self.inputs, *self.further)],
            "probabilities": self.probabilities,
            "calls": self.calls,
            "seed": self.seed,
        }
        return (Probe("distribution", source("distribution"), params),)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or f"{self.name} draws with the right probabilities"
        seen = _read(given.value("distribution"))
        if seen is None:
            return not_observed(self.kind, title, self.name, given.value("distribution"))
        miss = self._miss(seen)
        if miss:
            return failed(self.kind, title, miss, line_of(given.seen.code, self.name))
        return passed(self.kind, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        left, right = _read(one.value("distribution")), _read(other.value("distribution"))
        if left is None or right is None or len(left.draws) != len(right.draws):
            return False
        if not left.draws:
            return same(left.function, right.function)
        return all(self._same_draw(a, b) for a, b in zip(left.draws, right.draws, strict=True))

    def raised(self, given: CheckInput) -> Raised | None:
        seen = _read(given.value("distribution"))
        return next((draw.error for draw in seen.draws if draw.error), None) if seen else None

    def _miss(self, seen: _Report) -> Mismatch | None:
        if seen.function.kind != "function":
            says = f"{self.name} is {seen.function.kind_words}, not a function."
            return exists(self.name, seen.function) or Mismatch(
                "type", says, "a function", seen.function.kind_words
            )
        return next((miss for draw in seen.draws if (miss := self._draw_miss(draw))), None)

    def _draw_miss(self, draw: _Draw) -> Mismatch | None:
        if draw.error:
            why = explain_error(draw.error.type, draw.error.message)
            reason = f"{self.name} ended in an error: {why.reason}"
            return Mismatch("call", reason, seen=why.seen, advice=why.advice, line=draw.error.line or None)
        if draw.odd is not None:
            return self._odd(draw, draw.odd)
        limit = divergence_limit(len(draw.shares), FALSE_ALARM / (1 + len(self.further)))
        if draw.counts.sum() * _relative_entropy(draw.counts / draw.counts.sum(), draw.shares) < limit:
            return None
        return self._wrong_shares(draw)

    def _odd(self, draw: _Draw, result: Observed) -> Mismatch:
        last = len(draw.shares) - 1
        wanted = f"a whole number from 0 to {last}"
        if draw.whole:
            return Mismatch(
                "values", f"{self.name} drew {result.text}, but there are only 0 to {last}.", wanted
            )
        what = result.text if result.kind == "number" else result.kind_words
        reason = f"{self.name} returns {what}, where one whole number was asked for."
        return Mismatch("type", reason, wanted, result.described())

    def _wrong_shares(self, draw: _Draw) -> Mismatch:
        shares = draw.counts / draw.counts.sum()
        worst = int(abs(shares - draw.shares).argmax())
        got, wanted = words.percent(float(shares[worst]), 1), words.percent(float(draw.shares[worst]), 1)
        advice = f"It was called with {', '.join(draw.arguments)}."
        calls = f"{int(draw.counts.sum()):,} calls"
        if shares[worst] == 1:
            reason = f"{self.name} gave {worst} in each of {calls}: nothing was drawn at random."
        else:
            reason = f"{self.name} drew {worst} in {got} of {calls}; it should be about {wanted}."
        return Mismatch("values", reason, f"{wanted} of {worst}", f"{got} of {worst}", advice)

    def _same_draw(self, one: _Draw, other: _Draw) -> bool:
        """Whether two samplers may be one: neither is farther from both together than chance explains."""
        if one.error or other.error:
            return bool(one.error and other.error and same_error(one.error, other.error))
        if one.odd is not None or other.odd is not None:
            return one.odd is not None and other.odd is not None and one.odd.kind == other.odd.kind
        if len(one.counts) != len(other.counts):
            return False
        both = (one.counts + other.counts) / (one.counts.sum() + other.counts.sum())
        apart = sum(
            float(side.counts.sum()) * _relative_entropy(side.counts / side.counts.sum(), both)
            for side in (one, other)
        )
        return apart < divergence_limit(len(both), FALSE_ALARM)


def divergence_limit(categories: int, false_alarm: float) -> float:
    """What n times the relative entropy D(drawn || right) stays below, but for a share ``false_alarm``.

    For n draws from k categories, P(D >= e) <= exp(-n e) (e n exp(1) / (k - 1))^(k - 1), for any n with
    n e > k - 1 (Agrawal, "Finite-sample concentration of the multinomial in relative entropy", IEEE
    Transactions on Information Theory 66, 2020, theorem 1.2). No large-sample approximation is in it, so
    rare categories need no pooling. Solved for n e by bisection: from k - 1 on the bound falls.
    """
    free = max(categories - 1, 1)
    low, high = float(free), free + 1000.0
    for _ in range(100):
        middle = (low + high) / 2
        bound = -middle + free * (1 + math.log(middle / free))
        low, high = (middle, high) if bound > math.log(false_alarm) else (low, middle)
    return high


@dataclass(frozen=True)
class _Draw:
    """One set of arguments: right ``shares`` (k,), ``counts`` (k,), or what came instead of a category."""

    arguments: tuple[str, ...]
    shares: AnyArray
    counts: AnyArray
    odd: Observed | None
    whole: bool
    error: Raised | None


@dataclass(frozen=True)
class _Report:
    function: Observed
    draws: tuple[_Draw, ...]


def _read(value: Any) -> _Report | None:
    function = read(value.get("function")) if isinstance(value, Mapping) else None
    if function is None:
        return None
    draws = [_read_draw(draw) for draw in value.get("draws") or () if isinstance(draw, Mapping)]
    return _Report(function, tuple(draw for draw in draws if draw))


def _read_draw(value: Mapping[str, Any]) -> _Draw | None:
    import numpy

    shares, counts, error = value.get("shares"), value.get("counts"), value.get("error")
    if not isinstance(shares, Array):
        return None
    return _Draw(
        tuple(text for text in value.get("arguments") or () if isinstance(text, str)),
        shares.numpy(),
        counts.numpy() if isinstance(counts, Array) else numpy.zeros(0),
        read(value.get("odd")),
        value.get("whole") is True,
        read_error(error) if isinstance(error, Mapping) else None,
    )


def _relative_entropy(drawn: AnyArray, right: AnyArray) -> float:
    """Sum of drawn log(drawn / right), in nats; infinite where something impossible was drawn."""
    import numpy

    there = drawn > 0
    with numpy.errstate(divide="ignore"):
        return float(numpy.sum(drawn[there] * numpy.log(drawn[there] / right[there])))
