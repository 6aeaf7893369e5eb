"""Nothing that a program, a file or a lesson says can steer the terminal.

Two layers. `safe` takes escape sequences out of a text, bodies and all, before it goes into a widget.
`ControlFilter` stands in front of the terminal: whatever got past, it is no control character there.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from tftutor.runtime.text import clean
from tftutor.unsafe_characters import UNSAFE

_STEERING = re.compile(f"[{UNSAFE}\t\n]")
_LINK = re.compile(r"https?://[!-~]+\Z")
_CUT = "…"


def safe(text: str, *, longest: int | None = None) -> str:
    """The text as it would stand on a screen, without what acts on one; line ends and tabs stay.

    ``longest``: characters at most, the last one being "…" where something was cut.
    """
    if longest is not None and len(text) > longest * 4 + 4096:
        text = text[: longest * 4 + 4096]
    shown = clean(text)
    if longest is not None and len(shown) > longest:
        return shown[: longest - 1] + _CUT
    return shown


def safe_line(text: str, *, longest: int = 300) -> str:
    """The same on one line, for titles, notices and the like."""
    return safe(" ".join(safe(text, longest=longest * 2).split()), longest=longest)


class ControlFilter(LineFilter):
    """Put last into `App.get_line_filters`: no segment of text holds a control character after it.

    A character that the layout counted as empty goes; one that it gave a cell becomes "�", so that no
    line changes its width. Links stay only if they are plain web addresses.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, made harmless. Segments that are control codes of Textual's own stay."""
        return [segment if segment.control else _harmless(segment) for segment in segments]


def _harmless(segment: Segment) -> Segment:
    text, style, _ = segment
    clean_text = text if _STEERING.search(text) is None else _STEERING.sub(_replaced, text)
    clean_style = style if style is None or not style.link else _without_bad_link(style)
    if clean_text is text and clean_style is style:
        return segment
    return Segment(clean_text, clean_style)


def _replaced(found: re.Match[str]) -> str:
    return "�" * cell_len(found[0]) if found[0] < "\ud800" or found[0] > "\udfff" else "�"


@lru_cache(256)
def _without_bad_link(style: Style) -> Style:
    if style.link and _LINK.match(style.link):
        return style
    return style.update_link(None)
