"""Code that looks at a learner's program from inside its sandbox, shipped there as text.

Each module defines ``probe(context, **params)`` and uses the standard library, NumPy and
TensorFlow, imported inside functions. What modules here share, they import from each other; the
shipped text holds it all.
"""

from __future__ import annotations

import re
from importlib.resources import files

_FUTURE = "from __future__ import annotations\n"
_SHARED = re.compile(r"^from tftutor\.checks\.probes\.(\w+) import (?:\([^)]*\)|[^\n]*)\n", re.MULTILINE)


def source(name: str) -> str:
    """The text of probe ``name``, complete: what it shares with others written in, each module once."""
    parts: dict[str, str] = {}
    _collect(name, parts)
    return "".join([_FUTURE, *parts.values()])


def _collect(name: str, parts: dict[str, str]) -> None:
    """Adds a module to ``parts``, after those that it takes something from."""
    if name in parts:
        return
    text = (files(__name__) / f"{name}.py").read_text(encoding="utf-8").replace(_FUTURE, "")
    for other in _SHARED.findall(text):
        _collect(other, parts)
    parts[name] = _SHARED.sub("", text)
