"""Files of the learner's that Python imports in place of TensorFlow or of its own modules."""

from __future__ import annotations

import shlex

from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.interpreter import interpreter
from tftutor.doctor.model import Detection, ProbeReport

_OURS = frozenset({"tensorflow", "keras", "numpy", "tensorboard", "matplotlib", "h5py", "google", "absl"})
# Imported before any folder of the learner's is looked at, so nothing can stand in for them.
_SAFE = frozenset({
    "abc", "codecs", "encodings", "genericpath", "io", "os", "posixpath", "site", "stat", "sys", "builtins",
    "time", "marshal", "zipimport", "_collections_abc", "_sitebuiltins", "this", "antigravity",
})  # fmt: skip
_FILES_MAX = 5_000


def look(context: Context) -> ProbeReport:
    """The folder they are in, and those of PYTHONPATH. (site-packages comes after Python's own modules.)"""
    python = context.fact(interpreter)
    system = context.system
    names = (python.names | _OURS) - _SAFE
    seen: list[Detection] = []
    path = [entry for entry in system.variable("PYTHONPATH").split(":") if entry]
    for folder in path:
        seen += [_seen(file, "error") for file in _stand_ins(context, folder, names)]
    here = str(system.cwd) if system.cwd else ""
    libraries = tuple(filter(None, (python.stdlib, *python.search)))
    if here and here not in path and not here.startswith(libraries):
        seen += [_seen(file, "warning") for file in _stand_ins(context, here, names)]
    return ProbeReport(details=(f"PYTHONPATH: {':'.join(path)}",) if path else (), detections=tuple(seen))


def _seen(file: str, severity: str) -> Detection:
    folder, _, name = file.rpartition("/")
    values = {
        "file": shlex.quote(file),
        "renamed": shlex.quote(f"{folder}/my_{name}"),
        "cache": shlex.quote(f"{folder}/__pycache__"),
    }
    return Detection("module-shadowed", file, values, "error" if severity == "error" else "warning")


def _stand_ins(context: Context, folder: str, names: frozenset[str]) -> list[str]:
    """Files and packages in ``folder`` with the names of modules. A folder without __init__.py is none."""
    found = []
    system = context.system
    for name in system.names(folder, _FILES_MAX):
        if (name.endswith(".py") and name[:-3] in names) or (
            name in names
            and system.exists(f"{folder}/{name}/__init__.py")
            and not _is_installed(context, folder, name)
        ):
            found.append(f"{folder}/{name}")
    return found


def _is_installed(context: Context, folder: str, name: str) -> bool:
    """A folder on PYTHONPATH may well be one that pip installed into."""
    return any(other.startswith(name) and other.endswith("-info") for other in context.system.names(folder))


PROBES = (DiagnosticProbe("files named like modules", "python", look),)
