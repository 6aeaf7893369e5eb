"""What the keys mean to someone who types Python: pure functions from lines to lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Change = Callable[[Sequence[str]], list[str]]
INDENT = 4
_ENDS_BLOCK = re.compile(r"\s*(return|pass|break|continue|raise)\b")
_OPENERS, _CLOSERS = "([{", ")]}"
_QUOTED = re.compile(r"(\"\"\"|'''|\"|')(?:\\.|(?!\1).)*(?:\1|$)|#.*")


def indent_of(line: str) -> str:
    """The blanks that a line begins with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def indent_after(before: str, after: str = "") -> str:
    """The indent of the line that Enter begins between ``before`` and ``after`` on one line."""
    indent = indent_of(before)
    code = _QUOTED.sub("", before).rstrip()
    if code.endswith(":") or (code and code[-1] in _OPENERS and after.lstrip()[:1] not in tuple(_CLOSERS)):
        return indent + " " * INDENT
    if _ENDS_BLOCK.match(code) and not _is_open(code):
        return shallower(indent)
    return indent


def shallower(indent: str) -> str:
    """An indent with one level less."""
    if indent.endswith("\t"):
        return indent[:-1]
    width = len(indent)
    return indent[: max(0, (width - 1) // INDENT * INDENT)]


def backspace_width(before: str) -> int:
    """How many characters Backspace takes away: a whole level when only blanks stand before it."""
    if not before or before.strip(" "):
        return 1
    return (len(before) - 1) % INDENT + 1


def indented(lines: Sequence[str]) -> list[str]:
    """The lines one level deeper; blank ones stay."""
    return [" " * INDENT + line if line.strip() else line for line in lines]


def dedented(lines: Sequence[str]) -> list[str]:
    """The lines one level less deep."""
    return [shallower(indent_of(line)) + line.lstrip(" \t") if line[:1] in " \t" else line for line in lines]


def comment_toggled(lines: Sequence[str]) -> list[str]:
    """The lines as comments; or, if all of them are, as code again. Blank ones stay."""
    written = [line for line in lines if line.strip()]
    if not written:
        return list(lines)
    if all(line.lstrip().startswith("#") for line in written):
        return [re.sub(r"^(\s*)# ?", r"\1", line) for line in lines]
    column = min(len(indent_of(line)) for line in written)
    return [f"{line[:column]}# {line[column:]}" if line.strip() else line for line in lines]


def _is_open(code: str) -> bool:
    """Whether a bracket opened on this line waits for its partner."""
    return sum(c in _OPENERS for c in code) > sum(c in _CLOSERS for c in code)


def cluster_before(line: str, column: int) -> int:
    """Where the character that ends at ``column`` begins, as people count characters."""
    at = max(0, column - 1)
    while at > 0 and _continues(line, at):
        at -= 1
    return at


def cluster_after(line: str, column: int) -> int:
    """Where the character that begins at ``column`` ends."""
    at = min(len(line), column + 1)
    while at < len(line) and _continues(line, at):
        at += 1
    return at


def _continues(line: str, at: int) -> bool:
    """Whether the code point at ``at`` belongs to the one before: accents, joined emoji, skin tones."""
    code = ord(line[at])
    if code < 0x300:
        return False
    import unicodedata

    joined = line[at] == "\u200d" or line[at - 1] == "\u200d"
    tone = 0x1F3FB <= code <= 0x1F3FF
    return joined or tone or bool(unicodedata.combining(line[at])) or 0xFE00 <= code <= 0xFE0F
