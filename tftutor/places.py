"""Where things are kept: the XDG folders, the workspace, the administrator's settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The folders of one learner. None of them need exist yet.

    state      progress and attempts; precious
    cache      data sets and derived evidence; safe to delete
    workspace  the learner's own files, one `.py` file a step, editable with any editor
    """

    state: Path
    cache: Path
    workspace: Path


def places(environ: dict[str, str] | None = None) -> Places:
    """The learner's folders, from the XDG variables and `TFTUTOR_WORKSPACE`."""
    env = os.environ if environ is None else environ
    home = Path(env.get("HOME") or "~").expanduser()
    state = Path(env.get("XDG_STATE_HOME") or home / ".local" / "state") / "tftutor"
    cache = Path(env.get("XDG_CACHE_HOME") or home / ".cache") / "tftutor"
    workspace = Path(env.get("TFTUTOR_WORKSPACE") or home / "tftutor")
    return Places(state=state, cache=cache, workspace=workspace)
