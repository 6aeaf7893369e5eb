"""The colours that a program may ask for: SGR parameters as a style."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rich.color import Color
from rich.style import Style

_ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 9: "strike", 21: "underline"}
_OFF = {
    22: ("bold", "dim"), 23: ("italic",), 24: ("underline",), 27: ("reverse",), 29: ("strike",),
}  # fmt: skip
# 5 and 6 would blink, 8 would hide: a program may not.


@lru_cache(512)
def style_of(codes: str) -> Style:
    """The style of SGR parameters such as `1;31` or `38:5:9`. What is not understood changes nothing."""
    flags: dict[str, bool] = {}
    colours: dict[str, Color | None] = {}
    numbers = iter([int(code) if code.isdigit() else 0 for code in codes.replace(":", ";").split(";")[:60]])
    for code in numbers:
        if code == 0:
            flags, colours = {}, {}
        elif code in _ON:
            flags[_ON[code]] = True
        elif code in _OFF:
            for name in _OFF[code]:
                flags.pop(name, None)
        elif code in (38, 48):
            colours["color" if code == 38 else "bgcolor"] = _extended(numbers)
        else:
            _plain_colour(code, colours)
    return Style(**flags, **colours)  # type: ignore[arg-type]  # names of its own parameters


def _plain_colour(code: int, colours: dict[str, Color | None]) -> None:
    for start, name, bright in ((30, "color", 0), (40, "bgcolor", 0), (90, "color", 8), (100, "bgcolor", 8)):
        if start <= code < start + 8:
            colours[name] = Color.from_ansi(code - start + bright)
        elif code == start + 9 and not bright:
            colours.pop(name, None)


def _extended(numbers: Iterator[int]) -> Color | None:
    """`5;N`, one of 256, or `2;R;G;B`."""
    kind = next(numbers, 0)
    if kind == 5:
        number = next(numbers, 0)
        return Color.from_ansi(number) if number < 256 else None
    if kind == 2:
        red, green, blue = (min(255, next(numbers, 0)) for _ in range(3))
        return Color.from_rgb(red, green, blue)
    return None
