"""A file that the learner wrote in their workspace, outside the editor of a step."""

from __future__ import annotations

import re
from typing import ClassVar

from pydantic import Field, field_validator

from tftutor.checks import words
from tftutor.checks.base import CheckResult
from tftutor.checks.machine import Machine, MachineCheck

_MOST = 256 * 1024


class WorkspaceFileCheck(MachineCheck):
    """It is there, is a plain file, and holds what it should."""

    kind: ClassVar[str] = "workspace_file"

    path: str = Field(
        pattern=r"^[^/~.][^\\]*$",
        description="seen from the learner's workspace",
        examples=["notes/first.txt"],
    )
    contains: str = Field("", description="text that it must contain")
    matches: str = Field("", description="regular expression that some line of it must fit, as a whole")
    expected: str = Field("", description="what should be in it, in words for the learner")
    lines: int = Field(1, ge=0, description="least number of lines that are not empty")
    how: tuple[str, ...] = Field((), description="commands, run in the workspace, that would write it")

    @field_validator("matches")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        return pattern

    def look(self, machine: Machine) -> CheckResult:
        file = machine.workspace / self.path
        shown = machine.shown(file)
        title = f"{shown} is there, and holds what it should"
        go = (f"cd {machine.shown(machine.workspace)}", *self.how) if self.how else ()
        if not file.exists():
            return self.failed(title, f"There is no file {shown} yet.", *go)
        if not file.is_file():
            return self.failed(title, f"{shown} is a folder, not a file.", f"mv {shown} {shown}-old", *go)
        try:
            with file.open("rb") as stream:
                text = stream.read(_MOST).decode("utf-8", "replace")
        except OSError as error:
            return self.failed(title, f"{shown} cannot be read: {error.strerror}.", f"chmod u+r {shown}")
        filled = [line.strip() for line in text.splitlines() if line.strip()]
        seen = words.clipped(filled[0], 60) if filled else "an empty file"
        if len(filled) < self.lines:
            reason = f"{shown} has fewer lines than it should."
            return self.failed(title, reason, *go, expected=words.count(self.lines, "line"), seen=seen)
        found = any(re.fullmatch(self.matches, line) for line in filled) if self.matches else True
        if self.contains not in text or not found:
            reason = f"{shown} is there, but has something else in it."
            wanted = self.expected or self.contains or self.matches
            return self.failed(title, reason, *go, expected=wanted, seen=seen)
        return self.passed(title, seen)
