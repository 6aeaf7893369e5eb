"""The line that brings a page of this machine to the browser of who is here by SSH."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence


def tunnel(environ: Mapping[str, str], ports: Sequence[int]) -> str:
    """An `ssh -L` command for the learner's own computer; "" for learners who are not here by SSH."""
    fields = environ.get("SSH_CONNECTION", "").split()
    if len(fields) != 4:
        return ""
    user = shlex.quote(environ.get("USER") or "YOU")
    door = "" if fields[3] == "22" else f" -p {fields[3]}"
    return f"ssh -N {forwards(ports)}{door} {user}@{fields[2]}"


def forwards(ports: Sequence[int]) -> str:
    """The `-L` options of the ports, each to the same number on this machine."""
    return " ".join(f"-L {port}:localhost:{port}" for port in ports)
