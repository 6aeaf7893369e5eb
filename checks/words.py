"""Numbers, shapes and arrays in words: short, exact, without noise digits."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

    AnyArray = numpy.ndarray[Any, Any]

DIGITS = 4
_MOST_DIGITS = 10
_WIDTH = 60  # characters of an array written out; a screen is 80 wide, and a label comes before it


def number(value: float, digits: int = DIGITS) -> str:
    """A number to ``digits`` significant digits; a float that is whole keeps its `.0`.

    >>> number(0.33333334), number(2.0), number(6), number(float("nan"))
    ('0.3333', '2.0', '6', 'NaN')
    """
    if isinstance(value, (bool, int)):
        return str(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "infinity" if value > 0 else "-infinity"
    size = abs(value)
    if size >= 1000 and size < 1e7:
        digits = max(digits, len(str(int(size))) + 1)
    text = f"{value:.{digits}g}"
    if not re.search(r"[.e]", text):
        text += ".0"
    if text.startswith("-0.0") and float(text) == 0:
        text = text[1:]
    return re.sub(r"e([+-])0*(\d)", lambda m: "e" + m[1].replace("+", "") + m[2], text)


def numbers_apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to tell them apart."""
    return _apart(lambda digits: (number(one, digits), number(other, digits)))


def factor(value: float) -> str:
    """A ratio: whole when it is whole within a thousandth.

    >>> factor(6.0000004), factor(1.368)
    ('6', '1.368')
    """
    nearest = round(value)
    if nearest and abs(value / nearest - 1) < 1e-3:
        return f"{nearest:,}"
    return f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"


def percent(fraction: float, digits: int = 2) -> str:
    """A share of one as a percentage.

    >>> percent(0.0694), percent(0.075), percent(0.9)
    ('6.94 %', '7.5 %', '90 %')
    """
    text = f"{100 * fraction:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{100 * fraction:.0f}"
    return f"{text or '0'} %"


def count(amount: int, thing: str, things: str = "") -> str:
    """`1 place`, `6 places`, `10,000 places`."""
    return f"{amount:,} {thing if amount == 1 else things or thing + 's'}"


def with_article(name: str) -> str:
    """`a tape`, `an Adam`."""
    return f"an {name}" if name[:1] in "aeiouAEIOU" else f"a {name}"


def listing(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def shape(sizes: Sequence[int | None]) -> str:
    """A shape as Python writes it; `any` where the size is free.

    >>> shape([2, 3]), shape([5]), shape([]), shape([None, 10])
    ('(2, 3)', '(5,)', '()', '(any, 10)')
    """
    inner = ", ".join("any" if size is None else str(size) for size in sizes)
    return f"({inner},)" if len(sizes) == 1 else f"({inner})"


def shape_phrase(sizes: Sequence[int | None]) -> str:
    """What has that shape: `a single number`, `shape (2, 3)`."""
    return f"shape {shape(sizes)}" if len(sizes) else "a single number"


def place(index: Sequence[int]) -> str:
    """Where in an array: `[0, 2]`."""
    return "[" + ", ".join(str(int(i)) for i in index) + "]"


def clipped(text: str, width: int = _WIDTH) -> str:
    """One line of at most ``width`` characters; what is left out ends in three dots."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 4].rstrip() + " ..."


def sentence(text: str) -> str:
    """With a full stop at its end."""
    return text if not text or text[-1] in ".?:" else text + "."


def array(values: AnyArray, digits: int = DIGITS) -> str:
    """An array in a line: its one number, its numbers, or their range; and its shape.

    >>> import numpy
    >>> array(numpy.full((2, 3), 1 / 3))
    '0.3333  in all 6 places, shape (2, 3)'
    """
    import numpy

    sizes = values.shape
    if values.size == 0:
        return f"nothing in it, shape {shape(sizes)}"
    if values.dtype.kind not in "fiub":
        return clipped(f"{values.tolist()}, shape {shape(sizes)}")
    if values.ndim == 0:
        return _scalar(values.item(), digits)
    first = values.flat[0].item()
    if values.size > 1 and bool(numpy.all(_texts_equal(values, first, digits))):
        return f"{_scalar(first, digits)}  in all {values.size:,} places, shape {shape(sizes)}"
    written = _nested(values, digits) if values.size <= 40 else ""
    if written and len(written) <= _WIDTH:
        return f"{written}, shape {shape(sizes)}" if values.ndim > 1 else written
    finite = values[numpy.isfinite(values)] if values.dtype.kind == "f" else values
    if finite.size == 0:
        return f"no finite number, shape {shape(sizes)}"
    low, high = _scalar(finite.min().item(), digits), _scalar(finite.max().item(), digits)
    mean = number(float(finite.mean(dtype="float64")), digits)
    return f"{low} to {high}, average {mean}, shape {shape(sizes)}"


def arrays_apart(expected: AnyArray, seen: AnyArray, differ: AnyArray) -> tuple[str, str]:
    """Two arrays of the same shape in words that tell them apart.

    ``differ`` (booleans, same shape) says where they differ. Few differing places of a large
    array are shown by the first of them.
    """
    import numpy

    few = expected.size > 12 and 0 < int(differ.sum()) <= expected.size // 2
    texts = _apart(lambda digits: (array(expected, digits), array(seen, digits)))
    if expected.ndim and differ.any() and (few or texts[0] == texts[1]):
        index = tuple(int(i) for i in numpy.argwhere(differ)[0])
        one, other = expected[index].item(), seen[index].item()
        left, right = _apart(lambda digits: (_scalar(one, digits), _scalar(other, digits)))
        return f"{left}  at {place(index)}", f"{right}  at {place(index)}"
    return texts


def _scalar(value: Any, digits: int) -> str:
    return number(value, digits) if isinstance(value, (bool, int, float)) else clipped(repr(value))


def _texts_equal(values: AnyArray, first: Any, digits: int) -> AnyArray:
    import numpy

    if values.dtype.kind != "f" or not math.isfinite(first):
        return numpy.asarray(numpy.isnan(values) if first != first else values == first)
    return numpy.asarray(numpy.abs(values - first) <= 0.5 * 10.0**-digits * abs(first))


def _nested(values: AnyArray, digits: int) -> str:
    if values.ndim == 0:
        return _scalar(values.item(), digits)
    return "[" + ", ".join(_nested(part, digits) for part in values) + "]"


def _apart(texts: Callable[[int], tuple[str, str]]) -> tuple[str, str]:
    for digits in range(DIGITS, _MOST_DIGITS):
        one, other = texts(digits)
        if one != other:
            return one, other
    return texts(DIGITS)


def message(text: str) -> str:
    """What an exception says, in a line, without the inner names of TensorFlow."""
    line = telling_line(text)
    line = re.sub(r"\{\{.*?\}\}\s*", "", line)
    return re.sub(r"\s*\[Op:\w+\].*$", "", line) or "no reason given"


def telling_line(text: str) -> str:
    """The line of an exception's text that says what went wrong; empty where there is none.

    It is the first, unless TensorFlow was tracing a function: then the text begins with a traceback.
    """
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if not lines:
        return ""
    told = lines[0]
    if told.startswith("Graph execution error"):  # what went wrong comes after where it was detected
        said = [
            line for line in lines[1:] if not re.match(r'File "|Detected at|Stack trace|\[\[|\(\d\)', line)
        ]
        told = said[-1] if said else told
    if told.startswith("in user code"):
        said = [line for line in lines if re.match(r"[\w.]*(Error|Exception): ", line)]
        told = said[-1] if said else lines[-1]
    return told.partition(" Received args:")[0]
