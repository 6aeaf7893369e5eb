"""The Python that runs the learner's programs."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from tftutor.checks.base import CheckResult
from tftutor.checks.machine import Machine, MachineCheck


class InterpreterCheck(MachineCheck):
    """It runs, its version will do, and TensorFlow is installed there; nothing is imported."""

    kind: ClassVar[str] = "interpreter"

    at_least: str = Field("3.10", pattern=r"^3\.\d+$", description="oldest version that will do")
    at_most: str = Field("3.13", pattern=r"^3\.\d+$", description="newest version that will do")
    tensorflow: str = Field(
        "", pattern=r"^(\d+\.\d+)?$", description="oldest TensorFlow that will do; empty: none is needed"
    )

    def look(self, machine: Machine) -> CheckResult:
        from tftutor.doctor.interpreter import interpreter

        python = machine.context.fact(interpreter)
        title = f"Python {self.at_least} to {self.at_most} runs your programs"
        if self.tensorflow:
            title += f", with TensorFlow {self.tensorflow} or later"
        where = machine.shown(python.path)
        if python.problem or python.version is None:
            said = python.words or python.problem or "it does not say its version"
            reason = f"The Python at {where} (named by {python.named_by}) does not run."
            return self.failed(title, reason, "tftutor env-doctor --area python", seen=said)
        version = ".".join(map(str, python.version))
        if not _minor(self.at_least) <= python.version[:2] <= _minor(self.at_most):
            return self.failed(
                title,
                f"The Python at {where} is of another version than this course was written for.",
                "tftutor env-doctor --area python",
                expected=f"{self.at_least} to {self.at_most}",
                seen=version,
            )
        seen = f"Python {version} at {where}"
        return self._with_tensorflow(machine, title, seen) if self.tensorflow else self.passed(title, seen)

    def _with_tensorflow(self, machine: Machine, title: str, seen: str) -> CheckResult:
        from tftutor.doctor.interpreter import interpreter
        from tftutor.doctor.tensorflow_packages import RECOMMENDED, tensorflow

        found = tensorflow(machine.context)
        install = f"{machine.shown(machine.context.fact(interpreter).path)} -m pip install '{RECOMMENDED}'"
        wanted = f"TensorFlow {self.tensorflow} or later"
        if found is None:
            return self.failed(title, "This Python has no TensorFlow.", install, expected=wanted, seen=seen)
        if found.minor < _minor(self.tensorflow):
            reason = "This Python has an older TensorFlow than the course was written for."
            return self.failed(
                title, reason, install, expected=wanted, seen=f"{found.name} {found.version_text}"
            )
        return self.passed(title, f"{seen}, with {found.name} {found.version_text}")


def _minor(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
