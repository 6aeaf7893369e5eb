"""What a run logged, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scalar:
    """One point of a curve; ``time`` in seconds since 1970."""

    step: int
    time: float
    value: float


@dataclass(frozen=True)
class Image:
    """One picture, encoded (PNG as TensorFlow writes it); sizes in pixels, 0 when not known."""

    step: int
    width: int
    height: int
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Graph:
    """A graph that was written: the names and the operations of its nodes, functions' nodes included."""

    nodes: tuple[str, ...]
    operations: Mapping[str, int]


@dataclass(frozen=True)
class Log:
    """All that the event files of a folder hold, by tag; points in order of step.

    ``problems`` are sentences on files that could not be read whole. ``tensors`` counts, by tag,
    what is neither scalar nor image (histograms, text, other tensors).
    """

    scalars: Mapping[str, tuple[Scalar, ...]] = field(default_factory=dict)
    images: Mapping[str, tuple[Image, ...]] = field(default_factory=dict)
    histograms: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tensors: Mapping[str, int] = field(default_factory=dict)
    graphs: tuple[Graph, ...] = ()
    files: int = 0
    problems: tuple[str, ...] = ()
