"""How one array differs from another, in words: a small diagnosis, not a distance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tftutor.checks import words
from tftutor.checks.closeness import Tolerance, close, differing

if TYPE_CHECKING:
    import numpy

    AnyArray = numpy.ndarray[Any, Any]

_NEAR = Tolerance(1e-3, exact_integers=False)
_EXACTLY = Tolerance(1e-9)


def explain(name: str, seen: AnyArray, expected: AnyArray, tolerance: Tolerance | None = None) -> str:
    """One sentence on how ``seen`` differs from ``expected``, two arrays of one shape."""
    numeric = seen.dtype.kind in "fiu" and expected.dtype.kind in "fiu"
    if numeric and seen.size:
        one, other = seen.astype("float64"), expected.astype("float64")
        whole = seen.dtype.kind in "iu" and expected.dtype.kind in "iu"
        for said in _patterns(name, one, other, _EXACTLY if whole else _NEAR):
            return said
    return _places(name, seen, expected, tolerance or Tolerance())


def explain_shape(name: str, seen: AnyArray, expected: AnyArray) -> str:
    """One clause on two arrays of different shapes, or nothing where their shapes say it all."""
    import numpy

    if seen.dtype.kind not in "fiub" or expected.dtype.kind not in "fiub":
        return ""
    if seen.ndim == 2 and close(seen.T, expected, _NEAR):
        return f"{name} is transposed: rows and columns have changed places"
    if seen.size == expected.size and close(seen.ravel(), expected.ravel(), _NEAR):
        return f"the values of {name} are right, only their arrangement is not"
    if expected.ndim == 0 and seen.size:
        for made, how in ((seen.mean(), "average"), (seen.sum(), "sum")):
            if close(numpy.asarray(made), expected, _NEAR):
                return f"the {how} of your {words.count(seen.size, 'value')} would be right"
    if seen.ndim == 0 and expected.size:
        for made, how in ((expected.mean(), "average"), (expected.sum(), "sum")):
            if close(seen, numpy.asarray(made), _NEAR):
                return f"you have the {how} of the values that were asked for"
    return ""


def _patterns(name: str, seen: AnyArray, expected: AnyArray, near: Tolerance) -> Iterator[str]:
    import numpy

    if not numpy.isfinite(seen).all() or not numpy.isfinite(expected).all():
        return
    everywhere = " everywhere" if seen.size > 1 else ""
    if not seen.any() and expected.any():
        yield f"{name} is 0{everywhere}."
    if expected.any() and close(-seen, expected, _NEAR):
        yield f"The sign of {name} is reversed{everywhere}."
    varied = numpy.ptp(expected) > 1e-6 * numpy.abs(expected).max()
    ratio, offset = _ratio(seen, expected), _offset(seen, expected)
    if ratio is not None and (varied or _round(ratio)):
        yield _ratio_words(name, ratio, everywhere)
    if offset is not None and (varied or seen.size > 1):
        direction = "larger" if offset > 0 else "smaller"
        yield f"{name} is {direction} by {words.number(abs(offset))}{everywhere}."
    yield from _orders(name, seen, expected, near)
    if varied and seen.size > 2:
        yield from _functions(name, seen, expected)


def _ratio(seen: AnyArray, expected: AnyArray) -> float | None:
    """The one number that ``expected`` was multiplied by, if there is one."""
    import numpy

    weight = float(numpy.sum(expected * expected))
    if not weight:
        return None
    ratio = float(numpy.sum(seen * expected)) / weight
    if not ratio or abs(ratio - 1) < 1e-3 or not close(seen, ratio * expected, _NEAR):
        return None
    return ratio


def _offset(seen: AnyArray, expected: AnyArray) -> float | None:
    import numpy

    offset = float(numpy.mean(seen - expected))
    scale = max(float(numpy.abs(expected).max()), abs(offset))
    if abs(offset) <= 1e-6 * scale or float(numpy.ptp(seen - expected)) > 1e-3 * abs(offset):
        return None
    return offset


def _round(ratio: float) -> bool:
    """Whether a factor is one that programs make: a whole number, or one divided by it."""
    size = abs(ratio)
    whole = size if size > 1 else 1 / size
    return whole < 1e5 and abs(whole / round(whole) - 1) < 1e-3


def _ratio_words(name: str, ratio: float, everywhere: str) -> str:
    size = abs(ratio)
    how = f"{words.factor(size)} times too large" if size > 1 else f"{words.factor(1 / size)} times too small"
    if ratio < 0:
        return f"{name} has its sign reversed and is {how}{everywhere}."
    return f"{name} is {how}{everywhere}."


def _orders(name: str, seen: AnyArray, expected: AnyArray, near: Tolerance) -> Iterator[str]:
    import numpy

    if seen.size < 2 or not numpy.ptp(expected):
        return
    if seen.ndim == 2 and seen.shape[0] == seen.shape[1] and close(seen.T, expected, near):
        yield f"{name} is transposed: rows and columns have changed places."
    if close(seen[::-1], expected, near):
        yield f"{name} has the right values, in reverse order."
    if close(numpy.sort(seen, axis=None), numpy.sort(expected, axis=None), near):
        yield f"{name} has the right values, in another order."


def _functions(name: str, seen: AnyArray, expected: AnyArray) -> Iterator[str]:
    """Functions that learners apply once too often or forget."""
    import numpy

    forms: tuple[tuple[str, Callable[[], AnyArray], AnyArray], ...] = (
        ("the logarithm of what was asked for", lambda: numpy.log(expected), seen),
        ("the exponential of what was asked for", lambda: numpy.exp(expected), seen),
        ("the square of what was asked for", lambda: numpy.square(expected), seen),
        ("the square root of what was asked for", lambda: numpy.sqrt(expected), seen),
        ("the reciprocal of what was asked for", lambda: 1 / expected, seen),
        ("rounded to whole numbers", lambda: numpy.round(expected), seen),
        ("cut to whole numbers", lambda: numpy.trunc(expected), seen),
    )
    with numpy.errstate(all="ignore"):
        for how, made, got in forms:
            value = made()
            made_so = numpy.isfinite(value).all() and numpy.ptp(value) > 0 and close(got, value, _NEAR)
            if made_so and not numpy.array_equal(value, expected):
                yield f"{name} is {how}."


def _places(name: str, seen: AnyArray, expected: AnyArray, tolerance: Tolerance) -> str:
    import numpy

    differ = differing(seen, expected, tolerance)
    amount = int(differ.sum())
    if seen.ndim == 0 or amount == 0:
        return f"{name} has another value."
    first = words.place([int(i) for i in numpy.argwhere(differ)[0]])
    if amount == seen.size:
        return (
            f"{name} differs in all {words.count(amount, 'place')}."
            if amount > 1
            else f"{name} has another value."
        )
    return f"{name} differs in {amount:,} of {words.count(seen.size, 'place')}, the first at {first}."
