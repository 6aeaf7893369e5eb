"""Digits like MNIST's: stroke templates, bent and slanted at random, drawn with a soft pen.

A digit is a set of points along its strokes. The points are moved (a smooth elastic warp, then an
affine map), scaled into a box of 20 pixels and centred by their mass, as MNIST's digits were, and
drawn all at once: the image is the matrix product of the points' row profiles and column profiles.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tftutor.data.model import OnProgress
from tftutor.data.registry import DataSet
from tftutor.data.standins.images import labelled_images

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tftutor.data.model import Content

POINTS = 64
_SIZE = 28
_BOX = 20.0

Stroke = list[tuple[float, float]]


def _arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Stroke:
    """Points on an ellipse from one angle to another, degrees; 0 is right, 90 is down."""
    angles = [math.radians(start + (end - start) * k / 16) for k in range(17)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


# Each digit: its ways of being written; each way: its strokes in a unit box, y downwards.
_SEVEN: list[Stroke] = [[(0.05, 0.05), (0.95, 0.05), (0.7, 0.4), (0.4, 1.0)]]
TEMPLATES: tuple[tuple[list[Stroke], ...], ...] = (
    ([_arc(0.5, 0.5, 0.42, 0.5, -90, 270)], [_arc(0.5, 0.5, 0.3, 0.5, -60, 310)],
     [_arc(0.5, 0.5, 0.48, 0.46, -110, 240)]),
    ([[(0.5, 0.0), (0.5, 1.0)]], [[(0.3, 0.22), (0.52, 0.0), (0.52, 1.0)]],
     [[(0.3, 0.2), (0.5, 0.0), (0.5, 1.0)], [(0.22, 1.0), (0.78, 1.0)]]),
    ([[*_arc(0.45, 0.27, 0.37, 0.27, -170, 35), (0.1, 1.0), (0.95, 1.0)]],
     [[*_arc(0.45, 0.25, 0.35, 0.25, -160, 50), (0.3, 0.85), *_arc(0.25, 0.87, 0.13, 0.12, 60, 300),
       (0.55, 0.92), (0.95, 0.95)]],
     [[*_arc(0.5, 0.3, 0.4, 0.3, -150, 60), (0.12, 0.95), (0.5, 0.9), (0.98, 1.0)]]),
    ([_arc(0.42, 0.26, 0.38, 0.26, -150, 90) + _arc(0.42, 0.75, 0.44, 0.25, -80, 150)],
     [[(0.1, 0.03), (0.85, 0.03), (0.42, 0.42), *_arc(0.4, 0.7, 0.44, 0.29, -85, 150)]],
     [_arc(0.45, 0.24, 0.33, 0.24, -170, 80) + _arc(0.45, 0.74, 0.4, 0.27, -90, 165)]),
    ([[(0.15, 0.0), (0.08, 0.55), (0.9, 0.55)], [(0.75, 0.05), (0.68, 1.0)]],
     [[(0.62, 0.0), (0.05, 0.65), (0.98, 0.65)], [(0.68, 0.3), (0.66, 1.0)]],
     [[(0.15, 0.0), (0.1, 0.38), (0.4, 0.5), (0.85, 0.42)], [(0.88, 0.0), (0.78, 1.0)]]),
    ([[(0.85, 0.03), (0.25, 0.03), (0.18, 0.42), *_arc(0.4, 0.69, 0.45, 0.3, -110, 150)]],
     [[(0.25, 0.05), (0.2, 0.42), *_arc(0.42, 0.7, 0.42, 0.29, -110, 150)], [(0.25, 0.05), (0.92, 0.0)]],
     [[(0.95, 0.0), (0.45, 0.05), (0.3, 0.4), (0.7, 0.6), (0.65, 0.9), (0.1, 1.0)]]),
    ([[(0.7, 0.0), (0.35, 0.25), (0.14, 0.65), *_arc(0.5, 0.73, 0.36, 0.26, 180, -180)]],
     [[(0.5, 0.0), (0.2, 0.4), *_arc(0.45, 0.75, 0.3, 0.24, 180, -150)]],
     [_arc(0.75, 0.5, 0.62, 0.5, -110, -200) + _arc(0.48, 0.75, 0.34, 0.23, 150, -180)]),
    (_SEVEN, [*_SEVEN, [(0.3, 0.5), (0.85, 0.5)]],
     [[(0.08, 0.2), (0.1, 0.04), (0.9, 0.06), (0.6, 0.5), (0.52, 1.0)]]),
    ([_arc(0.5, 0.25, 0.32, 0.25, 90, -270), _arc(0.5, 0.75, 0.38, 0.25, -90, 270)],
     [[(0.85, 0.1), *_arc(0.48, 0.23, 0.32, 0.22, -60, -240), *_arc(0.5, 0.75, 0.34, 0.24, -60, 220),
       (0.35, 0.55), (0.85, 0.12)]],
     [_arc(0.5, 0.27, 0.26, 0.26, 90, -270), _arc(0.48, 0.76, 0.3, 0.24, -90, 270)]),
    ([[*_arc(0.45, 0.28, 0.36, 0.27, 0, -360), (0.8, 0.3), (0.7, 1.0)]],
     [[*_arc(0.45, 0.27, 0.36, 0.26, -20, -340), (0.82, 0.4), *_arc(0.42, 0.65, 0.4, 0.35, 0, 130)]],
     [[*_arc(0.48, 0.3, 0.3, 0.28, -10, -350), (0.78, 0.1), (0.76, 1.0)]]),
)  # fmt: skip


def make_digits(data_set: DataSet, on_progress: OnProgress) -> Content:
    """The stand-in for MNIST."""
    points, lengths = _templates()

    def draw(labels: NDArray[np.int64], random: np.random.Generator) -> NDArray[Any]:
        way = labels * len(TEMPLATES[0]) + random.integers(0, len(TEMPLATES[0]), len(labels))
        return _draw(points[way], lengths[way], random)

    return labelled_images(data_set, 2017, draw, on_progress)


def _templates() -> tuple[NDArray[Any], NDArray[Any]]:
    """All templates as points, shape (ways, POINTS, 2), and which point begins a stroke, (ways, POINTS)."""
    import numpy as np

    ways = [way for digit in TEMPLATES for way in digit]
    points = np.empty((len(ways), POINTS, 2), np.float32)
    begins = np.zeros((len(ways), POINTS), bool)
    for number, strokes in enumerate(ways):
        lines = [np.array(stroke) for stroke in strokes]
        lengths = [np.hypot(*np.diff(line, axis=0).T).sum() for line in lines]
        shares = [max(4, round(POINTS * length / sum(lengths))) for length in lengths]
        shares[0] += POINTS - sum(shares)
        start = 0
        for line, share in zip(lines, shares, strict=True):
            points[number, start : start + share] = _evenly(line, share)
            begins[number, start] = True
            start += share
    return points, begins


def _evenly(line: NDArray[Any], count: int) -> NDArray[Any]:
    """``count`` points at equal distances along a polyline (n, 2)."""
    import numpy as np

    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    places = np.linspace(0, along[-1], count)
    return np.stack([np.interp(places, along, line[:, k]) for k in (0, 1)], axis=1)


def _draw(points: NDArray[Any], begins: NDArray[Any], random: np.random.Generator) -> NDArray[Any]:
    """Images (n, 28, 28) from template points (n, POINTS, 2)."""
    import numpy as np

    n = len(points)
    pen = np.clip(random.normal(0.95, 0.2, (n, 1, 1)), 0.6, 1.6).astype(np.float32)
    placed = _place(_slant(_warp(points, random), random), pen)
    steps = np.hypot(*np.moveaxis(np.diff(placed, axis=1, prepend=placed[:, :1]), 2, 0))
    steps[begins] = 0
    # A point stands for half the way to each neighbour, so that ink is even along a stroke.
    ink = 0.5 * (steps + np.concatenate([steps[:, 1:], steps[:, :1]], axis=1))
    grid = np.arange(_SIZE, dtype=np.float32)
    columns = np.exp(-0.5 * ((grid - placed[:, :, :1]) / pen) ** 2)
    rows = np.exp(-0.5 * ((grid - placed[:, :, 1:]) / pen) ** 2) * ink[:, :, None]
    line_integral = np.matmul(rows.transpose(0, 2, 1), columns) / (math.sqrt(2 * math.pi) * pen)
    pressure = random.uniform(1.2, 2.2, (n, 1, 1)).astype(np.float32)
    images = np.clip(line_integral * pressure - 0.08, 0, 1)
    grain = random.standard_normal(images.shape, np.float32)
    drawn: NDArray[Any] = images * (1 + 0.12 * grain)
    return drawn


def _warp(points: NDArray[Any], random: np.random.Generator) -> NDArray[Any]:
    """A smooth elastic warp: a few long waves of random direction and phase move every point."""
    import numpy as np

    n = len(points)
    moved = points.copy()
    for strength, pace in ((0.078, 3.0), (0.057, 6.0), (0.022, 11.0)):
        wave = random.normal(0, pace, (n, 2, 2)).astype(np.float32)
        phase = random.uniform(0, 2 * math.pi, (n, 1, 2)).astype(np.float32)
        size = random.normal(0, strength, (n, 1, 2)).astype(np.float32)
        moved += size * np.sin(np.matmul(points, wave) + phase)
    return moved


def _slant(points: NDArray[Any], random: np.random.Generator) -> NDArray[Any]:
    """A random affine map: narrower or wider, slanted, turned."""
    import numpy as np

    n = len(points)
    turn = random.normal(0, math.radians(10), n)
    slant = random.normal(-0.12, 0.28, n)
    width = np.exp(random.normal(-0.15, 0.2, n))
    # x' = width x + slant y, then a turn; y points down.
    shear = np.stack([np.stack([width, slant], 1), np.stack([np.zeros(n), np.ones(n)], 1)], 1)
    c, s = np.cos(turn), np.sin(turn)
    rotation = np.stack([np.stack([c, -s], 1), np.stack([s, c], 1)], 1)
    matrix = np.matmul(rotation, shear).astype(np.float32)
    slanted: NDArray[Any] = np.matmul(points - 0.5, matrix.transpose(0, 2, 1))
    return slanted


def _place(points: NDArray[Any], pen: NDArray[Any]) -> NDArray[Any]:
    """Pixel coordinates: the longer side fills a box of 20 pixels, the mass is in the middle of 28,
    or as near to it as the rim allows."""
    import numpy as np

    extent = (points.max(axis=1) - points.min(axis=1)).max(axis=1)[:, None, None]
    scaled = points * ((_BOX - 2 * pen) / np.maximum(extent, 0.1))
    centred = scaled - scaled.mean(axis=1, keepdims=True) + (_SIZE - 1) / 2
    rim = 1 + 2 * pen
    inwards = np.maximum(rim - centred.min(axis=1, keepdims=True), 0)
    inwards -= np.maximum(centred.max(axis=1, keepdims=True) - (_SIZE - 1 - rim), 0)
    return np.asarray(centred + inwards, np.float32)
