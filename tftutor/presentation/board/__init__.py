"""What a run logged, drawn in characters: curves, pictures, the kinds of operations of a graph.

`sight_of` takes from the logs what is shown, no more than a screen holds; `page` draws it at some width.
"""

from __future__ import annotations

from tftutor.presentation.board.lines import Line, Piece, plain
from tftutor.presentation.board.page import page
from tftutor.presentation.board.sight import Sight, sight_of

__all__ = ["Line", "Piece", "Sight", "page", "plain", "sight_of"]
