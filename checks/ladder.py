"""The ladder for values: exists, type, dtype, shape, finite, values. The first rung missed says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tftutor.checks import array_differences, text_differences, words
from tftutor.checks.base import Mismatch
from tftutor.checks.closeness import Tolerance, differing
from tftutor.checks.errors import explain_error
from tftutor.checks.observed import NUMERIC, Observed, Raised, both_plain_numbers
from tftutor.checks.shapes import COMMAS, shape_missed

Kind = Literal["variable", "tensor", "array", "number", "string", "list", "model", "function", "any"]

_ACCEPTS: dict[str, tuple[str, ...]] = {
    "variable": ("variable",),
    "tensor": ("tensor", "variable"),
    "array": ("array",),
    "number": ("number", "boolean"),
    "string": ("string",),
    "list": ("list", "tuple"),
    "model": ("model",),
    "function": ("function",),
}
_HOW_TO_MAKE = {
    "variable": "Make it with tf.Variable(...).",
    "tensor": "Make it with tf.constant(...), or compute it with TensorFlow's functions.",
    "array": "A tensor becomes an array with .numpy().",
    "number": "A tensor of one number becomes a Python number with float(...).",
    "string": "Text is written in quotes.",
    "list": "A list is written in square brackets.",
}
_DTYPE_WORDS = {"f": "floats", "i": "whole numbers", "b": "booleans", "c": "complex numbers", "s": "strings"}


@dataclass(frozen=True)
class Wants:
    """What a value must be. What is None is not asked; ``like`` is compared rung by rung."""

    kind: str = "any"
    dtype: str | None = None
    shape: Sequence[int | None] | None = None
    finite: bool = True
    like: Observed | None = None
    literal: bool = False  # `like` was typed by an author: its dtype need not match
    tolerance: Tolerance = field(default_factory=Tolerance)


def first_mismatch(name: str, seen: Observed, wants: Wants) -> Mismatch | None:
    """The first rung that ``seen`` misses, or None at the top."""
    return (
        exists(name, seen)
        or _type(name, seen, wants)
        or _dtype(name, seen, wants)
        or shape_missed(name, seen, wants.shape, wants.like)
        or _finite(name, seen, wants)
        or _values(name, seen, wants)
    )


def exists(name: str, seen: Observed) -> Mismatch | None:
    """Whether there is a value at all."""
    if seen.kind == "missing":
        near = f" There is {words.with_article(seen.near[0])}: is that the one?" if seen.near else ""
        what = seen.missing or name
        return Mismatch(
            "exists", f"Your program has no {what}.", advice=near.strip() or f"Give a value to {what}."
        )
    if seen.raised:
        return _raised(name, seen.raised)
    if seen.kind == "ellipsis":
        return Mismatch("exists", f"{name} is still `...`: replace the dots with your code.", seen="...")
    if seen.kind == "none":
        return Mismatch("exists", f"{name} is None: nothing was computed for it.", seen="None", advice=_NONE)
    return None


_NONE = "`print` gives None, and so do a function without `return` and a tape that saw no computation."


def _raised(name: str, raised: Raised) -> Mismatch:
    if raised.type in ("TypeError", "AttributeError", "ValueError") and "llipsis" in raised.message:
        return Mismatch("exists", f"There is still a `...` after {name}: replace the dots with your code.")
    why = explain_error(raised.type, raised.message)
    reason = f"Looking at {name} ended in an error: {words.sentence(why.reason)}"
    return Mismatch("exists", reason, seen=why.seen, advice=why.advice, line=raised.line or None)


def _type(name: str, seen: Observed, wants: Wants) -> Mismatch | None:
    like = wants.like
    if wants.kind != "any":
        if seen.kind in _ACCEPTS[wants.kind]:
            return None
        return _type_miss(name, seen, Observed(wants.kind).kind_words, _HOW_TO_MAKE.get(wants.kind, ""))
    if like is None:
        return None
    if seen.kind.startswith("graph ") and not like.kind.startswith("graph "):
        advice = "In a graph, values appear when a session runs: name = session.run(...)."
        return Mismatch(
            "type", f"{name} is a place in the graph, not yet a value.", like.described(), advice=advice
        )
    numeric = _numeric(seen), _numeric(like)
    if seen.kind == like.kind or all(numeric) or {seen.kind, like.kind} <= {"list", "tuple"}:
        return None
    if seen.comparable and like.comparable and seen.dtype_kind == like.dtype_kind:
        return None
    return _type_miss(name, seen, like.kind_words, _HOW_TO_MAKE.get(like.kind, ""))


def _numeric(seen: Observed) -> bool:
    return seen.kind in NUMERIC or (seen.kind in ("list", "tuple") and seen.numbers is not None)


def _type_miss(name: str, seen: Observed, expected: str, advice: str) -> Mismatch:
    advice = _out_of(name, seen) or advice
    return Mismatch(
        "type", f"{name} is {seen.kind_words}, not {expected}.", expected, seen.kind_words, advice
    )


def _out_of(name: str, seen: Observed) -> str:
    """What to do with a value of this kind, where it says more than how the other kind is made."""
    if seen.kind == "string":
        return "Quotes, `str(...)` and f-strings make text, and text is not worked out: leave them out."
    if seen.kind == "tuple":
        return COMMAS
    if seen.kind == "list" and seen.length == 1:
        return f"It is a list with one thing in it, and {name}[0] would be that thing."
    if seen.kind == "function":
        return "This is the function itself: round brackets after its name call it."
    return ""


def _dtype(name: str, seen: Observed, wants: Wants) -> Mismatch | None:
    if wants.dtype:
        if seen.dtype == wants.dtype:
            return None
        reason = f"{name} holds {seen.dtype or 'no numbers'}, not {wants.dtype}."
        how = f'.astype("{wants.dtype}")' if seen.kind == "array" else f"tf.cast(..., tf.{wants.dtype})"
        return Mismatch("dtype", reason, wants.dtype, seen.dtype, f"{how} changes it.")
    like = wants.like
    if like is None or not (seen.comparable and like.comparable):
        return None
    one, other = seen.dtype_kind, like.dtype_kind
    if one == other or not one or not other:
        return None
    if both_plain_numbers(seen, like) or (wants.literal and {one, other} <= {"f", "i"}):
        return None
    reason = f"{name} holds {_DTYPE_WORDS[one]} ({seen.dtype}), not {_DTYPE_WORDS[other]}."
    advice = "Numbers are written without quotes." if one == "s" else _cast_advice(other)
    return Mismatch("dtype", reason, like.dtype, seen.dtype, advice)


def _cast_advice(kind: str) -> str:
    if kind == "f":
        return "Write numbers with a point (1.0), or use tf.cast(..., tf.float32)."
    return "tf.cast(..., tf.int32) makes whole numbers." if kind == "i" else ""


def _finite(name: str, seen: Observed, wants: Wants) -> Mismatch | None:
    like = wants.like
    if not wants.finite or not (seen.nan or seen.infinite):
        return None
    if like is not None and (like.nan, like.infinite) == (seen.nan, seen.infinite):
        return None
    what = "NaN" if seen.nan else "infinity"
    amount = seen.nan or seen.infinite
    size = 1
    for length in seen.shape or ():
        size *= length or 1
    where = f" in {amount:,} of {words.count(size, 'place')}" if size > 1 else ""
    says = f"{name} contains {what}{where}." if size > 1 else f"{name} is {what}."
    advice = (
        "NaN comes from log(0) · 0, 0/0 or infinity - infinity, or from steps that grow without bound."
        if seen.nan
        else "Infinity comes from log(0), a division by 0, or exp of a large number."
    )
    return Mismatch("finite", says, like.described() if like else "finite numbers", seen.described(), advice)


def _values(name: str, seen: Observed, wants: Wants) -> Mismatch | None:
    like = wants.like
    if like is None:
        return None
    if seen.comparable and like.comparable:
        return _array_values(name, seen, like, wants)
    if seen.items is not None and like.items is not None:
        return _item_values(name, seen, like, wants)
    if like.kind in ("none", "other", "function", "class", "model", "dataset"):
        return None
    if seen.text != like.text:
        return Mismatch("values", f"{name} has another value.", like.described(), seen.described())
    return None


def _item_values(name: str, seen: Observed, like: Observed, wants: Wants) -> Mismatch | None:
    if seen.keys != like.keys:
        absent = [key for key in like.keys if key not in seen.keys]
        reason = f"{name} has no {absent[0]!r}." if absent else f"{name} has other keys."
        return Mismatch(
            "values", reason, words.clipped(str(list(like.keys))), words.clipped(str(list(seen.keys)))
        )
    for index, (one, other) in enumerate(zip(seen.items or (), like.items or (), strict=True)):
        place = f"{name}[{seen.keys[index]!r}]" if seen.keys else f"{name}[{index}]"
        if not other.there:
            continue
        part = Wants(like=other, tolerance=wants.tolerance, finite=wants.finite, literal=wants.literal)
        miss = first_mismatch(place, one, part)
        if miss:
            return miss
    return None


def _array_values(name: str, seen: Observed, like: Observed, wants: Wants) -> Mismatch | None:
    import numpy

    one, other = seen.array(), like.array()
    if one.shape != other.shape:  # a fixed `shape` with wild places let it through, or sampling differs
        wanted = words.shape_phrase(like.shape or ())
        return Mismatch("shape", f"{name} has {words.shape_phrase(seen.shape or ())}, not {wanted}.", wanted)
    differ = differing(one, other, wants.tolerance)
    if not differ.any():
        return None
    if one.dtype.kind == "O" or other.dtype.kind == "O":
        return _string_values(name, one, other, differ)
    if seen.sampled or like.sampled:
        share = words.percent(float(numpy.mean(differ)), 0)
        return Mismatch(
            "values", f"{name} differs in about {share} of its places.", like.described(), seen.described()
        )
    expected, got = words.arrays_apart(other, one, differ)
    reason = array_differences.explain(name, one, other, wants.tolerance)
    says_little = reason.endswith("has another value.") if one.ndim == 0 else " differs in all " in reason
    return Mismatch("values", reason, expected, got, _STEP_BY_STEP if says_little else "")


_STEP_BY_STEP = "Print the parts it is made of, one by one: which is the first that is not what you thought?"


def _string_values(name: str, seen: Any, like: Any, differ: Any) -> Mismatch:
    import numpy

    if seen.ndim == 0:
        one, other = str(seen.item()), str(like.item())
        reason, advice = text_differences.explain(name, one, other)
        return Mismatch("values", reason, words.clipped(repr(other)), words.clipped(repr(one)), advice)
    index = tuple(int(i) for i in numpy.argwhere(differ)[0])
    at = words.place(index)
    reason = (
        f"{name} differs in {int(differ.sum()):,} of {words.count(seen.size, 'place')}, the first at {at}."
    )
    return Mismatch("values", reason, f"{like[index]!r}  at {at}", f"{seen[index]!r}  at {at}")
