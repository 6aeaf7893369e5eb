"""Logs of a run side by side: several as one, what they hold, where their curves end."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tftutor.board import Image, Log, Scalar


def ends(points: Sequence[Scalar]) -> tuple[float, float]:
    """The means of the first and of the last fifth of a curve."""
    fifth = max(1, len(points) // 5)
    first = sum(point.value for point in points[:fifth]) / fifth
    last = sum(point.value for point in points[-fifth:]) / fifth
    return first, last


def merged(logs: Sequence[Log]) -> Log:
    """Several logs as one; curves of one tag one after the other."""
    if len(logs) == 1:
        return logs[0]
    scalars: dict[str, tuple[Scalar, ...]] = {}
    images: dict[str, tuple[Image, ...]] = {}
    for log in logs:
        for tag, points in log.scalars.items():
            scalars[tag] = scalars.get(tag, ()) + points
        for tag, pictures in log.images.items():
            images[tag] = images.get(tag, ()) + pictures
    return Log(
        scalars,
        images,
        {tag: n for log in logs for tag, n in log.histograms.items()},
        {tag: texts for log in logs for tag, texts in log.texts.items()},
        {tag: n for log in logs for tag, n in log.tensors.items()},
        tuple(graph for log in logs for graph in log.graphs),
        sum(log.files for log in logs),
        tuple(problem for log in logs for problem in log.problems),
    )


def inventory(log: Log) -> tuple[object, ...]:
    """What a log holds, in numbers."""
    return (
        {tag: len(points) for tag, points in log.scalars.items()},
        {tag: len(pictures) for tag, pictures in log.images.items()},
        sorted(log.histograms),
        sorted(log.texts),
        bool(log.graphs),
    )


def end_alike(one: Sequence[Scalar], other: Sequence[Scalar]) -> bool:
    left, right = ends(one)[1], ends(other)[1]
    if not (math.isfinite(left) and math.isfinite(right)):
        return math.isfinite(left) == math.isfinite(right)
    steps_alike = one[0].step == other[0].step and one[-1].step == other[-1].step
    return steps_alike and abs(left - right) <= 0.1 * max(abs(left), abs(right), 1e-6)
