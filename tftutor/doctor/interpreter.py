"""The Python that is to have TensorFlow: which one it is, whether it runs, where it looks for modules."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tftutor.doctor.context import Context
from tftutor.doctor.system import System
from tftutor.problems import Problem

_SECONDS = 8.0
_MARK = "tftutor-env-doctor:"
# Runs on Python 3.6 and later, imports nothing that is not in every installation.
_SCRIPT = (
    """
import json, os, site, sys, sysconfig
paths = sysconfig.get_paths()
print()
print("%s" + json.dumps({
    "version": list(sys.version_info[:3]), "release": sys.version_info[3], "prefix": sys.prefix,
    "base": sys.base_prefix, "path": sys.path, "stdlib": paths["stdlib"], "site": paths["purelib"],
    "user": site.getusersitepackages(), "implementation": sys.implementation.name,
    "machine": os.uname().machine, "names": sorted(getattr(sys, "stdlib_module_names", ())),
}))
"""
    % _MARK
)


@dataclass(frozen=True)
class Interpreter:
    """``path`` may be examined even if ``problem`` says that it does not run.

    named_by  how we came to it: `--python`, TFTUTOR_PYTHON, a line of a settings file, ...
    problem   "", "missing", "closed", "folder", "not executable", "fails", "hangs"
    words     what it said when it failed
    search    the folders in which the tutor's runs look for modules, in order
    site      where pip installs
    names     the modules of the standard library
    """

    path: str
    named_by: str
    problem: str = ""
    words: str = ""
    version: tuple[int, int, int] | None = None
    prefix: str = ""
    base: str = ""
    stdlib: str = ""
    site: str = ""
    user: str = ""
    search: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    machine: str = ""
    implementation: str = "cpython"

    @property
    def is_venv(self) -> bool:
        return bool(self.prefix) and self.prefix != self.base

    def marker_environment(self) -> dict[str, str]:
        """The values of PEP 508's markers for it."""
        numbers = self.version or (3, 11, 0)
        return {
            "python_version": f"{numbers[0]}.{numbers[1]}",
            "python_full_version": ".".join(map(str, numbers)),
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": self.machine,
            "implementation_name": self.implementation,
            "platform_python_implementation": "CPython" if self.implementation == "cpython" else "PyPy",
        }


def interpreter(context: Context) -> Interpreter:
    """The one named with `--python`, by TFTUTOR_PYTHON or the settings, else the tutor's own."""
    path, named_by = _named(context)
    system = context.system
    problem = _not_runnable(system, path)
    if problem:
        return _from_files(system, Interpreter(path, named_by, problem))
    if not system.is_live:
        return _from_files(system, Interpreter(path, named_by))
    return _asked(system, path, named_by)


def _named(context: Context) -> tuple[str, str]:
    system = context.system
    if context.options.python:
        return _located(system, context.options.python), "--python"
    if system.variable("TFTUTOR_PYTHON"):
        return _located(system, system.variable("TFTUTOR_PYTHON")), "TFTUTOR_PYTHON"
    if not system.is_live:
        return "/usr/bin/python3", "its usual place"
    try:
        from tftutor.places import settings

        chosen = settings(system.environ)
    except (Problem, ImportError, OSError, RuntimeError):  # the probe of the settings tells it
        return sys.executable, "tftutor's own"
    if chosen.python:
        return _located(system, chosen.python), chosen.sources.get("python", "settings")
    return sys.executable, "tftutor's own"


def _located(system: System, name: str) -> str:
    """An absolute path for a name on PATH or a path from here. Links stay: a venv's python is one."""
    if "/" in name:
        return os.path.abspath(os.path.join(system.cwd or "/", os.path.expanduser(name)))  # noqa: PTH100, PTH111, PTH118
    return shutil.which(name, path=system.variable("PATH")) or name


def _not_runnable(system: System, path: str) -> str:
    try:
        status = system.path(path).stat()
    except PermissionError:
        return "closed"
    except (OSError, ValueError):
        return "missing"
    if stat.S_ISDIR(status.st_mode):
        return "folder"
    return "" if status.st_mode & 0o111 else "not executable"


def _asked(system: System, path: str, named_by: str) -> Interpreter:
    environ = {k: v for k, v in system.environ.items() if not k.startswith(("LD_PRELOAD", "PYTHON"))}
    try:
        run = subprocess.run(
            [path, "-I", "-B", "-c", _SCRIPT],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            env=environ,
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        words = f"it did not answer within {_SECONDS:g} s"
        return _from_files(system, Interpreter(path, named_by, "hangs", words))
    except (OSError, ValueError) as error:
        return _from_files(system, Interpreter(path, named_by, "fails", str(error)))
    said = run.stdout.decode("utf-8", "replace")
    _, marked, answer = said.rpartition(_MARK)
    try:
        facts = json.loads(answer.splitlines()[0]) if marked else None
        if facts is not None:
            return _told(system, path, named_by, facts)
    except (ValueError, KeyError, IndexError, TypeError):
        facts = None
    lines = run.stderr.decode("utf-8", "replace").strip().splitlines()
    unknown = next((line for line in lines if line.startswith("Unknown option")), "")
    words = unknown or (lines[-1][:300] if lines else f"it ended with code {run.returncode}")
    return _from_files(system, Interpreter(path, named_by, "fails", words))


def _told(system: System, path: str, named_by: str, facts: dict[str, Any]) -> Interpreter:
    site = str(facts["site"])
    user = str(facts["user"])
    first = [entry for entry in system.variable("PYTHONPATH").split(":") if entry]
    own = [str(entry) for entry in facts["path"] if entry]
    use_user = facts["prefix"] == facts["base"] or _sees_the_systems(system, facts["prefix"])
    if use_user and user not in own and not system.variable("PYTHONNOUSERSITE") and system.exists(user):
        at = next((i for i, entry in enumerate(own) if entry.endswith("-packages")), len(own))
        own.insert(at, user)
    major, minor, micro = (int(number) for number in facts["version"])
    return Interpreter(
        path=path,
        named_by=named_by,
        version=(major, minor, micro),
        prefix=str(facts["prefix"]),
        base=str(facts["base"]),
        stdlib=str(facts["stdlib"]),
        site=site,
        user=user,
        search=tuple(dict.fromkeys([*first, *own])),
        names=frozenset(map(str, facts["names"])) or frozenset(sys.stdlib_module_names),
        machine=str(facts["machine"]),
        implementation=str(facts["implementation"]),
    )


def _sees_the_systems(system: System, prefix: str) -> bool:
    text = system.text(f"{prefix}/pyvenv.cfg").lower().replace(" ", "")
    return "include-system-site-packages=true" in text


def _from_files(system: System, known: Interpreter) -> Interpreter:
    """What the files around a Python that does not run say of it."""
    prefix = os.path.dirname(os.path.dirname(known.path))  # noqa: PTH120
    settings = system.text(f"{prefix}/pyvenv.cfg")
    libraries = [name for name in system.names(f"{prefix}/lib") if re.fullmatch(r"python3\.\d+", name)]
    link = os.path.basename(os.path.realpath(system.path(known.path)))  # noqa: PTH119
    library = link if link in libraries else (libraries[-1] if libraries else "")
    numbers = re.search(r"^version(?:_info)?\s*=\s*(\d+)\.(\d+)\.(\d+)", settings, re.MULTILINE)
    version: tuple[int, int, int] | None = None
    if numbers:
        version = (int(numbers[1]), int(numbers[2]), int(numbers[3]))
    elif library:
        version = (3, int(library.rpartition(".")[2]), 0)
    home = re.search(r"^home\s*=\s*(.+)$", settings, re.MULTILINE)
    base = os.path.dirname(home[1].strip()) if home else prefix  # noqa: PTH120
    places = [f"{prefix}/lib/{library}/site-packages"]
    if not home:
        places = [
            f"/usr/local/lib/{library}/dist-packages", "/usr/lib/python3/dist-packages", *places,
        ]  # fmt: skip
    search = tuple(place for place in places if library and system.exists(place))
    return Interpreter(
        path=known.path,
        named_by=known.named_by,
        problem=known.problem,
        words=known.words,
        version=version,
        prefix=prefix,
        base=base,
        stdlib=f"{base}/lib/{library}" if library else "",
        site=search[0] if search else "",
        search=search,
        names=frozenset(sys.stdlib_module_names),
        machine=platform.machine(),
    )
