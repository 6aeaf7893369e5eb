"""The rows of the report and how they are printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measurement. ``ours`` and ``other`` carry their unit; ``aim`` says what the ratio should be."""

    what: str
    ours: str
    other: str = ""
    ratio: float | None = None
    aim: str = ""


def render(rows: list[Row]) -> str:
    """A plain table, columns aligned."""
    cells = [["what", "tftutor", "plain python", "ratio", "aim"]]
    cells += [[r.what, r.ours, r.other, "" if r.ratio is None else f"{r.ratio:.3g}", r.aim] for r in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(5)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], "  ".join("-" * w for w in widths), *lines[1:]])
