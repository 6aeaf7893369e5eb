"""What leads people to another Python than they think: `pip`, notebooks, recipes of old, their shell."""

from __future__ import annotations

import json
import re
import shlex

from tftutor.doctor.areas.tensorboard import starter_of
from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.interpreter import Interpreter, interpreter
from tftutor.doctor.model import Detection, ProbeReport

_KERNELS_MAX = 100
_OLD_NAME = re.compile(r"^\s*tensorflow[-_]gpu\b.*$", re.MULTILINE | re.IGNORECASE)


def look(context: Context) -> ProbeReport:
    """Each by itself."""
    python = context.fact(interpreter)
    seen = [*_pip(context, python), *_old_name(context), *_brackets(context)]
    return ProbeReport(detections=tuple(seen))


def _pip(context: Context, python: Interpreter) -> list[Detection]:
    """The `pip` that a shell would start. Outside of an environment that is nothing strange."""
    system = context.system
    for folder in system.variable("PATH").split(":"):
        if not folder or not system.exists(f"{folder}/pip"):
            continue
        starter = starter_of(system.text(f"{folder}/pip", 400).splitlines()[:2])
        if not starter or starter.startswith("/usr/bin/env") or _prefix(starter) == python.prefix:
            return []
        active = system.variable("VIRTUAL_ENV").rstrip("/") == python.prefix and python.is_venv
        evidence = f"`pip` is {folder}/pip, which installs for {starter}"
        return [Detection("pip-elsewhere", evidence, severity="warning" if active else "info")]
    return []


def _prefix(python: str) -> str:
    return python.rpartition("/")[0].rpartition("/")[0]


def _old_name(context: Context) -> list[Detection]:
    """A list of packages, in the folder they are in, that asks for a package which was given up."""
    system = context.system
    if system.cwd is None:
        return []
    file = f"{system.cwd}/requirements.txt"
    found = _OLD_NAME.search(system.text(file, 200_000))
    if not found:
        return []
    values = {"file": shlex.quote(file)}
    return [Detection("tensorflow-gpu-name", f"{file}: {found[0].strip()[:80]}", values)]


def _brackets(context: Context) -> list[Detection]:
    shell = context.system.variable("SHELL")
    return [Detection("shell-brackets", f"SHELL={shell}")] if shell.endswith("/zsh") else []


def look_at_notebooks(context: Context) -> ProbeReport:
    """Which Python each of Jupyter's kernels starts."""
    system, python = context.system, context.fact(interpreter)
    roots = [f"{root}/kernels" for root in system.variable("JUPYTER_PATH").split(":") if root]
    roots += [f"{system.home}/.local/share/jupyter/kernels"] if system.home else []
    roots += [f"{python.prefix}/share/jupyter/kernels"] if python.prefix else []
    roots += ["/usr/local/share/jupyter/kernels", "/usr/share/jupyter/kernels"]
    seen = []
    for root in dict.fromkeys(roots):
        for name in system.names(root, _KERNELS_MAX):
            seen += _kernel(context, python, f"{root}/{name}")
    return ProbeReport(detections=tuple(seen))


def _kernel(context: Context, python: Interpreter, folder: str) -> list[Detection]:
    system = context.system
    try:
        starter = json.loads(system.text(f"{folder}/kernel.json") or "{}")["argv"][0]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
    if not isinstance(starter, str) or not starter.startswith("/") or "python" not in starter:
        return []  # found on PATH, or of another language
    if not system.exists(starter):
        values = {"folder": shlex.quote(folder)}
        return [Detection("jupyter-kernel-gone", f"{folder}/kernel.json starts {starter}", values)]
    if _prefix(starter) == python.prefix:
        return []
    return [Detection("jupyter-kernel-elsewhere", f"{folder}/kernel.json starts {starter}")]


PROBES = (
    DiagnosticProbe("habits", "python", look),
    DiagnosticProbe("notebooks", "python", look_at_notebooks),
)
