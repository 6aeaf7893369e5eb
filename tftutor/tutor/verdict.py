"""What the tutor answers to an attempt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tftutor.checks.base import CheckResult
from tftutor.course.model import StepRef
from tftutor.runtime.evidence import Evidence, ProgramError

VerdictStatus = Literal["passed", "failed", "blocked", "broken", "timeout"]


@dataclass(frozen=True)
class Verdict:
    """What the checks say of an attempt.

    headline  the reason, one sentence: the mistake's where one is recognised
    advice    what to try next, where there is something to say
    checks    every check's result, in the lesson's order
    mistake   the name of the recognised mistake, or ""
    error     the exception that ended the program, cut to the learner's lines
    """

    status: VerdictStatus
    headline: str
    advice: str = ""
    checks: tuple[CheckResult, ...] = ()
    mistake: str = ""
    error: ProgramError | None = None

    @property
    def first_failed(self) -> CheckResult | None:
        """The check whose sentence is shown: the first that did not pass."""
        return next((c for c in self.checks if c.status in ("failed", "broken")), None)


@dataclass(frozen=True)
class DataUsed:
    """A data set an attempt ran on, and whether it was a stand-in."""

    name: str
    stand_in: bool
    origin: str


@dataclass(frozen=True)
class Attempt:
    """A learner's code, its run, its verdict.

    reused  the evidence is that of an earlier equal run
    note    something to say with the verdict, whatever it is
    """

    ref: StepRef
    code: str
    verdict: Verdict
    evidence: Evidence | None = None
    seed: int = 0
    data: tuple[DataUsed, ...] = field(default=())
    reused: bool = False
    note: str = ""

    @property
    def data_source(self) -> str:
        """`real`, `stand-in`, or "" where the step uses no data set."""
        if not self.data:
            return ""
        return "stand-in" if any(d.stand_in for d in self.data) else "real"
