"""A package that pip installed."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from tftutor.checks.base import CheckResult
from tftutor.checks.machine import Machine, MachineCheck


class PackageCheck(MachineCheck):
    """It is installed where it should be, in a version that will do; read from files, nothing is imported."""

    kind: ClassVar[str] = "package"

    name: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", description="as pip calls it", examples=["tensorboard"]
    )
    at_least: str = Field("", pattern=r"^[\d.]*$", description="oldest version that will do")
    below: str = Field("", pattern=r"^[\d.]*$", description="first version that will no longer do")
    inside: str = Field(
        "",
        pattern=r"^([^/~.][^\\]*)?$",
        description="folder of a virtual environment in the workspace; empty: the Python of the programs",
    )

    def look(self, machine: Machine) -> CheckResult:
        from tftutor.doctor.installed import installed
        from tftutor.doctor.interpreter import interpreter
        from tftutor.doctor.versions import satisfies

        folder = machine.workspace / self.inside
        context = machine.with_python(folder / "bin" / "python") if self.inside else machine.context
        python = context.fact(interpreter)
        where = f"the environment {machine.shown(folder)}" if self.inside else "the Python of your programs"
        title = f"{self.name}{self._wanted()} is installed in {where}"
        if python.problem:
            make = f"python3 -m venv {machine.shown(folder)}"
            command = make if self.inside else "tftutor env-doctor --area python"
            reason = f"There is no Python that runs at {machine.shown(python.path)}."
            return self.failed(title, reason, command)
        install = f"{machine.shown(python.path)} -m pip install {self._requirement()}"
        found = context.fact(installed).get(self.name)
        if found is None:
            return self.failed(title, f"{self.name} is not installed in {where}.", install)
        if found.version is None or not satisfies(found.version, self._spec() or ">=0"):
            reason = f"{self.name} is there, in a version that will not do."
            return self.failed(
                title, reason, install, expected=self._wanted().strip(), seen=found.version_text
            )
        return self.passed(title, f"{found.name} {found.version_text}")

    def _wanted(self) -> str:
        least = f" {self.at_least} or later" if self.at_least else ""
        return f"{least}, before {self.below}" if self.below else least

    def _spec(self) -> str:
        bounds = [f">={self.at_least}" if self.at_least else "", f"<{self.below}" if self.below else ""]
        return ",".join(filter(None, bounds))

    def _requirement(self) -> str:
        return f"'{self.name}{self._spec()}'" if self._spec() else self.name
