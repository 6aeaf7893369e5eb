"""Markdown as plain text of a given width: for pipes, dumb terminals, NO_COLOR."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

_FENCE = re.compile(r"^\s*(```|~~~)")
_ITEM = re.compile(r"^(\s*)([-*+]|\d+[.)])\s+(.*)$")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_LINK = re.compile(r"!?\[([^\]]+)\]\((\S+?)(?:\s+\"[^\"]*\")?\)")
_ESCAPED = re.compile(r"\\([*_\[\]<>\\`#.+\-!])")
_CODE_INDENT = "    "


def plain(markdown: str, width: int) -> list[str]:
    """Lines of at most ``width`` characters, except where code is longer. Code is not rewrapped."""
    lines: list[str] = []
    for line in _blocks(markdown.expandtabs(4).splitlines(), width):
        if line or (lines and lines[-1]):
            lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _blocks(lines: list[str], width: int) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.match(line):
            end = next((n for n in range(at + 1, len(lines)) if lines[n].strip() == fence[1]), len(lines))
            yield ""
            yield from ((_CODE_INDENT + code).rstrip() for code in lines[at + 1 : end])
            yield ""
            at = end + 1
        elif not line.strip():
            yield ""
            at += 1
        elif heading := _HEADING.match(line):
            yield from ("", inline(heading[1]), "")
            at += 1
        elif line.startswith((_CODE_INDENT, "|")):
            yield line.rstrip()
            at += 1
        else:
            at, paragraph = _gathered(lines, at)
            yield from _wrapped(paragraph, width)


def _gathered(lines: list[str], at: int) -> tuple[int, str]:
    """A paragraph or a list item, with the lines that continue it, as one line."""
    parts = [lines[at].rstrip()]
    at += 1
    while at < len(lines) and lines[at].strip() and not _begins_block(lines[at]):
        parts.append(lines[at].strip())
        at += 1
    return at, " ".join(parts)


def _begins_block(line: str) -> bool:
    return bool(_FENCE.match(line) or _ITEM.match(line) or _HEADING.match(line) or line.startswith("|"))


def _wrapped(paragraph: str, width: int) -> list[str]:
    item = _ITEM.match(paragraph)
    start, text = (f"{item[1]}{item[2]} ", item[3]) if item else ("", paragraph)
    if paragraph.startswith(">"):
        start, text = "  ", paragraph.replace("> ", "").lstrip(">")
    return textwrap.wrap(
        inline(text),
        width,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_on_hyphens=False,
        break_long_words=False,
    )


def inline(text: str) -> str:
    """One line of Markdown without its links and escapes."""
    return _ESCAPED.sub(r"\1", _LINK.sub(r"\1 (\2)", text))
