"""Pictures as lines of characters: half blocks, two pixels each, or letters from faint to bright."""

from __future__ import annotations

from collections.abc import Sequence

from tftutor.board.png import Pixels
from tftutor.presentation.board.lines import Colour, Line, Piece

_GAP = "  "
_WIDEST = 40  # columns of one picture
_TINY = 16  # pixels: what is narrower is drawn larger
_LEGIBLE = 17, 28  # columns below which a picture is not squeezed: in half blocks, in letters
_FAINT_TO_BRIGHT = " .:-=+*#%@"


def side_by_side(pictures: Sequence[Pixels], width: int, *, ascii: bool) -> list[Line]:
    """All pictures, as many in a row as can be told apart there. They are of one size."""
    if not pictures:
        return []
    across = _across(pictures, width, ascii=ascii)
    columns = min(_own_width(pictures[0]), _WIDEST, (width - len(_GAP) * (across - 1)) // across)
    lines: list[Line] = []
    for start in range(0, len(pictures), across):
        row = [_drawn(one, max(1, columns), ascii=ascii) for one in pictures[start : start + across]]
        lines += [()] if lines else []
        lines += [_joined(parts) for parts in zip(*row, strict=True)]
    return lines


def shrunk(picture: Pixels) -> Pixels:
    """The picture no larger than it is ever drawn."""
    larger = max(picture.width, picture.height) / _WIDEST
    if larger <= 1:
        return picture
    columns, rows = (max(1, round(size / larger)) for size in (picture.width, picture.height))
    rows_of_it = _resized(picture, columns, rows)
    return Pixels(columns, rows, bytes(value for row in rows_of_it for pixel in row for value in pixel))


def _across(pictures: Sequence[Pixels], width: int, *, ascii: bool) -> int:
    """How many stand in a row: as many as stay legible."""
    narrowest = min(_own_width(pictures[0]), _LEGIBLE[ascii])
    return max(1, min(len(pictures), (width + len(_GAP)) // (narrowest + len(_GAP))))


def _own_width(picture: Pixels) -> int:
    """Columns at one column a pixel; a whole number of columns a pixel where it is tiny."""
    return picture.width * max(1, _TINY // max(picture.width, picture.height))


def _joined(parts: Sequence[Line]) -> Line:
    line: list[Piece] = []
    for part in parts:
        line += [Piece(_GAP), *part] if line else part
    return tuple(line)


def _drawn(picture: Pixels, columns: int, *, ascii: bool) -> list[Line]:
    """One picture, so wide; its height follows. A character is twice as high as wide."""
    rows = max(1, round(columns * picture.height / picture.width / 2))
    if rows > _WIDEST // 2:
        columns, rows = max(1, round(columns * _WIDEST / 2 / rows)), _WIDEST // 2
    shown = _resized(picture, columns, 2 * rows)
    return [_letters(shown, row) if ascii else _half_blocks(shown, row) for row in range(rows)]


def _half_blocks(picture: Sequence[Sequence[Colour]], row: int) -> Line:
    """The upper half of each character is one pixel, the lower half the one below."""
    pairs = list(zip(picture[2 * row], picture[2 * row + 1], strict=True))
    pieces: list[Piece] = []
    start = 0
    for place in range(1, len(pairs) + 1):
        if place == len(pairs) or pairs[place] != pairs[start]:
            pieces.append(Piece("▀" * (place - start), ink=pairs[start][0], paper=pairs[start][1]))
            start = place
    return tuple(pieces)


def _letters(picture: Sequence[Sequence[Colour]], row: int) -> Line:
    last = len(_FAINT_TO_BRIGHT) - 1
    pairs = zip(picture[2 * row], picture[2 * row + 1], strict=True)
    light = [(_brightness(upper) + _brightness(lower)) / 2 for upper, lower in pairs]
    return (Piece("".join(_FAINT_TO_BRIGHT[round(value / 255 * last)] for value in light)),)


def _brightness(colour: Colour) -> float:
    """Luma of ITU-R BT.601, from 0 to 255."""
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _resized(picture: Pixels, columns: int, rows: int) -> list[list[Colour]]:
    """The picture in so many columns and rows of pixels, each the average of what it covers."""
    across = [_covered(column, columns, picture.width) for column in range(columns)]
    down = [_covered(row, rows, picture.height) for row in range(rows)]
    return [[_average(picture, xs, ys) for xs in across] for ys in down]


def _covered(place: int, places: int, pixels: int) -> list[tuple[int, float]]:
    """Which of a row of pixels lie below one of ``places``, each with its share of it."""
    start, end = place * pixels / places, (place + 1) * pixels / places
    found = []
    for pixel in range(int(start), min(pixels, int(end) + 1)):
        share = min(end, pixel + 1) - max(start, pixel)
        if share > 1e-9:
            found.append((pixel, share / (end - start)))
    return found


def _average(picture: Pixels, xs: Sequence[tuple[int, float]], ys: Sequence[tuple[int, float]]) -> Colour:
    if len(xs) == 1 and len(ys) == 1:
        return picture.at(xs[0][0], ys[0][0])
    red = green = blue = 0.0
    for y, high in ys:
        for x, wide in xs:
            pixel = picture.at(x, y)
            red += pixel[0] * wide * high
            green += pixel[1] * wide * high
            blue += pixel[2] * wide * high
    return round(red), round(green), round(blue)
