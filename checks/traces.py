"""A function that TensorFlow turns into a graph, and how often it had to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import Field, model_validator

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.errors import explain_error
from tftutor.checks.ladder import exists
from tftutor.checks.learner_code import line_of
from tftutor.checks.observed import Observed, Raised, read, read_error, same, same_error
from tftutor.checks.probes import source
from tftutor.checks.results import failed, not_observed, passed
from tftutor.runtime.program import Probe


class TracesCheck(Check):
    """A `tf.function`: that it is one, and how many graphs it has, or makes in calls of ours.

    Source: `experimental_get_tracing_count`, a method of every `tf.function`.
    """

    kind: ClassVar[str] = "traces"

    of: str = Field(min_length=1, description="name of the function", examples=["gradient"])
    calls: tuple[str, ...] = Field(
        (),
        description="calls to make; then only traces made by these count, else those of the program",
        examples=[["scale(tf.ones([3]))", "scale(tf.ones([5]))"]],
    )
    at_least: int | None = Field(None, ge=0, description="fewest traces that pass")
    at_most: int | None = Field(None, ge=0, description="most traces that pass")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    @model_validator(mode="after")
    def _some_order(self) -> TracesCheck:
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("`at_least` is larger than `at_most`")
        return self

    def probes(self) -> Sequence[Probe]:
        return (Probe("traces", source("traces"), {"of": self.of, "calls": list(self.calls)}),)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or self._title()
        seen = _read(given.value("traces"))
        if seen is None:
            return not_observed(self.kind, title, self.of, given.value("traces"))
        miss = self._miss(seen)
        return (
            failed(self.kind, title, miss, line_of(given.seen.code, self.of))
            if miss
            else passed(self.kind, title)
        )

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        left, right = _read(one.value("traces")), _read(other.value("traces"))
        if left is None or right is None:
            return False
        if not left.function.there or not right.function.there:
            return same(left.function, right.function)
        if left.raised or right.raised:
            return bool(left.raised and right.raised and same_error(left.raised, right.raised))
        return (left.is_graph, left.made(self.calls)) == (right.is_graph, right.made(self.calls))

    def raised(self, given: CheckInput) -> Raised | None:
        seen = _read(given.value("traces"))
        return seen.raised if seen else None

    def _miss(self, seen: _Traces) -> Mismatch | None:
        missing = exists(self.of, seen.function)
        if missing:
            return missing
        if not seen.is_graph:
            what = "plain Python" if seen.function.kind == "function" else seen.function.kind_words
            reason = f"{self.of} is {what}: TensorFlow makes no graph of it."
            advice = "Put @tf.function on the line above its def."
            return Mismatch("type", reason, "a tf.function", seen.function.kind_words, advice)
        if seen.raised:
            why = explain_error(seen.raised.type, seen.raised.message)
            reason = f"{seen.call} ended in an error: {why.reason}"
            return Mismatch("call", reason, seen=why.seen, advice=why.advice, line=seen.raised.line or None)
        made = seen.made(self.calls)
        if self.at_most is not None and made > self.at_most:
            reason = f"{self.of} was traced {_times(made)}{self._when()}; {_times(self.at_most)} will do."
            return Mismatch("values", reason, f"at most {self.at_most}", str(made))
        if self.at_least is not None and made < self.at_least:
            reason = f"{self.of} was traced {_times(made)}{self._when()}."
            return Mismatch("values", reason, f"at least {self.at_least}", str(made))
        return None

    def _when(self) -> str:
        return f" in {words.count(len(self.calls), 'call')}" if self.calls else ""

    def _title(self) -> str:
        if self.at_most is not None:
            return f"{self.of} is traced at most {_times(self.at_most)}{self._when()}"
        if self.at_least is not None:
            return f"{self.of} is traced at least {_times(self.at_least)}{self._when()}"
        return f"{self.of} runs as a graph"


@dataclass(frozen=True)
class _Traces:
    """What the probe reported; ``before`` is -1 for a function that is not traced."""

    function: Observed
    before: int
    after: int
    call: str
    raised: Raised | None

    @property
    def is_graph(self) -> bool:
        return self.before >= 0

    def made(self, calls: Sequence[str]) -> int:
        """The traces that count: those of the calls, or where there are none all."""
        return self.after - self.before if calls else self.after


def _read(value: Any) -> _Traces | None:
    if not isinstance(value, Mapping):
        return None
    function = read(value.get("function"))
    if function is None:
        return None
    before, after, error = value.get("before"), value.get("after"), value.get("error")
    return _Traces(
        function,
        before if isinstance(before, int) else -1,
        after if isinstance(after, int) else -1,
        words.clipped(str(value.get("call", "")), 50),
        read_error(error) if isinstance(error, Mapping) else None,
    )


def _times(count: int) -> str:
    return {0: "0 times", 1: "once", 2: "twice"}.get(count, f"{count} times")
