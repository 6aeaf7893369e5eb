"""A virtual environment that the learner made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tftutor.checks.base import CheckResult
from tftutor.checks.machine import Machine, MachineCheck

if TYPE_CHECKING:
    from tftutor.doctor.context import Context


class EnvironmentCheck(MachineCheck):
    """Its folder is there, its Python runs and belongs to it, and it has pip."""

    kind: ClassVar[str] = "environment"

    folder: str = Field(
        pattern=r"^[^/~.][^\\]*$",
        description="its folder, seen from the learner's workspace",
        examples=["first-env"],
    )

    def look(self, machine: Machine) -> CheckResult:
        from tftutor.doctor.interpreter import interpreter

        folder = machine.workspace / self.folder
        shown = machine.shown(folder)
        title = f"{shown} is a virtual environment with a Python and a pip of its own"
        make = f"python3 -m venv {shown}"
        remake = f"python3 -m venv --clear {shown}"
        if not folder.is_dir():
            return self.failed(title, f"There is no folder {shown} yet.", make)
        if not (folder / "pyvenv.cfg").is_file():
            reason = f"{shown} is a folder, but no virtual environment: it has no file pyvenv.cfg."
            return self.failed(title, reason, f"mv {shown} {shown}-old", make)
        context = machine.with_python(folder / "bin" / "python")
        python = context.fact(interpreter)
        if python.problem:
            reason = f"The Python in {shown} does not run. Environments cannot be moved; make it again."
            return self.failed(title, reason, remake, seen=python.words or python.problem)
        if not _same_folder(python.prefix, folder):
            reason = f"The Python in {shown} takes its packages from somewhere else. Make it again."
            return self.failed(title, reason, remake, seen=python.prefix)
        if not has_pip(context):
            reason = f"The environment in {shown} has no pip. On Ubuntu, a package is missing first."
            return self.failed(title, reason, "sudo apt install python3-venv", remake)
        version = ".".join(map(str, python.version or ()))
        return self.passed(title, f"Python {version}")


def has_pip(context: Context) -> bool:
    """Whether pip is installed for the context's Python."""
    from tftutor.doctor.installed import installed

    return context.fact(installed).get("pip") is not None


def _same_folder(one: str, other: Path) -> bool:
    try:
        return other.samefile(one)
    except OSError:
        return False
