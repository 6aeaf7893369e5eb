"""Looks at the learner's machine for a `task`: every check side by side, each with a time limit."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from tftutor.checks.base import CheckResult
from tftutor.checks.machine import Machine, MachineCheck
from tftutor.course.model import StepRef
from tftutor.runtime import Cancel
from tftutor.tutor.verdict import Verdict
from tftutor.tutor.verdict_sentences import headline_of, passed_headline

_GLANCE = 0.05  # seconds between two looks at whether the learner has stopped it


class _CheckThread(threading.Thread):
    """A daemon, so that a look that hangs does not keep the process from ending."""

    def __init__(self, check: MachineCheck, machine: Machine) -> None:
        super().__init__(name=f"look {check.kind}", daemon=True)
        self.check = check
        self.began = time.monotonic()
        self.result: CheckResult | None = None
        self.failure: Exception | None = None
        self._machine = machine

    def run(self) -> None:
        try:
            self.result = self.check.look(self._machine)
        except Exception as error:  # noqa: BLE001 - raised again where somebody sees it
            self.failure = error

    @property
    def is_over(self) -> bool:
        return not self.is_alive() or time.monotonic() - self.began > self.check.seconds

    def said(self) -> CheckResult:
        """Its result; when there is none yet, that it took too long."""
        if self.failure is not None:
            raise self.failure
        if self.result is not None:
            return self.result
        reason = f"This look at the machine did not end within {self.check.seconds:g} s. Try once more."
        title = self.check.title or f"the check `{self.check.kind}`"
        return CheckResult(self.check.kind, title, "failed", reason, commands=("tftutor env-doctor",))


def inspect(checks: Sequence[MachineCheck], machine: Machine, cancel: Cancel | None = None) -> Verdict:
    """The verdict on a task. Takes no longer than its slowest check may, and ends soon after ``cancel``."""
    looking = [_CheckThread(check, machine) for check in checks]
    for one in looking:
        one.start()
    while not all(one.is_over for one in looking):
        if cancel and cancel.requested:
            return Verdict("failed", "You stopped it before its end.")
        time.sleep(_GLANCE)
    return verdict_of_looks([one.said() for one in looking])


def verdict_of_looks(results: Sequence[CheckResult]) -> Verdict:
    """Passed if every check passed; blocked where all that is missing cannot be had on this machine."""
    checks = tuple(results)
    failed = next((r for r in checks if r.status in ("failed", "broken")), None)
    if failed:
        return Verdict("failed", headline_of(failed), failed.advice, checks)
    held_up = next((r for r in checks if r.status == "skipped"), None)
    if held_up:
        advice = "Read on: no later step waits for this one."
        if held_up.commands:
            advice += f" Or install it: {held_up.commands[0]}"
        return Verdict("blocked", headline_of(held_up), advice, checks)
    return Verdict("passed", passed_headline(len(checks)), checks=checks)


def machine_checks_of(ref: StepRef) -> list[MachineCheck]:
    """The checks of a task, in the lesson's order."""
    checks = [entry.params for entry in getattr(ref.step, "checks", ())]
    for check in checks:
        if not isinstance(check, MachineCheck):
            raise TypeError(f"{ref.id}: a check was loaded without its kind")
    return checks
