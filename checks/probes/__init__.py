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
    """The text of probe ``name``, complete: what it shares with others written in."""
    text = (files(__name__) / f"{name}.py").read_text(encoding="utf-8").replace(_FUTURE, "")
    shared = [source(other) for other in _SHARED.findall(text)]
    return "".join([_FUTURE, *(part.replace(_FUTURE, "") for part in shared), _SHARED.sub("", text)])
