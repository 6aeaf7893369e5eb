"""A function the learner writes, called with inputs they did not choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from tftutor.checks import words
from tftutor.checks.arguments import Argument
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.closeness import Tolerance, ToleranceField
from tftutor.checks.closeness import alike as alike_arrays
from tftutor.checks.errors import alike, explain_error
from tftutor.checks.ladder import Kind, Wants, exists, first_mismatch
from tftutor.checks.learner_code import line_of, returns_value
from tftutor.checks.observed import Observed, Raised, read, read_error, same, same_error
from tftutor.checks.probes import source
from tftutor.checks.results import broken, failed, not_observed, passed
from tftutor.runtime.program import Probe


class Returns(BaseModel):
    """What every result must be, besides equal to the solution's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Kind = "any"
    dtype: str | None = None
    shape: tuple[int | None, ...] | None = None
    numbers: Literal["alike", "any"] = "alike"  # any: 1 and 1.0 are the same


class FunctionCheck(Check):
    """The learner's function against the solution's, on the same random inputs."""

    kind: ClassVar[str] = "function"

    name: str = Field(min_length=1, description="its name", examples=["softmax"])
    inputs: tuple[Argument, ...] = Field(
        (), description="its arguments", examples=[[{"normal": [3, 4], "scale": 10}, {"one_hot": [5, 10]}]]
    )
    keywords: dict[str, Argument] = Field(default_factory=dict, description="arguments given by name")
    further: tuple[tuple[Argument, ...], ...] = Field(
        (), description="other sets of arguments: other shapes, edges"
    )
    calls: int = Field(3, ge=1, le=50, description="how often each set is called, with new numbers each time")
    like: Literal["solution"] | None = Field("solution", description="null: only `returns` is asked")
    returns: Returns = Field(Returns(), description="type, dtype or shape of every result")
    nothing: bool = Field(False, description="the function may return nothing: its effects are in `then`")
    then: tuple[str, ...] = Field(
        (), description="expressions compared after the calls", examples=[["W", "b"]]
    )
    tolerance: ToleranceField = None
    finite: bool = Field(True, description="no NaN and no infinity, unless the solution has them too")
    seed: int = Field(20170815, description="other numbers, where these happen to be unlucky")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    def wants_solution(self) -> bool:
        return self.like is not None or bool(self.then)

    def probes(self) -> Sequence[Probe]:
        sets = [self.inputs, *self.further]
        params = {
            "name": self.name,
            "sets": [[argument.params() for argument in arguments] for arguments in sets],
            "keywords": {key: argument.params() for key, argument in self.keywords.items()},
            "calls": self.calls,
            "seed": self.seed,
            "then": list(self.then),
        }
        return (Probe("function", source("function"), params),)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or f"{self.name} gives the right result for inputs you did not choose"
        seen = _read(given.value("function"), given.seen.code)
        if seen is None:
            return not_observed(self.kind, title, self.name, given.value("function"))
        expected = _read(given.expected_value("function")) if self.wants_solution() else None
        if self.wants_solution() and (
            expected is None or any(isinstance(x, Raised) for x in expected.results)
        ):
            return broken(self.kind, title, f"The solution's {self.name} cannot be called with these inputs")
        miss = self._miss(seen, expected)
        return (
            failed(self.kind, title, miss, line_of(given.seen.code, self.name))
            if miss
            else passed(self.kind, title)
        )

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        left, right = _read(one.value("function")), _read(other.value("function"))
        if left is None or right is None or len(left.results) != len(right.results):
            return False
        if left.function.kind != right.function.kind or not left.results:
            return not left.results and same(left.function, right.function)
        expected = _read(one.expected_value("function"))
        likes = expected.results if expected else [None] * len(left.results)
        pairs = list(zip(left.results, right.results, likes, strict=False))
        one_value = any(
            isinstance(a, Observed) and isinstance(b, Observed) and same(a, b) for a, b, _ in pairs
        )
        if not all(_same_result(a, b, like, one_value) for a, b, like in pairs):
            return False
        return all(same(left.after.get(x), right.after.get(x)) for x in self.then)

    def raised(self, given: CheckInput) -> Raised | None:
        seen = _read(given.value("function"))
        return next((x for x in seen.results if isinstance(x, Raised)), None) if seen else None

    def _miss(self, seen: _Calls, expected: _Calls | None) -> Mismatch | None:
        if seen.function.kind != "function":
            miss = exists(self.name, seen.function)
            says = f"{self.name} is {seen.function.kind_words}, not a function."
            return miss or Mismatch(
                "type", says, "a function", seen.function.kind_words, f"def {self.name}(...): makes one."
            )
        for index, result in enumerate(seen.results):
            like = expected.results[index] if expected and index < len(expected.results) else None
            miss = self._result_miss(seen, index, result, like if isinstance(like, Observed) else None)
            if miss:
                return miss
        return self._after_miss(seen, expected)

    def _result_miss(
        self, seen: _Calls, index: int, result: Observed | Raised, like: Observed | None
    ) -> Mismatch | None:
        given = words.clipped(", ".join(seen.arguments[index]), 50)
        if isinstance(result, Raised):
            return self._raised(seen, index, result, given)
        if result.kind == "none":
            if self.nothing or (like is not None and like.kind == "none"):
                return None
            why, advice = f"{self.name} returns nothing; does it end with `return`?", ""
            if returns_value(seen.code, self.name):
                why = f"{self.name} returns None: the value after its `return` is None."
                advice = "A tape gives None for what it did not see; so do methods that change in place."
            return Mismatch("exists", why, like.described() if like else "", "None", advice)
        wants = Wants(
            self.returns.type,
            self.returns.dtype,
            self.returns.shape,
            self.finite,
            like if self.like else None,
            literal=self.returns.numbers == "any",
            tolerance=Tolerance.of(self.tolerance),
        )
        miss = first_mismatch(f"{self.name}(...)", result, wants)
        if miss and not miss.advice:
            return replace(miss, advice=f"It was called with {given}." if given else "")
        return miss

    def _raised(self, seen: _Calls, index: int, error: Raised, given: str) -> Mismatch:
        wanted = len(seen.arguments[index])
        counts = seen.accepts is not None and len(seen.accepts) != wanted
        if seen.outside[index] and error.type == "TypeError" and seen.accepts is not None and counts:
            has = words.listing(seen.accepts) or "nothing"
            reason = f"{self.name} cannot be called with {words.count(wanted, 'argument')}: it takes {has}."
            return Mismatch("call", reason, words.count(wanted, "argument"), words.clipped(error.message))
        if error.type in ("TypeError", "ValueError") and "llipsis" in error.message:
            return Mismatch(
                "call",
                f"There is still a `...` in {self.name}: replace the dots with your code.",
                line=error.line,
            )
        called = f"It was called with {given}." if given else ""
        why = explain_error(error.type, error.message, seen.code)
        reason = f"{self.name} ended in an error: {why.reason}"
        advice = " ".join(part for part in (why.advice, called) if part)
        return Mismatch("call", reason, seen=why.seen, advice=advice, line=error.line or None)

    def _after_miss(self, seen: _Calls, expected: _Calls | None) -> Mismatch | None:
        for expression in self.then:
            value, like = seen.after.get(expression), expected.after.get(expression) if expected else None
            if value is None or like is None:
                return Mismatch("exists", f"Nothing could be seen of {expression} after the calls.")
            wants = Wants(like=like, finite=self.finite, tolerance=Tolerance.of(self.tolerance))
            miss = first_mismatch(expression, value, wants)
            if miss:
                calls = f" after {words.count(len(seen.results), 'call')} of {self.name}"
                return replace(miss, reason=miss.reason.rstrip(".") + calls + ".")
        return None


class _Calls:
    """What the probe reported: the function itself, and each call's result."""

    def __init__(self, value: Mapping[str, Any], function: Observed, code: str) -> None:
        self.function = function
        self.code = code
        self.results: list[Observed | Raised] = []
        self.arguments: list[list[str]] = []
        self.outside: list[bool] = []
        accepts = value.get("accepts")
        self.accepts = [x for x in accepts if isinstance(x, str)] if isinstance(accepts, list) else None
        for call in value.get("results") or ():
            self._add(call)
        after = value.get("after")
        self.after = {
            k: s for k, v in (after if isinstance(after, Mapping) else {}).items() if (s := read(v))
        }

    def _add(self, call: Any) -> None:
        if not isinstance(call, Mapping):
            return
        error, texts = call.get("error"), call.get("arguments")
        result = read_error(error) if isinstance(error, Mapping) else read(call.get("result"))
        if result is None:
            return
        self.results.append(result)
        self.arguments.append([x for x in texts if isinstance(x, str)] if isinstance(texts, list) else [])
        self.outside.append(isinstance(error, Mapping) and error.get("outside") is True)


def _read(value: Any, code: str = "") -> _Calls | None:
    if not isinstance(value, Mapping):
        return None
    function = read(value.get("function"))
    return _Calls(value, function, code) if function is not None else None


def _same_numbers(one: Observed, other: Observed, like: Observed | Raised | None) -> bool:
    """Equal wrong numbers, one of them in floats and the other in whole numbers."""
    if not isinstance(like, Observed) or {one.dtype_kind, other.dtype_kind} != {"f", "i"}:
        return False
    if not (one.comparable and other.comparable and like.comparable) or one.sampled or other.sampled:
        return False
    return alike_arrays(one.array(), other.array()) and not alike_arrays(one.array(), like.array())


def _same_result(
    one: Observed | Raised, other: Observed | Raised, like: Observed | Raised | None, one_value: bool
) -> bool:
    """``one_value``: another call gave both the same value, so that one cause of an error will do."""
    if isinstance(one, Observed) and isinstance(other, Observed):
        return same(one, other) or _same_numbers(one, other, like)
    if isinstance(one, Raised) and isinstance(other, Raised):
        return same_error(one, other) or (one_value and alike(one, other, sizes=False))
    return False
