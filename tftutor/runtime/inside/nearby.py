"""The name that was meant, where a library or an object has no such name; no exception's text has it."""

from __future__ import annotations

import difflib

_NEAR = 0.75


def meant(error: BaseException) -> str:
    """`Did you mean ...?` for a name that is spelled nearly right; empty for any other error."""
    if not isinstance(error, AttributeError) or not error.name or error.obj is None:
        return ""
    try:
        names = [name for name in dir(error.obj) if not name.startswith("_")]
    except Exception:  # an object of the learner's own may answer anything
        return ""
    same = [name for name in names if name.lower() == error.name.lower()]
    near = same or difflib.get_close_matches(error.name, names, 1, _NEAR)
    return f"Did you mean `{near[0]}`?" if near else ""
