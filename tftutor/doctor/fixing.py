"""What `--fix` may do by itself, and how it does it.

Only commands of a few known shapes are carried out, without a shell, and only where they stay inside a
virtual environment that is yours or among your own files. Everything else is left to the reader: whatever
needs an administrator, another machine, the shell's variables, or the end of a process.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tftutor.doctor.model import Finding, Remedy, Report
from tftutor.doctor.system import System

_PIP_OPTIONS = frozenset({"-U", "-y", "--upgrade", "--force-reinstall", "--no-deps", "--ignore-installed"})
# Settings of pip's with which an installation would land somewhere else.
_ELSEWHERE = ("target", "prefix", "root", "user", "break-system-packages")
_LEFT_OUT = ("PYTHONPATH", "PYTHONHOME", *(f"PIP_{name.upper().replace('-', '_')}" for name in _ELSEWHERE))
_CHECK_SECONDS = 300.0


class NotAutomatic(Exception):
    """Why a command is left to the reader."""


@dataclass(frozen=True)
class Pip:
    """`PYTHON -m pip ...`, or `-m ensurepip`, in the virtual environment ``venv``."""

    words: tuple[str, ...]
    venv: Path


@dataclass(frozen=True)
class Rename:
    old: Path
    new: Path


@dataclass(frozen=True)
class Remove:
    folder: Path


@dataclass(frozen=True)
class Link:
    """A symbolic link to ``target``, under its last name, in ``folder``."""

    target: str
    folder: Path


Action = Pip | Rename | Remove | Link


@dataclass(frozen=True)
class Plan:
    """What would be done for a finding: its first remedy, as it was shown."""

    finding: Finding
    commands: tuple[str, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class LeftToUser:
    """A finding that is the reader's to fix, and why."""

    finding: Finding
    why: str


def plans(report: Report, system: System) -> tuple[list[Plan], list[LeftToUser]]:
    """For each error and warning, in the order of fixing: what would be done, or why nothing."""
    made: list[Plan] = []
    left: list[LeftToUser] = []
    for finding in report.roots:
        if finding.severity == "info":
            continue
        try:
            made.append(_plan(finding, system))
        except NotAutomatic as reason:
            left.append(LeftToUser(finding, str(reason)))
    return made, left


def _plan(finding: Finding, system: System) -> Plan:
    remedy = finding.remedies[0] if finding.remedies else Remedy(())
    if not remedy.commands:
        raise NotAutomatic("no command fixes it")
    if remedy.root:
        raise NotAutomatic("it needs an administrator")
    if remedy.where != "here":
        raise NotAutomatic("it is done on another machine")
    actions = tuple(_action(command, system) for command in remedy.commands)
    return Plan(finding, remedy.commands, actions)


def _action(command: str, system: System) -> Action:
    words = shlex.split(command)
    match words:
        case [python, "-m", "ensurepip", "--upgrade"]:
            return Pip(tuple(words), _environment(python))
        case [python, "-m", "pip", "install" | "uninstall", *rest]:
            _only_packages(rest)
            return Pip(tuple(words), _environment(python))
        case ["mv", old, new]:
            return Rename(_own(old, system), _in_same_folder(old, new))
        case ["rm", "-rf", folder] if Path(folder).name == "__pycache__":
            return Remove(_own(folder, system))
        case ["ln", "-sf", target, folder] if "-packages/" in folder:
            return Link(target, _inside_environment(folder))
        case ["unset" | "export", *_]:
            raise NotAutomatic("a variable of your shell can only be changed there")
    raise NotAutomatic("this command is yours to give")


def _only_packages(words: Sequence[str]) -> None:
    """Names and versions; no option that leads elsewhere, no path, no address."""
    for word in words:
        if (word.startswith("-") and word not in _PIP_OPTIONS) or "/" in word or "@" in word:
            raise NotAutomatic("this command is yours to give")


def _environment(python: str) -> Path:
    """The virtual environment of an interpreter."""
    venv = Path(python).parent.parent
    if not Path(python).is_absolute() or not (venv / "pyvenv.cfg").is_file():
        raise NotAutomatic(f"{python} is not in a virtual environment")
    return _writable(venv)


def _writable(venv: Path) -> Path:
    folders = [venv / "bin", *venv.glob("lib/python3*/site-packages")]
    if not all(os.access(folder, os.W_OK | os.X_OK) for folder in folders):
        raise NotAutomatic(f"you may not write into {venv}")
    return venv


def _inside_environment(folder: str) -> Path:
    path = Path(folder).resolve()
    for above in path.parents:
        if (above / "pyvenv.cfg").is_file():
            _writable(above)
            return path
    raise NotAutomatic(f"{folder} is not in a virtual environment")


def _own(name: str, system: System) -> Path:
    """A file of the reader's, below their home folder or the folder they are in."""
    path = Path(name)
    real = path.parent.resolve() / path.name
    grounds = [ground.resolve() for ground in (system.home, system.cwd) if ground is not None]
    if not any(real.is_relative_to(ground) for ground in grounds if ground != Path("/")):
        raise NotAutomatic(f"{name} is not among your own files")
    try:
        owner = real.lstat().st_uid
    except FileNotFoundError:  # nothing there to be moved or removed
        owner = real.parent.stat().st_uid if real.parent.is_dir() else -1
    if owner != os.geteuid() and real.parent.is_dir():
        raise NotAutomatic(f"{name} belongs to somebody else")
    return real


def _in_same_folder(old: str, new: str) -> Path:
    path = Path(new)
    if path.parent != Path(old).parent:
        raise NotAutomatic("this command is yours to give")
    if os.path.lexists(path):
        raise NotAutomatic(f"there is already a {path}")
    return path.parent.resolve() / path.name


def carry_out(plan: Plan, system: System) -> str:
    """Does all of it, or up to what fails. "" or why it failed.

    Nothing is uninstalled before pip has said that what comes in its place can be had.
    """
    pips = [action for action in plan.actions if isinstance(action, Pip)]
    for pip in pips[:1]:
        why = _leads_elsewhere(pip, system.environ) or _cannot_be_had(pips, system.environ)
        if why:
            return why
    for action in plan.actions:
        why = _do(action, system.environ)
        if why:
            return why
    return ""


def _do(action: Action, environ: Mapping[str, str]) -> str:
    if isinstance(action, Pip):
        code = subprocess.run(
            action.words,
            stdin=subprocess.DEVNULL,
            env=_pip_environment(environ),
            cwd=action.venv,
            check=False,
        ).returncode
        return f"pip ended with code {code}" if code else ""
    try:
        if isinstance(action, Rename):
            action.old.rename(action.new)
        elif isinstance(action, Remove):
            if os.path.lexists(action.folder):
                shutil.rmtree(action.folder)
        else:
            link = action.folder / Path(action.target).name
            link.unlink(missing_ok=True)
            link.symlink_to(action.target)
    except OSError as error:
        return f"{error.filename}: {error.strerror}"
    return ""


def _pip_environment(environ: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environ.items() if name not in _LEFT_OUT}
    return kept | {"PIP_REQUIRE_VIRTUALENV": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"}


def _leads_elsewhere(pip: Pip, environ: Mapping[str, str]) -> str:
    """Whether a settings file makes pip install outside of the environment."""
    said = _run_pip(pip, environ, "config", "list")[1]
    for line in said.splitlines():
        section, _, rest = line.partition(".")
        name = rest.partition("=")[0]
        if section in ("global", "install") and name in _ELSEWHERE and name != "user":
            return f"pip's settings have `{name}`, which leads out of the virtual environment"
    return ""


def _cannot_be_had(pips: Sequence[Pip], environ: Mapping[str, str]) -> str:
    """What is removed first must be there to be installed again."""
    if not any("uninstall" in pip.words for pip in pips):
        return ""
    for pip in pips:
        wanted = [word for word in pip.words[4:] if not word.startswith("-")]
        if pip.words[3:4] != ("install",) or not wanted:
            continue
        words = ("install", "-q", "--dry-run", "--ignore-installed", "--no-deps", *wanted)
        code, said = _run_pip(pip, environ, *words)
        if code and "no such option" not in said:
            last = (said.strip().splitlines() or [f"code {code}"])[-1]
            return f"nothing was removed, since pip could not install it again: {last[:200]}"
    return ""


def _run_pip(pip: Pip, environ: Mapping[str, str], *words: str) -> tuple[int, str]:
    try:
        run = subprocess.run(
            [pip.words[0], "-m", "pip", *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_CHECK_SECONDS,
            env=_pip_environment(environ),
            cwd=pip.venv,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, str(error)
    return run.returncode, (run.stdout + run.stderr).decode("utf-8", "replace")
