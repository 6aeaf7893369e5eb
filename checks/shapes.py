"""The rung of the ladder that is about shapes: how many things there are, and how they are arranged."""

from __future__ import annotations

from collections.abc import Sequence

from tftutor.checks import array_differences, words
from tftutor.checks.base import Mismatch
from tftutor.checks.observed import Observed

COMMAS = "A comma between values keeps them side by side, as several. A number is written without commas."


def shape_missed(
    name: str, seen: Observed, shape: Sequence[int | None] | None, like: Observed | None
) -> Mismatch | None:
    """The miss, if ``seen`` has neither this ``shape`` nor, where none is asked for, that of ``like``."""
    if shape is None:
        if like is None or like.shape is None or like.kind == "string":
            return _length(name, seen, like)
        shape = like.shape
    if seen.shape is None:
        expected = words.shape_phrase(shape)
        return Mismatch("shape", f"{name} has no shape: it is {seen.kind_words}.", expected, seen.described())
    if _fits(seen.shape, shape):
        return None
    return _shape_miss(name, seen, shape, like)


def _length(name: str, seen: Observed, like: Observed | None) -> Mismatch | None:
    if like is None or like.items is None or seen.length == like.length:
        return None
    expected, got = words.count(like.length, "item"), words.count(seen.length, "item")
    return Mismatch("shape", f"{name} has {got}, not {like.length:,}.", expected, got)


def _fits(seen: Sequence[int | None], wanted: Sequence[int | None]) -> bool:
    if len(seen) != len(wanted):
        return False
    return all(want is None or size == want for size, want in zip(seen, wanted, strict=True))


def _shape_miss(name: str, seen: Observed, shape: Sequence[int | None], like: Observed | None) -> Mismatch:
    sizes = tuple(seen.shape or ())
    plain = like is not None and {seen.kind, like.kind} <= {"list", "tuple"}
    if like is not None and plain and len(sizes) == len(shape) == 1:
        reason = f"{name} has {words.count(seen.length, 'item')}, not {like.length:,}."
        return Mismatch("shape", reason, like.described(), seen.described())
    expected, got = words.shape_phrase(shape), words.shape_phrase(sizes)
    reason = f"{name} has {got}, not {expected}."
    if not sizes:
        reason = f"{name} is a single number, where {expected} was asked for."
    elif not len(shape):
        reason = f"{name} has {got}, where a single number was asked for."
    advice = ""
    if like is not None and like.comparable and seen.comparable and not (like.sampled or seen.sampled):
        clause = array_differences.explain_shape(name, seen.array(), like.array())
        advice = words.sentence(clause[:1].upper() + clause[1:] if not clause.startswith(name) else clause)
    if seen.kind == "tuple" and not shape:
        advice = COMMAS
    return Mismatch("shape", reason, expected, got, advice or _shape_advice(sizes, tuple(shape)))


def _shape_advice(seen: tuple[int | None, ...], wanted: tuple[int | None, ...]) -> str:
    if len(seen) == len(wanted) > 1 and seen[::-1] == wanted:
        return "Rows and columns have changed places: tf.transpose swaps them."
    if tuple(x for x in seen if x != 1) == tuple(x for x in wanted if x != 1):
        return "Only a dimension of size 1 is too many or too few: see tf.reshape and `keepdims`."
    if len(seen) == len(wanted) + 1 and seen[1:] == wanted:
        return "There is one dimension too many in front: x[0] takes one part, a sum over axis 0 adds all up."
    if len(wanted) == len(seen) + 1 and wanted[1:] == seen:
        return (
            "Only one is left of several: perhaps of a sum or an average, or the last turn of a loop."
            if len(wanted) == 1
            else "The first dimension is gone: perhaps a sum went over it, or only one part was kept."
        )
    return "Print the shape after each step: after which one is it not what you thought?"
