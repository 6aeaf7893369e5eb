"""How one text differs from another, in words, and what to try."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tftutor.checks import words


def explain(name: str, seen: str, expected: str) -> tuple[str, str]:
    """One sentence on how ``seen`` differs from ``expected``, and what to try, perhaps nothing."""
    return next(_differences(name, seen, expected))


def _differences(name: str, seen: str, expected: str) -> Iterator[tuple[str, str]]:
    gap = re.search(r"\{[A-Za-z_]\w*\}", seen)
    if gap and gap[0] not in expected:
        yield (
            f"{name} shows `{gap[0]}` itself, not the value of that name.",
            "A string has placeholders only if the letter `f` comes right before its first quote.",
        )
    if "{}" in seen and "{}" not in expected:
        yield (
            f"{name} shows `{{}}` itself, an empty placeholder.",
            "In an f-string, each placeholder holds a name, as in {name}.",
        )
    if _bare(seen) == _bare(expected):
        yield f"{name} differs only in its spaces.", "Compare the two, space by space."
    if seen.lower() == expected.lower():
        yield f"{name} differs only in capital letters.", ""
    if _bare(seen).lower() == _bare(expected).lower():
        yield f"{name} differs only in spaces or capital letters.", ""
    if sorted(seen.split()) == sorted(expected.split()):
        yield f"{name} has the right words, in another order.", "Compare the two, word by word."
    if not seen:
        yield f"{name} is an empty text.", ""
    yield from _parts(name, seen, expected)
    yield f"{name} is another text.", ""


def _parts(name: str, seen: str, expected: str) -> Iterator[tuple[str, str]]:
    """One holds the other, or both begin alike."""
    if seen and seen in expected:
        before, _, after = expected.partition(seen)
        missing = words.listing([repr(words.clipped(one, 30)) for one in (before, after) if one.strip()])
        yield f"{name} is only a part of the text: {missing} is missing.", ""
    if expected and expected in seen:
        before, _, after = seen.partition(expected)
        extra = words.listing([repr(words.clipped(one, 30)) for one in (before, after) if one.strip()])
        yield f"{name} has more in it than the text that was asked for: {extra}.", "Leave that out."
    alike = next((i for i, (one, other) in enumerate(zip(seen, expected, strict=False)) if one != other), 0)
    if alike >= 4:
        start = words.clipped(expected[:alike], 30)
        yield f"{name} is right up to {start!r}, and then differs.", ""


def _bare(text: str) -> str:
    return "".join(text.split())
