"""A clean bill from `tftutor env-doctor`."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from tftutor.checks.base import CheckResult
from tftutor.checks.machine import Machine, MachineCheck


class DoctorCheck(MachineCheck):
    """The doctor finds nothing of severity error. What it warns of does not count."""

    kind: ClassVar[str] = "doctor"
    seconds: ClassVar[float] = 20.0

    areas: tuple[str, ...] = Field((), description="what to look at; empty: everything but `deep`")
    ignore: tuple[str, ...] = Field((), description="ids of findings that do not count here")

    def look(self, machine: Machine) -> CheckResult:
        from tftutor.doctor import Options, diagnose

        options = Options(
            python=machine.context.options.python,
            areas=self.areas,
            ignore=self.ignore,
            limit=self.seconds / 2,
        )
        report = diagnose(options, machine.context.system)
        title = "the doctor finds nothing that would stop you"
        first = next((root for root in report.roots if root.severity == "error"), None)
        if first is None:
            warnings = sum(root.severity == "warning" for root in report.roots)
            return self.passed(title, f"{warnings} warning{'s' if warnings != 1 else ''}" if warnings else "")
        remedy = first.remedies[0] if first.remedies else None
        return self.failed(
            title,
            f"{first.entry.title}. {first.entry.cause}",
            *(remedy.commands if remedy else ()),
            f"tftutor env-doctor explain {first.id}",
            seen=first.evidence,
            advice=remedy.note if remedy else "",
        )
