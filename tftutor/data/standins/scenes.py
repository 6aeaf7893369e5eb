"""Coloured shapes and textures in place of CIFAR's photographs.

Class = shape for ten classes; shape and texture for a hundred. Colour, place, size, turn and
background are random, so that neither colour nor a mean image gives the class away.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tftutor.data.model import OnProgress
from tftutor.data.registry import SHAPES, TEXTURES, DataSet
from tftutor.data.standins.images import labelled_images

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tftutor.data.model import Content

_SIZE = 32
# Half the height of a shape, in half images; a texture can only be told where it has room.
_ANY_SIZE = (0.42, 0.85)
_LARGE = (0.75, 1.0)


def make_scenes(data_set: DataSet, on_progress: OnProgress) -> Content:
    """The stand-in for CIFAR-10 or CIFAR-100."""
    textured = len(data_set.stand_in_classes) == len(SHAPES) * len(TEXTURES)

    def draw(labels: NDArray[np.int64], random: np.random.Generator) -> NDArray[Any]:
        if textured:
            return _draw(labels // len(TEXTURES), labels % len(TEXTURES), _LARGE, random)
        return _draw(labels, random.integers(0, len(TEXTURES), len(labels)), _ANY_SIZE, random)

    return labelled_images(data_set, 2009, draw, on_progress)


def _draw(
    shapes: NDArray[Any], textures: NDArray[Any], sizes: tuple[float, float], random: np.random.Generator
) -> NDArray[Any]:
    """Images (n, 32, 32, 3) of the shapes, filled with the textures."""
    import numpy as np

    n = len(shapes)
    u, v = _frames(n, sizes, random)
    inside = np.empty((n, _SIZE, _SIZE), np.float32)
    for shape in np.unique(shapes):
        chosen = shapes == shape
        # Signed distance, about 1 at the rim of the unit shape; the slope makes a rim of a pixel or so.
        inside[chosen] = np.clip(0.5 - 6 * _distance(SHAPES[shape], u[chosen], v[chosen]), 0, 1)
    weave = np.empty_like(inside)
    for texture in np.unique(textures):
        chosen = textures == texture
        weave[chosen] = _weave(TEXTURES[texture], u[chosen], v[chosen], random)
    background, paint, other = _colours(n, random)
    filled = paint + (other - paint) * weave[..., None]
    behind = background * (1 + 0.35 * _clutter(n, random)[..., None])
    images = behind + (filled - behind) * inside[..., None]
    images += random.normal(0, 0.05, (n, 1, 1, 1)).astype(np.float32)
    images += 0.06 * random.standard_normal((n, _SIZE, _SIZE, 1), np.float32)
    drawn: NDArray[Any] = images
    return drawn


def _frames(
    n: int, sizes: tuple[float, float], random: np.random.Generator
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Each pixel's place in the shape's own frame: moved, sized, stretched, turned; (n, 32, 32) each."""
    import numpy as np

    y, x = np.mgrid[-1:1:32j, -1:1:32j].astype(np.float32)
    place = random.normal(0, 0.16, (n, 2, 1, 1)).astype(np.float32)
    size = random.uniform(*sizes, (n, 1, 1)).astype(np.float32)
    stretch = np.exp(random.normal(0, 0.12, (n, 1, 1))).astype(np.float32)
    turn = random.normal(0, 0.35, (n, 1, 1)).astype(np.float32)
    dx, dy = (x - place[:, 0]) / size, (y - place[:, 1]) / size
    c, s = np.cos(turn), np.sin(turn)
    return (c * dx + s * dy) * stretch, (c * dy - s * dx) / stretch


def _distance(shape: str, u: NDArray[Any], v: NDArray[Any]) -> NDArray[Any]:
    """Negative inside the shape, positive outside, about as far as the rim is."""
    import numpy as np

    r = np.hypot(u, v)
    square = np.maximum(abs(u), abs(v))
    angle = np.arctan2(v, u)
    found: NDArray[Any]
    if shape == "disc":
        found = r - 0.9
    elif shape == "ring":
        found = abs(r - 0.72) - 0.22
    elif shape == "square":
        found = square - 0.8
    elif shape == "triangle":
        found = np.maximum(v - 0.7, (abs(u) * 1.8 - v) / 2 - 0.45)
    elif shape == "cross":
        found = np.maximum(np.minimum(abs(u), abs(v)) - 0.28, square - 0.95)
    elif shape == "star":
        found = r - 0.68 - 0.3 * np.cos(5 * (angle + math.pi / 2))
    elif shape == "crescent":
        found = np.maximum(r - 0.9, 0.75 - np.hypot(u - 0.45, v))
    elif shape == "bar":
        found = np.maximum(abs(u) - 1.0, abs(v) - 0.3)
    elif shape == "frame":
        found = abs(square - 0.72) - 0.2
    else:  # wedge: a disc with a mouth
        found = np.maximum(r - 0.9, 0.75 - abs(angle))
    return found


def _weave(texture: str, u: NDArray[Any], v: NDArray[Any], random: np.random.Generator) -> NDArray[Any]:
    """How much of the second colour is at each pixel, 0 to 1, (n, 32, 32)."""
    import numpy as np

    n = len(u)
    phase = random.uniform(0, 2 * math.pi, (n, 1, 1)).astype(np.float32)
    pace = random.uniform(6, 8, (n, 1, 1)).astype(np.float32)
    a, b = np.sin(pace * u + phase), np.sin(pace * v + phase)
    woven: NDArray[Any]
    if texture == "plain":
        woven = np.zeros_like(u)
    elif texture == "stripes":
        woven = b > 0
    elif texture == "waves":
        woven = 0.5 + 0.5 * np.sin(pace * u + 2 * np.sin(4 * v) + phase)
    elif texture == "checks":
        woven = a * b > 0
    elif texture == "dots":
        woven = a + b > 1.0
    elif texture == "gradient":
        woven = np.clip(0.5 + 0.6 * v, 0, 1)
    elif texture == "rings":
        woven = np.sin(1.4 * pace * np.hypot(u, v) + phase) > 0
    elif texture == "grain":
        woven = random.random(u.shape, np.float32)
    elif texture == "grid":
        woven = np.maximum(a, b) > 0.8
    else:  # patches: coarse noise
        woven = _clutter(n, random, 8) > 0
    return woven.astype(np.float32)


def _colours(n: int, random: np.random.Generator) -> tuple[NDArray[Any], ...]:
    """Background, paint and a second colour, (n, 1, 1, 3) each; background and paint differ in brightness."""
    import numpy as np

    background = random.uniform(0.1, 0.9, (n, 1, 1, 3)).astype(np.float32)
    paint = random.uniform(0.1, 0.9, (n, 1, 1, 3)).astype(np.float32)
    difference = paint.mean(-1, keepdims=True) - background.mean(-1, keepdims=True)
    paint += np.where(difference < 0, -1, 1) * np.clip(0.3 - abs(difference), 0, None)
    step = random.uniform(0.25, 0.45, (n, 1, 1, 3)).astype(np.float32)
    second = paint + step * np.where(paint > 0.5, -1, 1).astype(np.float32)
    return background, paint, second


def _clutter(n: int, random: np.random.Generator, cells: int = 5) -> NDArray[Any]:
    """Smooth noise in about -1..1, (n, 32, 32): a coarse random grid, interpolated both ways."""
    import numpy as np

    coarse = random.uniform(-1, 1, (n, cells, cells)).astype(np.float32)
    places = np.linspace(0, cells - 1, _SIZE)
    weights = np.stack([np.interp(places, np.arange(cells), unit) for unit in np.eye(cells)], 1)
    weights = weights.astype(np.float32)
    fine: NDArray[Any] = np.matmul(np.matmul(weights, coarse), weights.T)
    return fine
