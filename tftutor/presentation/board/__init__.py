"""What a run logged, drawn in characters: curves, pictures, the kinds of operations of a graph.

`view_of` takes from the logs what is shown, no more than a screen holds; `page` draws it at some width.
"""

from __future__ import annotations

from tftutor.presentation.board.lines import Line, Piece, plain
from tftutor.presentation.board.page import page
from tftutor.presentation.board.view import BoardView, view_of

__all__ = ["BoardView", "Line", "Piece", "page", "plain", "view_of"]
