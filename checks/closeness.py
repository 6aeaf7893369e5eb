"""When two arrays count as equal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    import numpy

    AnyArray = numpy.ndarray[Any, Any]

DEFAULT = 1e-4
ALIKE = 1e-3  # relative; two programs that made the same mistake in other words


class ToleranceSpec(BaseModel):
    """A tolerance in two parts, where one number does not do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    relative: float = Field(DEFAULT, ge=0, description="share of the expected value")
    absolute: float = Field(0.0, ge=0, description="distance that always counts as equal")


ToleranceField = Annotated[
    float | ToleranceSpec | None,
    Field(
        description=(
            "how far numbers may differ: one number (relative, and as much of the largest expected value"
            " or of 1, whichever is smaller), or {relative, absolute}; 1e-4 by default;"
            " whole numbers are compared exactly unless it is given"
        ),
        examples=[1e-4, {"relative": 0.01, "absolute": 1e-6}],
    ),
]


@dataclass(frozen=True)
class Tolerance:
    """``relative`` of each expected value, plus ``absolute`` (None: chosen by the array's size)."""

    relative: float = DEFAULT
    absolute: float | None = None
    exact_integers: bool = True

    @staticmethod
    def of(spec: float | ToleranceSpec | None) -> Tolerance:
        """From what an author wrote."""
        if spec is None:
            return Tolerance()
        if isinstance(spec, ToleranceSpec):
            return Tolerance(spec.relative, spec.absolute, exact_integers=False)
        return Tolerance(spec, None, exact_integers=False)


def differing(seen: AnyArray, expected: AnyArray, tolerance: Tolerance) -> AnyArray:
    """Where two arrays of one shape differ: booleans of that shape.

    NaN equals NaN and infinity equals infinity of the same sign, here: whether they may be there
    at all is asked elsewhere.
    """
    import numpy

    kinds = seen.dtype.kind + expected.dtype.kind
    exact = tolerance.exact_integers and not set(kinds) - set("iub")
    if exact or set(kinds) - set("fiubc"):
        return numpy.asarray(seen != expected)
    wide: Any = numpy.complex128 if "c" in kinds else numpy.float64
    one, other = seen.astype(wide), expected.astype(wide)
    with numpy.errstate(invalid="ignore", over="ignore"):
        away = numpy.abs(one - other)
        allowed = tolerance.relative * numpy.abs(other) + _absolute(other, tolerance)
        near = (away <= allowed) & numpy.isfinite(one) & numpy.isfinite(other)
    both_nan = numpy.isnan(one) & numpy.isnan(other)
    return numpy.asarray(~(near | (one == other) | both_nan))


def _absolute(expected: AnyArray, tolerance: Tolerance) -> float:
    """As float32 has it: rounding is relative to the largest number that went into a sum."""
    import numpy

    if tolerance.absolute is not None:
        return tolerance.absolute
    finite = numpy.abs(expected[numpy.isfinite(expected)])
    largest = float(finite.max()) if finite.size else 0.0
    return tolerance.relative * (min(1.0, largest) or 1.0)


def close(seen: AnyArray, expected: AnyArray, tolerance: Tolerance) -> bool:
    """Whether two arrays have one shape and equal values within the tolerance."""
    return seen.shape == expected.shape and not bool(differing(seen, expected, tolerance).any())


def alike(one: AnyArray, other: AnyArray) -> bool:
    """Whether two programs got the same thing: one shape, values within a thousandth."""
    return close(one, other, Tolerance(ALIKE, exact_integers=False))
