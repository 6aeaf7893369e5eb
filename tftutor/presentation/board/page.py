"""The board of a run as lines: its curves, its pictures, its graphs, and what else there is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from tftutor.presentation.board.curves import drawing, sample
from tftutor.presentation.board.lines import Line, Piece, cut, named
from tftutor.presentation.board.pictures import side_by_side
from tftutor.presentation.board.view import BoardView, Curve, Gallery, GraphView, Plot

_NARROWEST, _WIDEST = 24, 100
_HIGH, _LOW = 11, 7  # rows of a drawing: of the only one, of one among several
_DRAWN = 12  # plots; of those beyond, only the figures are shown
_NAME = 32  # columns of a name
_MOST_KINDS = 30
_MOST_PROBLEMS = 6
_EMPTY = "The event files hold nothing yet: nothing was written into them."
_GONE = "The event files of this run are not there any more. Run it again, and they are drawn here."


def page(view: BoardView, width: int, *, ascii: bool) -> list[Line]:
    """All of it, ``width`` columns wide. ``ascii``: without braille, blocks and colours."""
    width = max(_NARROWEST, min(width, _WIDEST))
    lines: list[Line] = []
    for part in _parts(view, width, ascii):
        lines += [()] if lines else []
        lines += part
    return lines


def _parts(view: BoardView, width: int, ascii: bool) -> Iterator[list[Line]]:
    if view.is_empty:
        yield _wrapped(_EMPTY if view.files else _GONE, width)
    yield from _plots(view, width, ascii)
    for gallery in view.galleries:
        yield _gallery(gallery, width, ascii)
    for graph in view.graphs:
        yield _graph(graph, width)
    others = [line for kind, tags in view.others for line in _only_named(kind, tags, width)]
    if others:
        yield others
    left_out = [line for kind, count in view.left_out for line in _left_out(kind, count, width)]
    if left_out:
        yield left_out
    problems = [named(problem, 4 * width) for problem in view.problems[:_MOST_PROBLEMS]]
    if problems:
        yield [line for problem in problems for line in _wrapped(problem, width)]


# --- curves ------------------------------------------------------------------------------------------


def _plots(view: BoardView, width: int, ascii: bool) -> Iterator[list[Line]]:
    """A curve of one point is a line of figures; drawings come first."""
    drawn = [plot for plot in view.plots if any(len(curve.points) > 1 for curve in plot.curves)]
    alone = len(drawn) == 1 and not view.galleries
    for plot in drawn[:_DRAWN]:
        yield _plot(plot, width, _HIGH if alone else _LOW, ascii)
    rest = [*drawn[_DRAWN:], *(plot for plot in view.plots if plot not in drawn)]
    figures = [line for plot in rest for line in _heading(plot, width, ascii)]
    if figures:
        yield figures


def _plot(plot: Plot, width: int, height: int, ascii: bool) -> list[Line]:
    points = [curve.points for curve in plot.curves]
    return [*_heading(plot, width, ascii), *drawing(points, width, height, ascii=ascii)]


def _heading(plot: Plot, width: int, ascii: bool) -> list[Line]:
    """The tag and its figures; with several curves, a line for each."""
    tag = Piece(named(plot.tag, _NAME), "strong")
    strange = sum(curve.strange for curve in plot.curves)
    lines: list[Line]
    if len(plot.curves) == 1:
        lines = [(tag, Piece(cut(f"   {_figures(plot.curves[0])}", width - cell_len(tag.text))))]
    else:
        lines = [(tag,)]
        folders = [named(curve.folder, _NAME) for curve in plot.curves]
        room = max(map(cell_len, folders))
        for number, (folder, curve) in enumerate(zip(folders, plot.curves, strict=True)):
            figures = f" {set_cell_size(folder, room)}   {_figures(curve)}"
            look = sample(number, ascii=ascii)
            lines.append((look, Piece(cut(figures, width - len(look.text)))))
    if plot.more:
        lines += _wrapped(f"Not drawn here: {_count(plot.more, 'more folder')} with this tag.", width)
    if strange:
        are = "is no finite number and is" if strange == 1 else "are no finite numbers and are"
        lines += _wrapped(f"{_count(strange, 'point')} {are} not drawn.", width)
    return lines


def _figures(curve: Curve) -> str:
    step, value = curve.last
    if curve.count == 1:
        return f"1 point: {value:.4g} at step {step:,}"
    if curve.first_step == step:
        return f"{curve.count:,} points, all at step {step:,}"
    return f"{curve.count:,} points, last {value:.4g} at step {step:,}"


# --- pictures and graphs ------------------------------------------------------------------------------


def _gallery(gallery: Gallery, width: int, ascii: bool) -> list[Line]:
    tag = Piece(named(gallery.tag, _NAME), "strong")
    size = (" x " if ascii else " × ").join(f"{side:,}" for side in gallery.size)
    figures = f"   {_count(gallery.count, 'picture')} of {size}, step {gallery.step:,}"
    if gallery.steps > 1:
        figures += f", the last of {gallery.steps:,}"
    if len(gallery.pictures) < gallery.count:
        figures += f"; {len(gallery.pictures)} drawn"
    lines: list[Line] = [(tag, Piece(cut(figures, width - cell_len(tag.text))))]
    lines += side_by_side(gallery.pictures, width, ascii=ascii)
    return [*lines, *(line for trouble in gallery.troubles for line in _wrapped(trouble, width))]


def _graph(graph: GraphView, width: int) -> list[Line]:
    kinds = [f"{count:,} {named(name, _NAME)}" for name, count in graph.kinds[:_MOST_KINDS]]
    more = len(graph.kinds) - len(kinds)
    if more:
        kinds.append(f"and {_count(more, 'more kind')}")
    head = f"   {_count(graph.operations, 'operation')} of {_count(len(graph.kinds), 'kind')}"
    lines: list[Line] = [(Piece("graph", "strong"), Piece(cut(head, width - 5)))]
    row = ""
    for kind in kinds:
        if row and cell_len(row) + 3 + cell_len(kind) > width - 2:
            lines.append((Piece(cut(f"  {row}", width)),))
            row = ""
        row += f"   {kind}" if row else kind
    return [*lines, (Piece(cut(f"  {row}", width)),)]


# --- the rest -----------------------------------------------------------------------------------------


def _only_named(kind: str, tags: Sequence[str], width: int) -> list[Line]:
    names = ", ".join(named(tag, _NAME) for tag in tags)
    one = kind if len(tags) == 1 else f"{kind}s"
    return _wrapped(f"{one} {names}: TensorBoard in a browser shows this.", width)


def _left_out(kind: str, count: int, width: int) -> list[Line]:
    return _wrapped(f"Not drawn here: {count:,} more {kind}.", width)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _wrapped(sentence: str, width: int) -> list[Line]:
    return [(Piece(line, "dim"),) for line in textwrap.wrap(sentence, width, break_on_hyphens=False)]
