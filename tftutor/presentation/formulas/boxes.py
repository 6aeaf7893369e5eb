"""Formulas in two dimensions: fractions over a bar, limits above and below a sum, matrices in brackets.

The reader of lines is told to leave a mark (a character of the private use area) where something taller
than a line belongs; so signs and blanks come out as in `linear`. Then the marks are replaced by their boxes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from tftutor.presentation.formulas import signs
from tftutor.presentation.formulas.linear import COMPOUND, Reader, tidied

_FIRST_MARK = 0xE000
_MARKS = re.compile("([\ue000-\uf8ff])")
_SPACED = re.compile(r" ([=<>≤≥≠]) ")
_GRIDS = {
    "matrix": "", "smallmatrix": "", "pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}", "vmatrix": "||",
    "Vmatrix": "‖‖", "cases": "{", "array": "",
}  # fmt: skip
_ALIGNED = ("aligned", "align", "align*", "alignedat", "split", "gathered", "gather")
# top, middle, bottom, and what fills between
_TALL = {
    "(": "⎛⎜⎝⎜", ")": "⎞⎟⎠⎟", "[": "⎡⎢⎣⎢", "]": "⎤⎥⎦⎥", "{": "⎧⎨⎩⎪", "}": "⎫⎬⎭⎪",
    "|": "││││", "‖": "‖‖‖‖", "⌊": "⎢⎢⎣⎢", "⌋": "⎥⎥⎦⎥", "⌈": "⎡⎢⎢⎢", "⌉": "⎤⎥⎥⎥", "⟨": "⟨⟨⟨⟨", "⟩": "⟩⟩⟩⟩",
}  # fmt: skip
_DELIMITERS = {
    "\\{": "{", "\\}": "}", "\\|": "‖", "\\lVert": "‖", "\\rVert": "‖", "\\Vert": "‖", "\\vert": "|",
    "\\lvert": "|", "\\rvert": "|", "\\lfloor": "⌊", "\\rfloor": "⌋", "\\lceil": "⌈", "\\rceil": "⌉",
    "\\langle": "⟨", "\\rangle": "⟩", ".": "",
}  # fmt: skip


def drawn(tex: str, width: int) -> list[str] | None:
    """The lines of a formula in two dimensions; None where a line says it as well, or it is too wide."""
    if _MARKS.search(tex):
        return None
    reader = _BoxReader(tex)
    text = reader.until()
    if not reader.gains:
        return None
    lines = [line.rstrip() for row in tidied(text) for line in reader.box(row).lines]
    return lines if lines and max(map(columns, lines)) <= width else None


def columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


@dataclass(frozen=True)
class Box:
    """Lines of one width. ``baseline``: the line, from 0, that stands level with the text around."""

    lines: tuple[str, ...]
    baseline: int = 0

    @property
    def width(self) -> int:
        """In columns."""
        return columns(self.lines[0])


def beside(boxes: Sequence[Box]) -> Box:
    """Boxes from left to right, their baselines level."""
    above = max(box.baseline for box in boxes)
    below = max(len(box.lines) - box.baseline for box in boxes)
    lines = [""] * (above + below)
    for box in boxes:
        first = above - box.baseline
        for row in range(len(lines)):
            inside = first <= row < first + len(box.lines)
            lines[row] += box.lines[row - first] if inside else " " * box.width
    return Box(tuple(lines), above)


def stacked(boxes: Sequence[Box], level: int) -> Box:
    """Boxes below each other, centred; the box with number ``level`` is level with the text around."""
    width = max(box.width for box in boxes)
    lines = [centred(line, width) for box in boxes for line in box.lines]
    return Box(tuple(lines), sum(len(box.lines) for box in boxes[:level]) + boxes[level].baseline)


def centred(text: str, width: int) -> str:
    """The text with blanks on both sides, ``width`` columns in all."""
    free = width - columns(text)
    return " " * (free // 2) + text + " " * (free - free // 2)


def grid(rows: Sequence[Sequence[Box]], sides: str) -> Box:
    """Cells in columns. ``sides``: "c", "l" or "r" for each column, the last one for all that follow."""
    count = max(len(row) for row in rows)
    empty = Box(("",))
    filled = [[*row, *[empty] * (count - len(row))] for row in rows]
    widths = [max(row[at].width for row in filled) for at in range(count)]
    lines: list[str] = []
    for row in filled:
        cells = []
        for at, cell in enumerate(row):
            padded = tuple(_to_side(line, widths[at], sides[min(at, len(sides) - 1)]) for line in cell.lines)
            cells += [Box(padded, cell.baseline), *([Box(("  ",))] if at < count - 1 else [])]
        lines += beside(cells).lines
    return Box(tuple(lines), (len(lines) - 1) // 2)


def fenced(box: Box, left: str, right: str) -> Box:
    """A box between brackets of its height."""
    parts = [bracket(left, len(box.lines), box.baseline), box, bracket(right, len(box.lines), box.baseline)]
    return beside([part for part in parts if part.width] or [box])


def bracket(sign: str, height: int, baseline: int) -> Box:
    """One bracket, as tall as asked."""
    if height == 1 or not sign:
        return Box((sign,) * height, baseline)
    pieces = _TALL.get(sign, sign[:1] * 4)
    lines = [pieces[0], *pieces[3] * (height - 2), pieces[2]]
    if height > 2:
        lines[height // 2] = pieces[1]
    return Box(tuple(lines), baseline)


def _to_side(text: str, width: int, side: str) -> str:
    free = " " * (width - columns(text))
    return centred(text, width) if side == "c" else text + free if side == "l" else free + text


class _BoxReader(Reader):
    """Reads a formula and leaves marks for boxes.

    gains  whether something was met that reads better in two dimensions
    """

    def __init__(self, tex: str) -> None:
        super().__init__(tex)
        self.gains = False
        self._boxes: list[Box] = []
        self._depth = 0

    def box(self, text: str) -> Box:
        """One line of marked text as a box."""
        parts = [part for part in _MARKS.split(text) if part]
        return beside(
            [
                self._boxes[ord(part) - _FIRST_MARK] if _MARKS.fullmatch(part) else Box((part,))
                for part in parts
            ]
            or [Box(("",))]
        )

    def _mark(self, box: Box) -> str:
        if len(box.lines) == 1:
            return box.lines[0]
        self._boxes.append(box)
        return chr(_FIRST_MARK + len(self._boxes) - 1)

    def _tidy_box(self, text: str) -> Box:
        return self.box(" ".join(tidied(text)))

    def _command(self, text: str, name: str) -> str:
        return text + self._between_brackets() if name == "left" else super()._command(text, name)

    def _between_brackets(self) -> str:
        left = self._next()
        inside = self.until("\\right")
        right = self._next()
        left, right = _DELIMITERS.get(left, left), _DELIMITERS.get(right, right)
        if not _MARKS.search(inside):
            return f"{left}{inside.strip()}{right}"
        return self._mark(fenced(self._tidy_box(inside), left, right))

    def _fraction(self, text: str) -> str:
        self._depth += 1
        above, below = self._argument(), self._argument()
        self._depth -= 1
        tall = bool(_MARKS.search(above + below))
        compound = tall or any(COMPOUND.search(part) or "^" in part or "/" in part for part in (above, below))
        if self._depth and not compound:
            return self._divided(text, above, below)
        self.gains |= compound
        over, under = self._tidy_box(above), self._tidy_box(below)
        bar = Box(("─" * (max(over.width, under.width) + 2),))
        if text and not text.endswith((" ", "(", "[")):
            text += " "
        return self._set_off(text, self._mark(stacked([over, bar, under], 1)))

    def _root(self, inside: str) -> str:
        if not _MARKS.search(inside):
            return super()._root(inside)
        return f"√{self._mark(fenced(self._tidy_box(inside), '(', ')'))}"

    def _scripted(self, inside: str, token: str) -> str:
        plain = super()._scripted(inside, token)
        if not plain.startswith(("^", "_")) and not _MARKS.search(plain):
            return plain
        script = self._tidy_box(inside)
        blank = Box((" " * script.width,))
        return self._mark(stacked([script, blank], 1) if token == "^" else stacked([blank, script], 0))

    def _with_limits(self, sign: str) -> str:
        if sign not in signs.BIG.values():
            return super()._with_limits(sign)
        limits = dict(self._limits())
        if len(limits) < 2:
            scripts = [self._scripted(inside, token) for token, inside in limits.items()]
            if not _MARKS.search("".join(scripts)):
                return sign + "".join(scripts)
        self.gains |= len(limits) == 2
        over, under = (self._tidy_box(_SPACED.sub(r"\1", limits.get(token, ""))) for token in "^_")
        boxes = [*([over] if "^" in limits else []), Box((sign,)), *([under] if "_" in limits else [])]
        return self._mark(stacked(boxes, 1 if "^" in limits else 0))

    def _environment(self, text: str, name: str) -> str:
        kind = self._argument()
        if name == "end" or (kind not in _GRIDS and kind not in _ALIGNED):
            return text
        if kind == "array":
            self._argument()
        rows = self._rows()
        if kind in _ALIGNED:
            return text + "\n".join(" ".join(row) for row in rows)
        self.gains = True
        cells = [[self._tidy_box(cell) for cell in row] for row in rows]
        left, right = _GRIDS[kind][:1], _GRIDS[kind][1:]
        box = grid(cells, "l" if kind == "cases" else "c")
        return text + self._mark(fenced(box, left, right))

    def _rows(self) -> list[list[str]]:
        """The cells up to the `\\\\end` of this environment, row by row."""
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(self.until("&", "\\\\", "\\end"))
            if self._ended_by in ("", "\\end"):
                break
            if self._ended_by == "\\\\":
                rows.append([])
        self._argument()
        return [row for row in rows if any(cell.strip() for cell in row)] or [[""]]
