"""What people type, read as numbers, letters and plain texts."""

from __future__ import annotations

import math
import re

NUMBER_FORMS = "0.25, 1/4, 2.5e-1 or 25 %"
_LONGEST_NUMBER = 80
_QUOTES = "\"'`“”‘’«»„"
_MINUS = str.maketrans("−–—‐", "----")
_ABOUT = re.compile(r"^(about|around|roughly|approximately|circa|ca\.|[~≈=])\s*", re.IGNORECASE)
_UNIT = re.compile(r"\s*(%|per ?cent|[a-zµ°]+( [a-z]+)?)\.?$", re.IGNORECASE)
_PLAIN = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
_POWER = re.compile(r"([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(?:\*\*|\^)\s*([-+]?\d{1,3})", re.IGNORECASE)
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_SPACED = re.compile(r"(?<=\d)[ _'’](?=\d{3}(\D|$))")
_BETWEEN_LETTERS = re.compile(r"\s*(?:,|;|>|->|→|\band\b|\bthen\b|\s)\s*", re.IGNORECASE)


def number_readings(line: str) -> list[float]:
    """All numbers that ``line`` may mean, the likeliest first; empty if it is no number.

    `7 %` may be 0.07 or, where the question asks for per cent, 7; `7,125` may be 7.125 or 7125.
    """
    if len(line) > _LONGEST_NUMBER:
        return []
    text = _ABOUT.sub("", line.strip().translate(_MINUS).strip(_QUOTES)).strip()
    if (special := _special(text)) is not None:
        return [special]
    values = _values(text)
    unit = _UNIT.search(text)
    if values or not unit:
        return values
    values = _values(text[: unit.start()].strip())
    if unit.group(1).lower().replace(" ", "") in ("%", "percent"):
        return [reading for value in values for reading in (value / 100, value)]
    return values


def same_number(one: float, other: float, tolerance: float) -> bool:
    """Whether two numbers are at most ``tolerance`` apart, rounding of the last bit aside."""
    if one == other or (math.isnan(one) and math.isnan(other)):
        return True
    slack = 1e-12 * max(1.0, abs(other)) if math.isfinite(other) else 0.0
    return abs(one - other) <= tolerance + slack


def plain_text(text: str) -> str:
    """``text`` without case, spaces, quotes and a final stop.

    Brackets of lists and tuples count alike, and a tuple may come without its own: `[2, 3]`, `(2,3)`
    and `2, 3` are the same.
    """
    kept = "".join(text.translate(_MINUS).casefold().split())
    kept = kept.translate({ord(quote): None for quote in _QUOTES}).replace("[", "(").replace("]", ")")
    kept = kept.rstrip(".!?") or kept
    if "," in kept and "(" not in kept:
        kept = f"({kept})"
    return kept.replace(",)", ")")


def letters(line: str, count: int) -> list[int] | None:
    """Numbers (from 0) of the options that a line of letters names: `a`, `B`, `a c`, `b,d`, `ac`.

    None if it is something else, or a letter lies beyond the ``count`` options.
    """
    text = line.strip().lower().translate({ord(character): None for character in "().[]`'\""})
    parts = [part for part in _BETWEEN_LETTERS.split(text) if part]
    if len(parts) == 1 and 1 < len(parts[0]) <= count and len(set(parts[0])) == len(parts[0]):
        parts = list(parts[0])
    numbers = [ord(part) - ord("a") for part in parts if len(part) == 1]
    if not parts or len(numbers) < len(parts) or not all(0 <= number < count for number in numbers):
        return None
    return numbers


def _special(text: str) -> float | None:
    name = text.lower().lstrip("+-")
    if name in ("inf", "infinity", "∞"):
        return -math.inf if text.startswith("-") else math.inf
    return math.nan if name in ("nan", "not a number") else None


def _values(text: str) -> list[float]:
    top, slash, bottom = text.partition("/")
    if slash:
        if "/" in bottom:
            return []
        return [one / other for one in _values(top.strip()) for other in _values(bottom.strip()) if other]
    text = _SPACED.sub("", text)
    if power := _POWER.fullmatch(text):
        return _power(*power.groups())
    found = []
    if text.count(",") == 1 and "." not in text and _PLAIN.fullmatch(text.replace(",", ".")):
        found.append(float(text.replace(",", ".")))
    if _THOUSANDS.fullmatch(text):
        found.append(float(text.replace(",", "")))
    if _PLAIN.fullmatch(text):
        found.append(float(text))
    return found


def _power(base: str, exponent: str) -> list[float]:
    try:
        value = float(base) ** int(exponent)
    except (ValueError, ArithmeticError):
        return []
    return [value] if isinstance(value, float) else []
