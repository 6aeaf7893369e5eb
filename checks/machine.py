"""What a check of a `task` is made of: a look at the learner's own machine.

Such a kind has no probes and no judge of evidence. It looks, in the tutor's process, for a few seconds at
the most, and says what it saw. It changes nothing and asks nothing outside this machine.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from tftutor.checks.base import CheckResult, LooksAt

if TYPE_CHECKING:
    from tftutor.doctor.context import Context


@dataclass(frozen=True)
class Machine:
    """What the checks of one look share.

    workspace  the folder of the learner's own files
    context    the doctor's: the Python that runs the learner's programs, what is installed there, /proc;
               facts are found once, whichever check asks first
    stopped    whether the learner no longer wants to know
    """

    workspace: Path
    context: Context
    stopped: Callable[[], bool] = lambda: False

    @staticmethod
    def here(
        workspace: Path, python: str | None = None, stopped: Callable[[], bool] = lambda: False
    ) -> Machine:
        """This machine, as it is now. ``python``: as the doctor's; None for the settings' own."""
        from tftutor.doctor.context import Context
        from tftutor.doctor.model import Options
        from tftutor.doctor.system import System

        return Machine(workspace, Context(System(), Options(python=python)), stopped)

    def with_python(self, python: Path) -> Context:
        """The doctor's context for another interpreter on this machine."""
        from tftutor.doctor.context import Context
        from tftutor.doctor.model import Options

        return Context(self.context.system, Options(python=str(python)))

    def shown(self, path: str | Path) -> str:
        """A path as people write it in a shell: the home folder as `~`, odd characters quoted."""
        import shlex

        home = self.context.system.home
        if home is not None and Path(path).is_relative_to(home) and Path(path) != home:
            return f"~/{shlex.quote(str(Path(path).relative_to(home)))}"
        return shlex.quote(str(path))


class MachineCheck(BaseModel, ABC):
    """One thing that must be so on this machine. Subclasses set ``kind``, declare fields, and look.

    ``seconds``: after that long the look is given up, and the learner is told so.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    kind: ClassVar[str]
    looks_at: ClassVar[LooksAt] = "machine"
    seconds: ClassVar[float] = 10.0

    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    @abstractmethod
    def look(self, machine: Machine) -> CheckResult:
        """What is so. ``skipped`` for what cannot be had here, with the reason: no step waits for it."""

    def passed(self, title: str, seen: str = "") -> CheckResult:
        """It is as it should be."""
        return CheckResult(self.kind, self.title or title, "passed", seen=seen)

    def failed(
        self,
        title: str,
        reason: str,
        *commands: str,
        expected: str = "",
        seen: str = "",
        advice: str = "",
    ) -> CheckResult:
        """Not yet, with the commands that do it."""
        return CheckResult(
            self.kind, self.title or title, "failed", reason, expected, seen, advice, commands=commands
        )
