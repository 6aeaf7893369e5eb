"""A gradient: against the solution's and against finite differences, there and at other places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.closeness import Tolerance, ToleranceField, alike, close
from tftutor.checks.ladder import Wants, exists, first_mismatch
from tftutor.checks.learner_code import line_of
from tftutor.checks.observed import Observed, Raised, read, read_error, same
from tftutor.checks.probes import source
from tftutor.checks.results import broken, failed, not_observed, passed
from tftutor.runtime.evidence import Array
from tftutor.runtime.program import Probe

if TYPE_CHECKING:
    import numpy

    AnyArray = numpy.ndarray[Any, Any]

SLOPE_TOLERANCE = 0.02  # relative; finite differences in float32 are good to about 1e-3
_NONE_ADVICE = (
    "Compute {of} from {at} inside the `with` block. A tape watches tf.Variables by itself; a plain tensor"
    " needs tape.watch({at})."
)


class GradientCheck(Check):
    """The derivative of `of` with respect to `at`, found in `in`.

    The learner's program is run again with other values of `at`, so that numbers written in by
    hand do not pass. `at` must be assigned by a line of its own, outside functions.
    """

    kind: ClassVar[str] = "gradient"

    of: str = Field(min_length=1, description="what is differentiated; several numbers count as their sum")
    at: str = Field(pattern=r"^[A-Za-z_]\w*$", description="name of the variable")
    inside: str = Field(alias="in", min_length=1, description="where the gradient is", examples=["x_grad"])
    places: int = Field(2, ge=1, le=10, description="other places that the learner did not choose")
    spread: float = Field(
        0.4, gt=0, description="how far away they are, as a share of the largest number of `at`"
    )
    like: Literal["solution"] | None = Field(
        "solution", description="null: only against finite differences of the learner's own `of`"
    )
    tolerance: ToleranceField = Field(1e-3, description="against the solution's gradient")
    seed: int = Field(20170815, description="other places, where these happen to be unlucky")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    def wants_solution(self) -> bool:
        return True

    def probes(self) -> Sequence[Probe]:
        params = {
            "of": self.of,
            "at": self.at,
            "gradient": self.inside,
            "places": self.places,
            "spread": self.spread,
            "seed": self.seed,
        }
        return (Probe("gradient", source("gradient"), params),)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or f"{self.inside} is the gradient of {self.of} at {self.at}"
        seen, expected = _read(given.value("gradient")), _read(given.expected_value("gradient"))
        fault = self._fault(expected)
        if fault:
            return broken(self.kind, title, fault)
        if seen is None or expected is None:
            return not_observed(self.kind, title, self.inside, given.value("gradient"))
        miss = self._miss(seen, expected)
        return (
            failed(self.kind, title, miss, line_of(given.seen.code, self.inside))
            if miss
            else passed(self.kind, title)
        )

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        left, right = _read(one.value("gradient")), _read(other.value("gradient"))
        if left is None or right is None or not same(left.gradient, right.gradient):
            return False
        if len(left.places) != len(right.places) or left.of.kind == "missing" or right.of.kind == "missing":
            return left.gradient.kind in ("none", "missing") and left.at.kind == right.at.kind
        return all(_same_place(a, b) for a, b in zip(left.places, right.places, strict=True))

    def _fault(self, expected: _GradientReport | None) -> str:
        if expected is None:
            return "The solution left nothing to compare the gradient with"
        for name, seen in ((self.of, expected.of), (self.at, expected.at), (self.inside, expected.gradient)):
            if not seen.there:
                return f"The solution has no {name}"
        if not expected.places:
            return f"In the solution, {self.at} is not an array of floats"
        for place in expected.places:
            if place.error:
                return f"The solution cannot be run again with another {self.at}: {place.error.message}"
            if place.slopes is None or not place.gradient.there:
                return f"The solution's {self.of} or {self.inside} is not a number that can be compared"
            if place.slope_error() > SLOPE_TOLERANCE:
                return f"The solution's {self.inside} is not the derivative of its {self.of}"
        return ""

    def _miss(self, seen: _GradientReport, expected: _GradientReport) -> Mismatch | None:
        return (
            exists(self.of, seen.of)
            or exists(self.at, seen.at)
            or self._shape(seen, expected)
            or self._values(seen, expected)
            or self._slopes(seen)
        )

    def _shape(self, seen: _GradientReport, expected: _GradientReport) -> Mismatch | None:
        gradient = seen.gradient
        if gradient.kind == "none":
            says = f"{self.inside} is None: the tape saw no way from {self.at} to {self.of}."
            advice = _NONE_ADVICE.format(at=self.at, of=self.of)
            return Mismatch("exists", says, expected.gradient.described(), "None", advice)
        miss = exists(self.inside, gradient)
        if miss or not seen.places:
            says = f"{self.at} does not hold floats, so that {self.of} has no derivative there."
            return miss or Mismatch(
                "dtype", says, "floats", seen.at.described(), "Write its numbers with a point: 1.0"
            )
        wanted = expected.gradient
        shape = seen.places[0].x.shape if wanted.shape == expected.places[0].x.shape else wanted.shape
        return first_mismatch(self.inside, gradient, Wants(shape=shape, finite=True))

    def _values(self, seen: _GradientReport, expected: _GradientReport) -> Mismatch | None:
        if self.like is None:
            return self._rerun_error(seen)
        tolerance = Tolerance.of(self.tolerance)
        chosen_alike = seen.places[0].x.shape == expected.places[0].x.shape and alike(
            seen.places[0].x, expected.places[0].x
        )
        if chosen_alike:
            miss = first_mismatch(
                self.inside, seen.gradient, Wants(like=expected.gradient, tolerance=tolerance)
            )
            if miss:
                return self._with_origin(miss, seen, expected)
        error = self._rerun_error(seen)
        if error:
            return error
        for place, like in zip(seen.places[1:], expected.places[1:], strict=False):
            if place.x.shape != like.x.shape or not close(place.x, like.x, Tolerance(1e-5)):
                break  # another x was chosen: the places around it are others too
            miss = first_mismatch(self.inside, place.gradient, Wants(like=like.gradient, tolerance=tolerance))
            if miss:
                return self._elsewhere(miss, seen, place)
        return None

    def _rerun_error(self, seen: _GradientReport) -> Mismatch | None:
        for place in seen.places:
            if place.error and place.error.line:
                why = words.message(place.error.message)
                reason = f"With another {self.at}, your program ends in an error: {why}"
                return Mismatch("rerun", reason, seen=place.error.type, line=place.error.line)
            if place.error:
                reason = f"The gradient could not be tried with another {self.at}."
                return Mismatch(
                    "rerun",
                    reason,
                    advice=f"Give {self.at} its value in one line of its own, outside functions.",
                )
        return None

    def _with_origin(self, miss: Mismatch, seen: _GradientReport, expected: _GradientReport) -> Mismatch:
        """Says where a wrong gradient comes from: a wrong y, or a wrong way from y."""
        if miss.rung != "values" or any(place.error for place in seen.places):
            return miss
        follows = all(place.slope_error() <= SLOPE_TOLERANCE for place in seen.places)
        if follows:
            says = f"It is the true derivative of your {self.of}: look at how {self.of} is computed."
        elif same(seen.of, expected.of):
            says = f"Your {self.of} is right; the way from {self.of} to {self.inside} is not."
        else:
            return miss
        return replace(miss, advice=says)

    def _elsewhere(self, miss: Mismatch, seen: _GradientReport, place: _Place) -> Mismatch:
        fixed = place.gradient.comparable and same(place.gradient, seen.gradient)
        if fixed:
            reason = (
                f"{self.inside} is right at the {self.at} you chose, but not elsewhere: "
                "the numbers seem written in by hand."
            )
            advice = f"Compute {self.inside} from {self.of}, so that it follows when {self.at} changes."
            return replace(miss, reason=reason, advice=advice)
        at = words.clipped(words.array(place.x), 50)
        return replace(
            miss, reason=f"{self.inside} is right at the {self.at} you chose, but not at {self.at} = {at}."
        )

    def _slopes(self, seen: _GradientReport) -> Mismatch | None:
        for place in seen.places:
            if place.slopes is None or not place.gradient.comparable:
                return Mismatch(
                    "values",
                    f"{self.of} is not a number, so that it has no derivative.",
                    seen=seen.of.described(),
                )
            if place.slope_error() <= SLOPE_TOLERANCE:
                continue
            worst = place.worst()
            expected, got = words.numbers_apart(worst[0], worst[1])
            reason = f"{self.inside} is not the derivative of {self.of}: a small step of {self.at} shows it."
            return Mismatch("values", reason, f"slope {expected}", f"slope {got}")
        return None


@dataclass(frozen=True)
class _Place:
    """One place: x, what the program had there, and slopes along ``directions`` (k, size of x)."""

    x: AnyArray
    y: Observed
    gradient: Observed
    directions: AnyArray | None = None
    slopes: AnyArray | None = None
    noise: float = 0.0
    error: Raised | None = None

    def claimed(self) -> AnyArray:
        """The slopes along the directions that the program's gradient implies, (k,)."""
        import numpy

        gradient = self.gradient.array().ravel().astype("float64")
        if self.directions is None or gradient.size != self.directions.shape[1]:
            return numpy.full(0 if self.slopes is None else self.slopes.shape, numpy.nan)
        return numpy.asarray(self.directions @ gradient)

    def slope_error(self) -> float:
        """The largest distance of claimed and measured slopes, as a share of the largest slope."""
        import numpy

        if self.slopes is None or not self.slopes.size or not self.gradient.comparable:
            return float("inf")
        away = numpy.abs(self.claimed() - self.slopes)
        scale = max(float(numpy.abs(self.slopes).max()), float(numpy.abs(self.gradient.array()).max()) / 10)
        excess = numpy.maximum(away - self.noise, 0)
        if numpy.isnan(excess).any():
            return float("inf")
        return float(excess.max() / scale) if scale else float(excess.max())

    def worst(self) -> tuple[float, float]:
        """Measured and claimed slope where they are furthest apart."""
        import numpy

        claimed = self.claimed()
        slopes = numpy.zeros_like(claimed) if self.slopes is None else self.slopes
        index = int(numpy.nanargmax(numpy.abs(claimed - slopes))) if not numpy.isnan(claimed).all() else 0
        return float(slopes[index]), float(claimed[index])


@dataclass(frozen=True)
class _GradientReport:
    """What the probe reported."""

    of: Observed
    at: Observed
    gradient: Observed
    places: tuple[_Place, ...]


def _read(value: Any) -> _GradientReport | None:
    if not isinstance(value, Mapping):
        return None
    of, at, gradient = read(value.get("of")), read(value.get("at")), read(value.get("in"))
    if of is None or at is None or gradient is None:
        return None
    places = tuple(p for x in value.get("places") or () if isinstance(x, Mapping) and (p := _read_place(x)))
    return _GradientReport(of, at, _unwrapped(gradient), places)


def _unwrapped(gradient: Observed) -> Observed:
    """The one gradient of a list of one, as `tf.gradients` and a session give it."""
    alone = gradient.kind in ("list", "tuple") and gradient.length == 1
    return gradient.items[0] if alone and gradient.items else gradient


def _read_place(value: Mapping[str, Any]) -> _Place | None:
    x = value.get("x")
    if not isinstance(x, Array):
        return None
    error = value.get("error")
    if isinstance(error, Mapping):
        return _Place(x.numpy(), Observed("missing"), Observed("missing"), error=read_error(error))
    y, gradient = read(value.get("y")), read(value.get("gradient"))
    if y is None or gradient is None:
        return None
    directions, slopes = value.get("directions"), value.get("slopes")
    noise = value.get("noise")
    return _Place(
        x.numpy(),
        y,
        _unwrapped(gradient),
        directions.numpy() if isinstance(directions, Array) else None,
        slopes.numpy() if isinstance(slopes, Array) else None,
        float(noise) if isinstance(noise, (int, float)) else 0.0,
    )


def _same_place(one: _Place, other: _Place) -> bool:
    if one.error or other.error:
        return bool(one.error and other.error and one.error.type == other.error.type)
    return same(one.gradient, other.gradient)
