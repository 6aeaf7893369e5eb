"""What a probe saw of one value, read from the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tftutor.checks import words
from tftutor.checks.closeness import alike
from tftutor.checks.errors import alike as alike_errors
from tftutor.runtime.evidence import Array, ProgramError

if TYPE_CHECKING:
    import numpy

NUMERIC = ("variable", "tensor", "array", "number", "boolean")
_KIND_WORDS = {
    "variable": "a tf.Variable",
    "tensor": "a tensor",
    "array": "a NumPy array",
    "number": "a Python number",
    "boolean": "True or False",
    "string": "a string",
    "list": "a list",
    "tuple": "a tuple",
    "dict": "a dictionary",
    "model": "a Keras model",
    "function": "a function",
    "class": "a class",
    "dataset": "a tf.data.Dataset",
    "none": "None",
    "ellipsis": "...",
    "graph tensor": "a place in a graph, not yet computed",
    "graph variable": "a variable in a graph, not yet computed",
}
_DTYPE_KINDS = {
    "float": "f",
    "bfloat": "f",
    "int": "i",
    "uint": "i",
    "bool": "b",
    "complex": "c",
    "string": "s",
}


@dataclass(frozen=True)
class Raised:
    """An exception of the learner's code, as a probe caught it; ``line`` 0 when unknown."""

    type: str
    message: str
    line: int = 0


@dataclass(frozen=True)
class Observed:
    """What one value was. ``kind`` is `missing` or `raised` where there was no value to see.

    nan, infinite  how many of its numbers are not finite
    sampled        ``numbers`` holds fixed places of an array too large to send, flat
    """

    kind: str
    type: str = ""
    dtype: str = ""
    shape: tuple[int | None, ...] | None = None
    text: str = ""
    numbers: Array | None = None
    strings: tuple[str, ...] | None = None
    items: tuple[Observed, ...] | None = None
    keys: tuple[str, ...] = ()
    length: int = 0
    nan: int = 0
    infinite: int = 0
    sampled: bool = False
    missing: str = ""
    near: tuple[str, ...] = ()
    raised: Raised | None = None

    @property
    def there(self) -> bool:
        """Whether it is a value that can be compared."""
        return self.kind not in ("missing", "raised", "none", "ellipsis")

    @property
    def dtype_kind(self) -> str:
        """`f`, `i`, `b`, `c`, `s` for float, whole number, boolean, complex, string."""
        return _DTYPE_KINDS.get(self.dtype.rstrip("0123456789_"), "") if self.dtype else ""

    @property
    def kind_words(self) -> str:
        """`a tf.Variable`, `a list`, `a Robot`."""
        return _KIND_WORDS.get(self.kind) or words.with_article(self.type or "thing")

    def array(self) -> numpy.ndarray[Any, Any]:
        """Its numbers, or strings."""
        import numpy

        if self.numbers is not None:
            return self.numbers.numpy()
        flat = numpy.array(self.strings or (), dtype=object)
        return flat.reshape(self.shape) if self.shape is not None and None not in self.shape else flat

    @property
    def comparable(self) -> bool:
        """Whether `array` has something to compare."""
        return self.numbers is not None or self.strings is not None

    def described(self) -> str:
        """It in a line, as evidence in a verdict."""
        if self.kind == "missing":
            return f"no {self.missing}"
        if self.raised:
            return words.clipped(f"{self.raised.type}: {self.raised.message}")
        if self.kind == "string" and self.strings is not None:
            return words.clipped(repr(self.strings[0]))
        if self.numbers is not None and not self.sampled:
            return words.array(self.array())
        if self.shape is not None and self.kind != "string":
            return f"{self.kind_words}, {words.shape_phrase(self.shape)}"
        return words.clipped(self.text) or self.kind_words


def read(value: Any) -> Observed | None:
    """What the probe reported; None where it reported nothing, or nothing that makes sense.

    Evidence comes out of the learner's process, so nothing is taken for granted here.
    """
    if isinstance(value, ProgramError):
        line = value.frames[-1].line if value.frames else 0
        return Observed("raised", raised=Raised(value.type, value.message, line))
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("missing"), str):
        return Observed("missing", missing=value["missing"], near=_strings(value.get("near")) or ())
    if isinstance(value.get("error"), Mapping):
        return Observed("raised", raised=read_error(value["error"]))
    if not isinstance(value.get("kind"), str):
        return None
    numbers = value.get("array")
    return Observed(
        kind=value["kind"],
        type=_text(value.get("type")),
        dtype=_text(value.get("dtype")),
        shape=_shape(value.get("shape")),
        text=_text(value.get("text")),
        numbers=numbers if isinstance(numbers, Array) else None,
        strings=_strings(value.get("strings")),
        items=_items(value.get("items")),
        keys=_strings(value.get("keys")) or (),
        length=_whole(value.get("length")),
        nan=_whole(value.get("nan")),
        infinite=_whole(value.get("infinite")),
        sampled=value.get("sampled") is True,
    )


def read_error(value: Mapping[str, Any]) -> Raised:
    """An exception that a probe caught."""
    return Raised(_text(value.get("type")), _text(value.get("message")), _whole(value.get("line")))


def same(one: Observed | None, other: Observed | None) -> bool:
    """Whether two values are the same as far as a learner would say; False when either is unseen."""
    if one is None or other is None:
        return False
    if not one.there or not other.there:
        return _same_absence(one, other)
    if one.comparable and other.comparable:
        if one.sampled != other.sampled:
            return False
        if one.dtype_kind != other.dtype_kind and not both_plain_numbers(one, other):
            return False
        return one.shape == other.shape and alike(one.array(), other.array())
    if one.items is not None and other.items is not None:
        if (one.length, one.keys) != (other.length, other.keys):
            return False
        if one.kind != other.kind and not {one.kind, other.kind} <= {"list", "tuple"}:
            return False
        return all(same(left, right) for left, right in zip(one.items, other.items, strict=True))
    return (one.kind, one.type, one.dtype, one.shape) == (other.kind, other.type, other.dtype, other.shape)


def same_form(one: Observed | None, other: Observed | None) -> bool:
    """Whether two arrays agree in all but their numbers: kind, dtype, shape, and whether all are finite."""
    if one is None or other is None or not (one.comparable and other.comparable):
        return False
    finite = [not (seen.nan or seen.infinite) for seen in (one, other)]
    return (one.kind, one.dtype, one.shape) == (other.kind, other.dtype, other.shape) and finite[0] == finite[
        1
    ]


def both_plain_numbers(one: Observed, other: Observed) -> bool:
    """Whether both are Python's own numbers or lists of them: there, 337 and 337.0 are one value."""
    plain = {one.kind, other.kind} <= {"number", "list", "tuple"}
    return plain and {one.dtype_kind, other.dtype_kind} <= {"f", "i"}


def _same_absence(one: Observed, other: Observed) -> bool:
    if one.kind != other.kind:
        return False
    if one.raised and other.raised:
        return same_error(one.raised, other.raised)
    return one.missing == other.missing


def same_error(one: Raised, other: Raised) -> bool:
    """One type, and one message without quotes' contents, fractions, addresses, counters; or one cause.

    Sizes count: both were called in the same way, so the same slip meets the same sizes.
    """
    if one.type == other.type:
        return _normal(one.message) == _normal(other.message)
    return alike_errors(one, other)


def _normal(message: str) -> str:
    import re

    text = re.sub(
        r"0x[0-9a-fA-F]+|\d+\.\d*(e[+-]?\d+)?|(?<=[a-zA-Z])_\d+|(?<=:)\d+", "#", words.telling_line(message)
    )
    return re.sub(r"(['\"`]).*?\1", "'...'", text).strip().lower()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _strings(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        return None
    return tuple(x for x in value if isinstance(x, str))


def _items(value: Any) -> tuple[Observed, ...] | None:
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        return None
    items = [read(x) for x in value]
    return tuple(x if x is not None else Observed("other") for x in items)


def _shape(value: Any) -> tuple[int | None, ...] | None:
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        return None
    sizes: list[int | None] = [x if isinstance(x, int) else None for x in value]
    return tuple(sizes)
