"""Formulas in Markdown, for a terminal: a line of text where that reads well, else drawn in two dimensions.

`$...$` always becomes a line. `$$...$$` becomes a drawing when it is a fraction of more than two letters, a
sum with both its limits or a matrix, and when the drawing fits; see `boxes`.
"""

from __future__ import annotations

import re

from tftutor.presentation.formulas.ascii import in_ascii
from tftutor.presentation.formulas.boxes import drawn
from tftutor.presentation.formulas.linear import to_text

__all__ = ["drawn", "in_ascii", "in_markdown", "to_text"]

WIDTH = 72  # of 80 columns: code is set in by four, and a margin is left
_CODE = re.compile(r"(^```.*?^```[^\n]*$|^~~~.*?^~~~[^\n]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
# A single dollar opens only before, and closes only after, something that is not a space, and does not
# close before a digit: "$5 to $6" is money.
_MATH = re.compile(r"\$\$(.+?)\$\$|(?<![\\$])\$(?=\S)([^$\n]*?[^\s$\\])\$(?!\d)", re.DOTALL)


def in_markdown(text: str, width: int = WIDTH) -> str:
    """Markdown with `$...$` and `$$...$$` made readable; code is left alone.

    Formulas on lines of their own become code blocks; drawings wider than ``width`` columns are given up
    for lines.
    """

    def replaced(found: re.Match[str]) -> str:
        if found[1] is None:
            return re.sub(r"([*_\[\]<>\\`])", r"\\\1", to_text(found[2]).replace("\n", " "))
        lines = drawn(found[1], width)
        if lines:
            block = "\n".join(["```text", *lines, "```"])
        else:
            block = "\n".join(f"    {line}" for line in to_text(found[1]).splitlines())
        return f"\n\n{block}\n\n"

    return "".join(
        part if part.startswith(("```", "~~~", "`")) else _MATH.sub(replaced, part)
        for part in _CODE.split(text)
    )
