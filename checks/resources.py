"""Resources on the disk and in memory."""

from __future__ import annotations

import os
import re
from typing import ClassVar

from pydantic import Field

from tftutor.checks.base import CheckResult
from tftutor.checks.machine import Machine, MachineCheck

_GIB = 1 << 30


class ResourcesCheck(MachineCheck):
    """Enough is free, in GiB: on the disk of the workspace, and of memory."""

    kind: ClassVar[str] = "resources"

    disk: float = Field(1.0, ge=0, description="least room on the disk, GiB")
    memory: float = Field(1.5, ge=0, description="least memory that programs can still have, GiB")

    def look(self, machine: Machine) -> CheckResult:
        from tftutor.doctor.folders import existing_parent
        from tftutor.doctor.interpreter import interpreter

        title = f"{self.disk:g} GB of disk and {self.memory:g} GB of memory are free"
        folder = existing_parent(machine.workspace)
        status = os.statvfs(folder)
        disk = status.f_bavail * status.f_frsize / _GIB
        memory = _free_memory(machine)
        seen = f"{disk:.1f} GB of disk, {memory:.1f} GB of memory"
        if disk < self.disk:
            python = machine.shown(machine.context.fact(interpreter).path)
            return self.failed(
                title,
                "There is too little room left on the disk. pip keeps copies that can go.",
                f"{python} -m pip cache purge",
                f"du -xh --max-depth=2 {machine.shown(folder)} | sort -h | tail",
                seen=seen,
            )
        if memory < self.memory:
            return self.failed(
                title,
                "There is too little memory left. See what takes it, and end what you no longer need.",
                "ps -eo pid,user,rss,comm --sort=-rss | head",
                seen=seen,
            )
        return self.passed(title, seen)


def _free_memory(machine: Machine) -> float:
    """What programs can still have, GiB; infinite where the machine does not say."""
    found = re.search(
        r"^MemAvailable:\s+(\d+) kB$", machine.context.system.text("/proc/meminfo"), re.MULTILINE
    )
    return int(found[1]) * 1024 / _GIB if found else float("inf")
