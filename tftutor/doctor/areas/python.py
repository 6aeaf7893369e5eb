"""The interpreter itself: is it there, does it run, may pip install into it?"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.installed import installed
from tftutor.doctor.interpreter import Interpreter, interpreter
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.doctor.tensorflow_packages import NEWEST_PYTHON, OLDEST_PYTHON, tensorflow

_PROBLEMS = {"missing": "python-missing", "folder": "python-missing", "not executable": "python-missing"}


def look(context: Context) -> ProbeReport:
    """Whether it runs, and whether TensorFlow exists for its version."""
    python = context.fact(interpreter)
    where = "" if python.named_by == "tftutor's own" else f" (from {python.named_by})"
    details = (f"examined: {python.path}{where}", *(f"looks in: {folder}" for folder in python.search))
    if python.problem:
        return ProbeReport(f"{python.path}{where}", details, (_cannot_run(context, python),))
    version = ".".join(map(str, python.version or ("?",)))
    kind = "a virtual environment" if python.is_venv else "not in a virtual environment"
    seen = [*_unsuited(context, python), *_closed_to_pip(context, python), *_no_pip(context, python)]
    return ProbeReport(f"Python {version}, {kind}{where}", details, tuple(seen))


def _cannot_run(context: Context, python: Interpreter) -> Detection:
    if python.problem == "closed":
        return Detection("python-closed", _closed(python.path))
    if python.problem in _PROBLEMS:
        moved = _lost_base(context, python)
        if moved:
            return moved
        said = {"missing": "there is no such file", "folder": "that is a folder"}
        return Detection(
            "python-missing",
            f"{python.path}, named by {python.named_by}: {said.get(python.problem, 'it may not be run')}",
        )
    return _lost_base(context, python) or Detection("python-fails", f"{python.path}: {python.words}")


def _closed(path: str) -> str:
    """The folder on the way to a file that this user may not enter."""
    real = Path(os.path.realpath(path))
    folder = next((one for one in reversed(real.parents) if not os.access(one, os.X_OK)), real.parent)
    through = "" if str(real) == path else f", which leads to {real}"
    return f"{path}{through}: you may not enter {folder}"


def _lost_base(context: Context, python: Interpreter) -> Detection | None:
    """A virtual environment whose Python was removed or upgraded away."""
    settings = context.system.text(f"{python.prefix}/pyvenv.cfg")
    home = next(
        (line.partition("=")[2].strip() for line in settings.splitlines() if line.startswith("home")), ""
    )
    if not settings or (home and context.system.exists(home) and context.system.exists(python.path)):
        return None
    return Detection(
        "venv-base-gone",
        f"{python.prefix}/pyvenv.cfg says that its Python is in {home or '?'}, and it is not there",
        {"venv": shlex.quote(python.prefix)},
    )


def _unsuited(context: Context, python: Interpreter) -> list[Detection]:
    """Versions for which there is no TensorFlow. One that is installed and old is another matter."""
    if python.version is None or tensorflow(context) is not None:
        return []
    if OLDEST_PYTHON <= python.version[:2] <= NEWEST_PYTHON:
        return []
    return [Detection("python-unsuited", f"{python.path} is Python {'.'.join(map(str, python.version))}")]


def _closed_to_pip(context: Context, python: Interpreter) -> list[Detection]:
    if python.is_venv or not python.stdlib:
        return []
    marker = f"{python.stdlib}/EXTERNALLY-MANAGED"
    if not context.system.exists(marker):
        return []
    if tensorflow(context) is not None:
        return [Detection("externally-managed", f"{marker} is there", severity="info")]
    return [Detection("externally-managed", f"{marker} is there")]


def _no_pip(context: Context, python: Interpreter) -> list[Detection]:
    packages = context.fact(installed)
    if packages.module("pip") or not python.search:
        return []
    return [Detection("pip-missing", f"no pip in {python.site or python.prefix}")]


PROBES = (DiagnosticProbe("interpreter", "python", look),)
