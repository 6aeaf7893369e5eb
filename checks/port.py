"""A port of this machine: free, or in use."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from tftutor.checks.base import CheckResult
from tftutor.checks.machine import Machine, MachineCheck


class PortCheck(MachineCheck):
    """A program could listen there, or one does."""

    kind: ClassVar[str] = "port"

    number: int = Field(ge=1, le=65535, description="the port", examples=[6006])
    state: Literal["free", "in use"] = Field("free", description="what it should be")

    def look(self, machine: Machine) -> CheckResult:
        from tftutor.doctor.ports import is_taken, listener

        title = f"port {self.number} of this machine is {self.state}"
        taken = is_taken(self.number)
        if taken == (self.state == "in use"):
            return self.passed(title)
        if not taken:
            return self.failed(title, f"Nobody listens on port {self.number}.", seen="free")
        who = listener(machine.context.system, self.number)
        if who is None or not who.process:
            reason = f"Port {self.number} is taken, by a program of another user. Use another port."
            return self.failed(title, reason, f"ss -ltn 'sport = :{self.number}'", seen="in use")
        reason = (
            f"Port {self.number} is taken by {who.words}, process {who.process}. End it if you can spare it."
        )
        return self.failed(title, reason, f"kill {who.process}", seen="in use")
