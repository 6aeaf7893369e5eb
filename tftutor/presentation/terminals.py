"""What the terminal can take: a screen that is drawn over, lines only, or nothing because there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Literal

Terminal = Literal["screen", "lines", "none"]
_CANNOT_DRAW = ("", "dumb", "unknown")


def terminal(environ: Mapping[str, str] | None = None) -> Terminal:
    """`screen` where all three streams are a terminal and TERM says that it can draw; `lines` where a
    person reads and types, but nothing can be drawn; `none` where input or output goes elsewhere.
    """
    env = os.environ if environ is None else environ
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        return "none"
    if env.get("TERM", "") in _CANNOT_DRAW:
        return "lines"
    return "screen" if _is_terminal(sys.stderr) else "none"


def over_ssh(environ: Mapping[str, str] | None = None) -> bool:
    """Whether every character that is drawn travels over a network."""
    env = os.environ if environ is None else environ
    return bool(env.get("SSH_CONNECTION") or env.get("SSH_TTY"))


def letters_only(environ: Mapping[str, str] | None = None, encoding: str | None = None) -> bool:
    """Whether drawings must do with ASCII: NO_COLOR is set, or the terminal does not read UTF-8.

    ``encoding``: of what is written to the terminal; else as this process was started for.
    """
    env = os.environ if environ is None else environ
    spoken = (encoding or getattr(sys.__stdout__, "encoding", None) or "ascii").lower().replace("-", "")
    return bool(env.get("NO_COLOR")) or spoken != "utf8"


def _is_terminal(stream: object) -> bool:
    try:
        return bool(getattr(stream, "isatty", lambda: False)())
    except ValueError:  # closed
        return False
