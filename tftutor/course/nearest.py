"""The name that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

# (what, name of earlier editions of the course's format) -> its name today.
_RENAMED = {
    ("key", "dear"): "expensive",
    ("kind of check", "room"): "resources",
    ("kind of check", "written"): "workspace_file",
}


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


def unknown(what: str, word: str, names: Iterable[str]) -> str:
    """The sentence on an unknown name: its new name, or the nearest known one, else all of them."""
    known = list(names)
    renamed = _RENAMED.get((what, word))
    if renamed in known:
        return f"the {what} `{word}` was renamed; write `{renamed}`"
    near = nearest(word, known)
    if near:
        return f"unknown {what} `{word}`; did you mean `{near[0]}`?"
    if not known:
        return f"unknown {what} `{word}`; nothing is known here"
    return f"unknown {what} `{word}`; known are {listed(known)}"
