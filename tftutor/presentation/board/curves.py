"""Curves as lines of characters: braille, two by four dots each, or letters where there is no more."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tftutor.presentation.board.lines import CURVES, Line, Piece

Point = tuple[int, float]  # step, value
Spot = tuple[int, int]  # column, row: from the left, from the top

MARKS = "*o+x"  # of the curves that share a drawing, in ASCII
_DASHES = ((1, 0), (1, 2), (4, 3), (1, 5))  # of the same in braille: dots drawn, dots left out
_SAMPLE = 3
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # by row and column in a braille character


def sample(number: int, *, ascii: bool) -> Piece:
    """How curve ``number``, from 0, looks: for a legend."""
    if ascii:
        return Piece(MARKS[number] * _SAMPLE, CURVES[number])
    canvas = _Braille(_SAMPLE, 1)
    canvas.draw([(column, 2) for column in range(2 * _SAMPLE)], number)
    return Piece(canvas.text(0), CURVES[number])


def drawing(curves: Sequence[Sequence[Point]], width: int, height: int, *, ascii: bool) -> list[Line]:
    """Up to four curves over one another, ``width`` columns and ``height`` rows, and below them the steps.

    Values are finite numbers; points come in order of step. At least one curve has a point.
    """
    low = min(value for curve in curves for _, value in curve)
    high = max(value for curve in curves for _, value in curve)
    first = min(curve[0][0] for curve in curves if curve)
    last = max(curve[-1][0] for curve in curves if curve)
    labels = _labels(low, high, height)
    margin = max(len(label) for label in labels)
    columns = max(8, width - margin - 2)
    canvas: _Canvas = _Letters(columns, height) if ascii else _Braille(columns, height)
    for number, curve in reversed(list(enumerate(curves))):  # the first lies on top
        canvas.draw(_path(curve, canvas, (first, last), (low, high)), number)
    side = "|" if ascii else "│"
    lines: list[Line] = [
        (Piece(f"{label:>{margin}} {side}", "dim"), *canvas.pieces(row)) for row, label in enumerate(labels)
    ]
    return [*lines, (Piece(" " * (margin + 2) + _steps(first, last, columns), "dim"),)]


def _labels(low: float, high: float, height: int) -> list[str]:
    """What stands left of each row: the highest value, the lowest, and one in the middle."""
    if low == high:
        return [f"{low:.4g}" if row == height // 2 else "" for row in range(height)]
    placed = {0: high, height - 1: low}
    if height > 4 and height % 2:
        placed[height // 2] = high / 2 + low / 2
    for digits in range(3, 13):
        texts = {row: f"{value:.{digits}g}" for row, value in placed.items()}
        if len(set(texts.values())) == len(texts):
            break
    return [texts.get(row, "") for row in range(height)]


def _steps(first: int, last: int, columns: int) -> str:
    left, right = f"{first:,}", f"{last:,}"
    if first == last:
        return f"step {left}"
    right = f"step {right}" if len(left) + len(right) + 7 <= columns else right
    return left + right.rjust(columns - len(left))


def _path(
    curve: Sequence[Point], canvas: _Canvas, steps: tuple[int, int], values: tuple[float, float]
) -> list[Spot]:
    """Every dot of the line through the points."""
    wide, high = canvas.columns - 1, canvas.rows - 1

    def place(point: Point) -> Spot:
        x = (point[0] - steps[0]) / ((steps[1] - steps[0]) or 1)
        # Halved, since the distance of two numbers may be larger than any number.
        span = values[1] / 2 - values[0] / 2
        y = (point[1] / 2 - values[0] / 2) / span if span else 0.5
        return round(x * wide), round((1 - y) * high)

    spots = [place(point) for point in curve]
    path = spots[:1]
    for start, end in pairwise(spots):
        path += _straight(start, end)
    return path


def _straight(start: Spot, end: Spot) -> Iterator[Spot]:
    """The dots from after ``start`` to ``end``."""
    count = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    for number in range(1, count + 1):
        yield (
            math.floor(start[0] + (end[0] - start[0]) * number / count + 0.5),
            math.floor(start[1] + (end[1] - start[1]) * number / count + 0.5),
        )


class _Canvas:
    """Dots, ``columns`` by ``rows``, that become characters, ``width`` a line. The last curve lies on top."""

    columns: int
    rows: int

    def __init__(self, width: int, height: int) -> None:
        self._width = width
        self._owner: list[list[int | None]] = [[None] * width for _ in range(height)]

    def draw(self, path: Sequence[Spot], number: int) -> None:
        """The dots of curve ``number``."""
        raise NotImplementedError

    def text(self, row: int) -> str:
        """One line of characters."""
        raise NotImplementedError

    def pieces(self, row: int) -> Iterator[Piece]:
        """One line, in pieces by the curve that each belongs to."""
        text, owners = self.text(row), self._owner[row]
        start = 0
        for place in range(1, self._width + 1):
            if place == self._width or owners[place] != owners[start]:
                owner = owners[start]
                yield Piece(text[start:place], "" if owner is None else CURVES[owner])
                start = place


class _Braille(_Canvas):
    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.columns, self.rows = 2 * width, 4 * height
        self._cells = [[0] * width for _ in range(height)]

    def draw(self, path: Sequence[Spot], number: int) -> None:
        on, off = _DASHES[number]
        for place, (x, y) in enumerate(path):
            if place % (on + off) >= on:
                continue
            self._cells[y // 4][x // 2] |= _DOTS[y % 4][x % 2]
            self._owner[y // 4][x // 2] = number

    def text(self, row: int) -> str:
        return "".join(chr(0x2800 + dots) if dots else " " for dots in self._cells[row])


class _Letters(_Canvas):
    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.columns, self.rows = width, height

    def draw(self, path: Sequence[Spot], number: int) -> None:
        for x, y in path:
            self._owner[y][x] = number

    def text(self, row: int) -> str:
        return "".join(" " if owner is None else MARKS[owner] for owner in self._owner[row])
