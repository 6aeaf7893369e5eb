"""Silhouettes of clothes, shoes and bags in the ten classes of Fashion-MNIST.

A silhouette is a union of bands. A band has, at some heights, a left and a right edge (for shoes and
bags: at some columns, an upper and a lower edge), joined by straight lines; every number is moved a
little for each image. Coordinates run from 0 to 1, y downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tftutor.data.model import OnProgress
from tftutor.data.registry import DataSet
from tftutor.data.standins.images import labelled_images

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tftutor.data.model import Content

_SIZE = 28
_JITTER = 0.055


@dataclass(frozen=True)
class Band:
    """Edges at places: (place, from, to), places growing. ``shade`` is its relative brightness."""

    edges: tuple[tuple[float, float, float], ...]
    shade: float = 1.0
    upright: bool = True


def _sleeves(length: float, spread: float, width: float = 0.14) -> tuple[Band, Band]:
    left = ((0.06, 0.24, 0.3), (length, 0.3 - spread - width, 0.3 - spread))
    right = tuple((y, 1 - b, 1 - a) for y, a, b in left)
    return Band(left, 0.92), Band(right, 0.92)


def _body(waist: float, hem: float, bottom: float, neck: float = 0.1) -> tuple[Band, ...]:
    shoulders = ((0.02, 0.3, 0.5 - neck), (0.08, 0.26, 0.5 - neck / 2), (0.12, 0.26, 0.5))
    left = (*shoulders, (0.5, 0.5 - waist, 0.51), (bottom, 0.5 - hem, 0.51))
    return Band(left), Band(tuple((y, 1 - b, 1 - a) for y, a, b in left))


def _shoe(height: float, heel: float) -> tuple[Band, ...]:
    upper = ((0.04, 0.66 - height, 0.8), (0.35, 0.68 - height, 0.8), (0.55, 0.58, 0.8), (0.96, 0.68, 0.8))
    sole = ((0.03, 0.78, 0.8 + heel), (0.3, 0.78, 0.8 + heel), (0.4, 0.78, 0.84), (0.97, 0.76, 0.84))
    return Band(upper, 0.9, upright=False), Band(sole, 1.1, upright=False)


_BUTTONS = Band(((0.1, 0.485, 0.515), (0.93, 0.485, 0.515)), -0.45)
SILHOUETTES: tuple[tuple[Band, ...], ...] = (
    (*_body(0.23, 0.23, 0.95), *_sleeves(0.38, 0.06)),
    (Band(((0.02, 0.3, 0.7), (0.3, 0.27, 0.73))), Band(((0.28, 0.27, 0.5), (0.98, 0.28, 0.42))),
     Band(((0.28, 0.5, 0.73), (0.98, 0.58, 0.72)))),
    (*_body(0.22, 0.22, 0.9), *_sleeves(0.88, 0.1)),
    (Band(((0.01, 0.4, 0.44), (0.12, 0.38, 0.46))), Band(((0.01, 0.56, 0.6), (0.12, 0.54, 0.62))),
     Band(((0.1, 0.36, 0.64), (0.4, 0.39, 0.61), (0.99, 0.27, 0.73)))),
    (*_body(0.22, 0.26, 0.98, 0.14), *_sleeves(0.9, 0.08, 0.15), _BUTTONS),
    (Band(((0.03, 0.7, 0.78), (0.5, 0.74, 0.79), (0.97, 0.76, 0.8)), upright=False),
     Band(((0.55, 0.42, 0.5), (0.78, 0.72, 0.8)), upright=False),
     Band(((0.1, 0.4, 0.46), (0.5, 0.56, 0.62), (0.62, 0.74, 0.8)), upright=False),
     Band(((0.04, 0.42, 0.8), (0.12, 0.4, 0.8)), 0.8, upright=False)),
    (*_body(0.21, 0.22, 0.93, 0.05), *_sleeves(0.7, 0.09), Band(((0.0, 0.4, 0.6), (0.09, 0.44, 0.56)), 0.4)),
    _shoe(0.1, 0.05),
    (Band(((0.06, 0.36, 0.86), (0.5, 0.34, 0.88), (0.94, 0.36, 0.86)), upright=False),
     Band(((0.28, 0.2, 0.36), (0.36, 0.12, 0.2), (0.64, 0.12, 0.2), (0.72, 0.2, 0.36)), 0.8, upright=False)),
    _shoe(0.46, 0.09),
)  # fmt: skip


def make_garments(data_set: DataSet, on_progress: OnProgress) -> Content:
    """The stand-in for Fashion-MNIST."""
    return labelled_images(data_set, 1708, _draw, on_progress)


def _draw(labels: NDArray[np.int64], random: np.random.Generator) -> NDArray[Any]:
    """Images (n, 28, 28) in 0..1 of the classes in ``labels``."""
    import numpy as np

    n = len(labels)
    images = np.zeros((n, _SIZE, _SIZE), np.float32)
    for label, bands in enumerate(SILHOUETTES):
        chosen = np.flatnonzero(labels == label)
        if len(chosen):
            images[chosen] = _cut(bands, len(chosen), random)
    images *= _cloth(n, random)
    images += 0.05 * random.standard_normal(images.shape, np.float32) * (images > 0.02)
    return images


def _cut(bands: tuple[Band, ...], n: int, random: np.random.Generator) -> NDArray[Any]:
    """The silhouettes of one class, their bands laid over each other, (n, 28, 28)."""
    import numpy as np

    scale = np.exp(random.normal(0, 0.13, (n, 2))).astype(np.float32)
    shift = random.normal(0, 0.05, (n, 2)).astype(np.float32)
    lean = random.normal(0, 0.1, (n, 1)).astype(np.float32)
    drawn = np.zeros((n, _SIZE, _SIZE), np.float32)
    for band in bands:
        low, high = _edges(band, n, random)
        along, across = (1, 0) if band.upright else (0, 1)
        offset = shift[:, across, None] + lean * (np.linspace(0, 1, _SIZE, dtype=np.float32) - 0.5)
        low = (low - 0.5) * scale[:, across, None] + 0.5 + offset
        high = (high - 0.5) * scale[:, across, None] + 0.5 + offset
        pixels = (np.arange(_SIZE, dtype=np.float32) + 0.5)[None, None]
        covered = np.clip(high[:, :, None] * _SIZE - pixels + 0.5, 0, 1)
        covered *= np.clip(pixels - low[:, :, None] * _SIZE + 0.5, 0, 1)
        if along == 0:
            covered = covered.transpose(0, 2, 1)
        # A negative shade is a seam: it darkens what lies below.
        if band.shade < 0:
            drawn *= 1 + np.float32(band.shade) * covered
        else:
            drawn = np.maximum(drawn, np.float32(band.shade) * covered)
    return drawn


def _edges(band: Band, n: int, random: np.random.Generator) -> tuple[NDArray[Any], NDArray[Any]]:
    """Both edges at each of 28 places, (n, 28) each; where the band does not reach they enclose nothing."""
    import numpy as np

    places, low, high = (np.array(column) for column in zip(*band.edges, strict=True))
    middles = (np.arange(_SIZE) + 0.5) / _SIZE
    weights = np.stack([np.interp(middles, places, unit) for unit in np.eye(len(places))], axis=1)
    ends = places[[0, -1]] + random.normal(0, _JITTER, (n, 2))
    inside = (middles >= ends[:, :1]) & (middles <= ends[:, 1:])
    moved_low = (low + random.normal(0, _JITTER, (n, len(places)))) @ weights.T
    moved_high = (high + random.normal(0, _JITTER, (n, len(places)))) @ weights.T
    low, high = np.where(inside, moved_low, 2), np.where(inside, moved_high, -2)
    return low.astype(np.float32), high.astype(np.float32)


def _cloth(n: int, random: np.random.Generator) -> NDArray[Any]:
    """Brightness of the cloth, folds across it, and on some a print of stripes, (n, 28, 28)."""
    import numpy as np

    y, x = np.mgrid[0:1:28j, 0:1:28j].astype(np.float32)
    base = random.uniform(0.15, 0.95, (n, 1, 1)).astype(np.float32)
    pace = random.uniform(2, 9, (n, 2, 1, 1)).astype(np.float32)
    phase = random.uniform(0, 6.3, (n, 1, 1)).astype(np.float32)
    depth = random.uniform(0, 0.18, (n, 1, 1)).astype(np.float32)
    folds = 1 + depth * np.sin(pace[:, 0] * x + pace[:, 1] * y + phase)
    print_ = np.sign(np.sin(6 * pace[:, 0] * y + phase))
    striped = (random.random((n, 1, 1)) < 0.3) * random.uniform(0.2, 0.9, (n, 1, 1))
    cloth: NDArray[Any] = base * folds * (1 + striped.astype(np.float32) * print_)
    return cloth
