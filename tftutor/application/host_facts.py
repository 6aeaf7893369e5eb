"""What lessons quote of the machine that they are shown on: `@{host.tunnel}` and its like."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from tftutor.places import Settings
from tftutor.tunnel import tunnel

PORTS = (8888, 6006)


def host_facts(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Those that are known here; the others keep the words that the course has for any machine."""
    facts = {
        "python": _shown(settings.python or sys.executable, environ),
        "workspace": _shown(str(settings.workspace), environ),
    }
    line = tunnel(environ, PORTS)
    if line:
        facts |= {"tunnel": line, "tunnel-from": "on the computer in front of you"}
    return facts


def _shown(path: str, environ: Mapping[str, str]) -> str:
    """As people write it in a shell: the home folder as `~`."""
    home = environ.get("HOME", "")
    if home and "/" in path and Path(path).is_relative_to(home) and path != home:
        return f"~/{shlex.quote(str(Path(path).relative_to(home)))}"
    return shlex.quote(path)
