"""A value that follows from others: the program is run again with other numbers in some of its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult
from tftutor.checks.ladder import Wants, first_mismatch
from tftutor.checks.learner_code import line_of
from tftutor.checks.observed import Raised, read, same
from tftutor.checks.probes import source
from tftutor.checks.results import broken, failed, not_observed, passed
from tftutor.runtime.program import Probe


class FollowsCheck(Check):
    """Whether a value changes as the solution's does: numbers typed in by hand stay as they are.

    Every assignment to a name in `when` gives it the new value, and what comes after is worked out again.
    """

    kind: ClassVar[str] = "follows"

    of: str = Field(min_length=1, description="name or expression", examples=["line"])
    when: dict[str, int | float | str] = Field(
        min_length=1, description="name -> its other value", examples=[{"guests": 7}]
    )
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    def wants_solution(self) -> bool:
        return True

    def probes(self) -> Sequence[Probe]:
        return (Probe("follows", source("follows"), {"of": self.of, "when": self.when}),)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or f"{self.of} follows when {words.listing(list(self.when))} changes"
        seen, like = read(given.value("follows")), read(given.expected_value("follows"))
        if like is None or not like.there:
            return broken(self.kind, title, f"The solution has no {self.of} once {self._changed()}")
        if seen is None:
            return not_observed(self.kind, title, self.of, given.value("follows"))
        miss = first_mismatch(self.of, seen, Wants(like=like))
        if miss is None:
            return passed(self.kind, title)
        if seen.there:
            names = words.listing(list(self.when), "or")
            says = f"With {self._changed()}, {self.of} would be wrong: a number in it seems typed by hand."
            advice = f"Write the name, {names}, where its number is now."
            miss = replace(miss, reason=says, advice=advice)
        return failed(self.kind, title, miss, line_of(given.seen.code, self.of))

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        return same(read(one.value("follows")), read(other.value("follows")))

    def raised(self, given: CheckInput) -> Raised | None:
        seen = read(given.value("follows"))
        return seen.raised if seen else None

    def _changed(self) -> str:
        return words.listing([f"{name} = {value!r}" for name, value in self.when.items()])
