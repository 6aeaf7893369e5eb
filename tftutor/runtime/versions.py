"""Which packages an interpreter has, read from its metadata: nothing heavy is imported."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from pathlib import Path

PACKAGES = ("tensorflow", "tensorflow-cpu", "tf-nightly", "keras", "numpy")

_LOOK = """
import importlib.metadata as m, json, sys
found = {"python": sys.version.split()[0]}
for name in sys.argv[1:]:
    try:
        found[name] = m.version(name)
    except m.PackageNotFoundError:
        continue
print(json.dumps(found))
"""


@functools.lru_cache(maxsize=8)
def installed_versions(python: Path) -> dict[str, str]:
    """Package -> version for the packages that decide what a program computes.

    An interpreter that does not answer gives an empty dict; starting it will say why.
    """
    if python == Path(sys.executable):
        return _own_versions()
    try:
        answer = subprocess.run(
            [str(python), "-c", _LOOK, *PACKAGES], capture_output=True, text=True, timeout=30, check=True
        )
        return dict(json.loads(answer.stdout))
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}


def _own_versions() -> dict[str, str]:
    from importlib import metadata

    found = {"python": sys.version.split()[0]}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
