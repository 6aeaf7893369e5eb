"""What is shown of a run's logs: no more than a screen holds, whatever its program wrote."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tftutor.board import Image, Log, Scalar
from tftutor.board.png import CannotDecode, Pixels, decoded
from tftutor.presentation.board.curves import Point
from tftutor.presentation.board.lines import CURVES
from tftutor.presentation.board.pictures import shrunk

MOST_PLOTS = 40
MOST_GALLERIES = 6
MOST_PICTURES = 8
MOST_GRAPHS = 4
_BUCKETS = 300  # of a curve: the highest and the lowest point of each are drawn
_MOST_PIXELS = 300_000  # of all pictures together, since they are decoded in plain Python
_MOST_NAMES = 8


@dataclass(frozen=True)
class Curve:
    """One curve: where it was logged, what is drawn of it, how many points it has.

    ``strange``: points that are no finite number, and so are not drawn. ``last``: the last of all points.
    """

    folder: str
    points: tuple[Point, ...]
    count: int
    first_step: int
    last: Point
    strange: int = 0


@dataclass(frozen=True)
class Plot:
    """The curves of one tag, one for each folder that has it. ``more``: folders that are left out."""

    tag: str
    curves: tuple[Curve, ...]
    more: int = 0


@dataclass(frozen=True)
class Gallery:
    """The pictures of one tag, at its last step. ``size``: width and height of each, in pixels, as written.

    ``count``: how many there are at that step; ``troubles``: why some are not shown.
    """

    tag: str
    folder: str
    step: int
    steps: int
    count: int
    size: tuple[int, int]
    pictures: tuple[Pixels, ...]
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True)
class GraphView:
    """A graph: how many operations, of which kinds, the commonest first."""

    folder: str
    operations: int
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class BoardView:
    """Everything that is shown. Names in it are as the program gave them: the page makes them harmless.

    others    names that are only counted: kind -> tags
    left_out  what there is beyond what is shown, in words of several, and how much
    problems  sentences on files that could not be read whole
    """

    files: int = 0
    plots: tuple[Plot, ...] = ()
    galleries: tuple[Gallery, ...] = ()
    graphs: tuple[GraphView, ...] = ()
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing of any kind was logged."""
        return not (self.plots or self.galleries or self.graphs or self.others)


def view_of(logs: Mapping[str, Log]) -> BoardView:
    """What is shown of these logs, by the folder that each lies in. Takes a second at most."""
    plots = _plots(logs)
    tagged = [
        (tag, folder, images)
        for folder, log in logs.items()
        for tag, images in sorted(log.images.items())
        if images
    ]
    graphs = [(folder, graph) for folder, log in logs.items() for graph in log.graphs if graph.operations]
    left_out = {
        "curves": len(plots) - MOST_PLOTS,
        "tags of pictures": len(tagged) - MOST_GALLERIES,
        "graphs": len(graphs) - MOST_GRAPHS,
    }
    return BoardView(
        files=sum(log.files for log in logs.values()),
        plots=tuple(plots[:MOST_PLOTS]),
        galleries=tuple(_galleries(tagged[:MOST_GALLERIES])),
        graphs=tuple(
            GraphView(folder, sum(graph.operations.values()), tuple(Counter(graph.operations).most_common()))
            for folder, graph in graphs[:MOST_GRAPHS]
        ),
        others=tuple(_others(logs)),
        left_out=tuple((kind, count) for kind, count in left_out.items() if count > 0),
        problems=tuple(problem for log in logs.values() for problem in log.problems),
    )


def _plots(logs: Mapping[str, Log]) -> list[Plot]:
    """By tag: curves of one tag from several folders lie over one another, as in TensorBoard."""
    by_tag: dict[str, list[tuple[str, Sequence[Scalar]]]] = defaultdict(list)
    for folder, log in logs.items():
        for tag, points in log.scalars.items():
            if points:
                by_tag[tag].append((folder, points))
    return [
        Plot(
            tag,
            tuple(_curve(folder, points) for folder, points in found[: len(CURVES)]),
            max(0, len(found) - len(CURVES)),
        )
        for tag, found in sorted(by_tag.items())
    ]


def _curve(folder: str, points: Sequence[Scalar]) -> Curve:
    finite = [(point.step, point.value) for point in points if math.isfinite(point.value)]
    return Curve(
        folder=folder,
        points=tuple(_thinned(finite)),
        count=len(points),
        first_step=points[0].step,
        last=(points[-1].step, points[-1].value),
        strange=len(points) - len(finite),
    )


def _thinned(points: Sequence[Point]) -> Iterator[Point]:
    """Few enough to be drawn quickly, with every peak of the others."""
    if len(points) <= 2 * _BUCKETS:
        yield from points
        return
    for bucket in range(_BUCKETS):
        part = range(bucket * len(points) // _BUCKETS, (bucket + 1) * len(points) // _BUCKETS)
        ends = {min(part, key=lambda at: points[at][1]), max(part, key=lambda at: points[at][1])}
        yield from (points[at] for at in sorted(ends))


def _galleries(tagged: Sequence[tuple[str, str, Sequence[Image]]]) -> Iterator[Gallery]:
    room = _MOST_PIXELS
    for tag, folder, images in tagged:
        last = images[-1].step
        now = [image for image in images if image.step == last]
        found: list[tuple[Pixels, tuple[int, int]]] = []
        troubles: dict[str, None] = {}
        for image in now[:MOST_PICTURES]:
            if room <= 0:
                troubles["There are more pictures than are drawn here."] = None
                break
            try:
                found.append(_picture(image.data))
            except CannotDecode as why:
                troubles[f"A picture {why} is not drawn."] = None
            else:
                room -= math.prod(found[-1][1])
        size = found[0][1] if found else (now[0].width, now[0].height)
        alike = tuple(picture for picture, its_size in found if its_size == size)
        if len(alike) < len(found):
            troubles["Pictures of another size than the first are not drawn."] = None
        steps = len({image.step for image in images})
        yield Gallery(tag, folder, last, steps, len(now), size, alike, tuple(troubles))


@lru_cache(MOST_GALLERIES * MOST_PICTURES)  # a run that goes on is looked at again and again
def _picture(png: bytes) -> tuple[Pixels, tuple[int, int]]:
    """As small as it is drawn, and the size that it was written in. Raises `CannotDecode`."""
    picture = decoded(png)
    return shrunk(picture), (picture.width, picture.height)


def _others(logs: Mapping[str, Log]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is only named: TensorBoard itself shows it."""
    kinds = {
        "histogram": {tag for log in logs.values() for tag in log.histograms},
        "text": {tag for log in logs.values() for tag in log.texts},
        "tensor": {tag for log in logs.values() for tag in log.tensors},
    }
    for kind, tags in kinds.items():
        if tags:
            names = sorted(tags)
            yield kind, (*names[:_MOST_NAMES], *(["…"] if len(names) > _MOST_NAMES else []))
