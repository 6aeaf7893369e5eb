"""The name that a person probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


def nearest(word: str, names: Iterable[str], count: int = 1) -> list[str]:
    """Up to ``count`` of ``names`` that look like ``word``, the most alike first; case does not matter."""
    by_lower: dict[str, str] = {}
    for name in names:
        by_lower.setdefault(name.lower(), name)
    found = get_close_matches(word.lower(), by_lower, n=count, cutoff=0.6)
    return [by_lower[lower] for lower in found]


def listed(names: Iterable[str], last: str = "and") -> str:
    """`a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def unknown(what: str, word: str, names: Iterable[str], renamed: Mapping[str, str] | None = None) -> str:
    """The sentence on an unknown name: its new name, or the nearest known one, else all of them.

    ``renamed``: old name -> new name.
    """
    known = list(names)
    new = (renamed or {}).get(word)
    if new in known:
        return f"the {what} `{word}` was renamed; write `{new}`"
    near = nearest(word, known)
    if near:
        return f"unknown {what} `{word}`; did you mean `{near[0]}`?"
    if not known:
        return f"unknown {what} `{word}`; nothing is known here"
    return f"unknown {what} `{word}`; known are {listed(known)}"
