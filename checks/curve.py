"""A curve in a TensorBoard log, point by point as the solution's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from tftutor.board import Scalar, read
from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.closeness import Tolerance, ToleranceField, close
from tftutor.checks.results import broken, failed, passed
from tftutor.runtime.evidence import Evidence


class CurveCheck(Check):
    """The numbers of one curve and their steps, where the solution's are the only right ones.

    Put a `tensorboard` check before it, which says whether there is a log and a curve at all.
    """

    kind: ClassVar[str] = "curve"

    logs: str = Field("logs", min_length=1, description="folder of the log")
    tag: str = Field(min_length=1, description="name of the curve", examples=["ink"])
    tolerance: ToleranceField = Field(1e-3, description="how far a point may be from the solution's")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    def wants_solution(self) -> bool:
        return True

    def keep(self) -> Sequence[str]:
        return (self.logs,)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or f"the curve {self.tag} has the right numbers"
        wanted = self._points(given.expected)
        if not wanted:
            return broken(self.kind, title, f"The solution's log has no curve {self.tag!r}")
        miss = self._miss(self._points(given.seen), wanted)
        return failed(self.kind, title, miss) if miss else passed(self.kind, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        left, right = self._points(one.seen), self._points(other.seen)
        return _steps(left) == _steps(right) and self._close(left, right)

    def _points(self, evidence: Evidence | None) -> tuple[Scalar, ...]:
        folder: Path | None = evidence.files.get(self.logs.strip("/")) if evidence else None
        return read(folder).scalars.get(self.tag, ()) if folder else ()

    def _miss(self, seen: Sequence[Scalar], wanted: Sequence[Scalar]) -> Mismatch | None:
        if not seen:
            return Mismatch("tag", f"The log has no curve {self.tag!r}.", self.tag)
        if _steps(seen) != _steps(wanted):
            says = f"The points of {self.tag!r} aren't at the steps that were asked for."
            return Mismatch("steps", says, _range(wanted), _range(seen))
        for one, other in zip(seen, wanted, strict=True):
            if not self._close([one], [other]):
                expected, got = words.numbers_apart(other.value, one.value)
                where = f"at step {one.step:,}"
                same = len({point.value for point in seen}) == 1 < len(seen)
                says = f"The curve {self.tag!r} has another number {where}."
                advice = "All its points are equal: is each of them worked out again?" if same else ""
                return Mismatch("values", says, f"{expected}  {where}", f"{got}  {where}", advice)
        return None

    def _close(self, one: Sequence[Scalar], other: Sequence[Scalar]) -> bool:
        import numpy

        left, right = (numpy.array([point.value for point in points]) for points in (one, other))
        return left.shape == right.shape and close(left, right, Tolerance.of(self.tolerance))


def _steps(points: Sequence[Scalar]) -> list[int]:
    return [point.step for point in points]


def _range(points: Sequence[Scalar]) -> str:
    return f"{words.count(len(points), 'point')}, steps {points[0].step:,} to {points[-1].step:,}"
