"""What every kind of check is made of: probes, perhaps a follow-up program, and a judge.

A kind is one module with one class, a pydantic model whose fields are what authors write in a
lesson's YAML. It never runs anything itself: the tutor runs its probes in the learner's sandbox and
its follow-up in a second, clean one, and hands the evidence to `judge`.

The checks of a `task` look at the learner's machine instead; see `machine.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from tftutor.runtime.evidence import Evidence
from tftutor.runtime.program import Probe

if TYPE_CHECKING:
    import numpy

    from tftutor.checks.observed import Raised

Status = Literal["passed", "failed", "skipped", "broken"]
LooksAt = Literal["program", "machine"]


@dataclass(frozen=True)
class CheckResult:
    """What one check says, in words for the learner.

    title     what it shows, as a statement that is true when it passes ("y is a single number")
    reason    why it failed, one sentence
    expected  what was expected, short, perhaps with shape
    seen      what was seen
    advice    what to try
    line      the learner's line it is about, counted from 1
    commands  what fixes it, each a line for the learner's shell (checks of the machine)
    measured  the figures behind a threshold, for reports and the author's gate:
              {"value": 0.0694, "pass_mark": 0.075, "reference": 0.0694}
    """

    kind: str
    title: str
    status: Status
    reason: str = ""
    expected: str = ""
    seen: str = ""
    advice: str = ""
    line: int | None = None
    measured: dict[str, float] = field(default_factory=dict)
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mismatch:
    """What is not as it should be: the rung of the ladder that was missed, in words.

    line  the learner's line it is about, counted from 1; None for the line the check is about
    """

    rung: str
    reason: str
    expected: str = ""
    seen: str = ""
    advice: str = ""
    line: int | None = None


@dataclass(frozen=True)
class FollowUp:
    """A program to run in a second clean sandbox, on files that the learner's run left behind.

    files     names in the run folder to carry over (kept files)
    probe     evaluated there; its context's folder holds the files
    held_out  (data set, split): the inputs of that split are in the folder as ``held_out.npy``;
              the labels stay with the tutor
    first     where it is given, the learner's own program is run again, on the files as this probe left
              them in a sandbox of its own; its report is found beside that of ``probe``
    """

    files: tuple[str, ...]
    probe: Probe
    held_out: tuple[str, str] | None = None
    first: Probe | None = None


@dataclass(frozen=True)
class CheckInput:
    """What one check judges.

    seen       the evidence of the attempt
    expected   the evidence of the step's solution, where the check wants it
    follow_up  the evidence of the check's own follow-up program, if it has one
    prefix     distinguishes this check's probes from those of the step's other checks
    labels     (data set, split) -> the true labels, an integer array of shape (n,)
    stand_in   the data sets of this step are generated stand-ins
    """

    seen: Evidence
    expected: Evidence | None = None
    follow_up: Evidence | None = None
    prefix: str = ""
    labels: Callable[[str, str], numpy.ndarray[Any, Any]] | None = None
    stand_in: bool = False

    def value(self, name: str) -> Any:
        """What the attempt's probe ``name`` reported; None when it did not get that far."""
        return self.seen.values.get(self.prefix + name)

    def expected_value(self, name: str) -> Any:
        """What the same probe reported of the solution."""
        return self.expected.values.get(self.prefix + name) if self.expected else None


class Check(BaseModel, ABC):
    """One thing that a step must show. Subclasses set ``kind``, declare fields, and judge.

    measures_rate  its figures are shares of 1, which people read as per cent
    shows_board    it is about what was logged for TensorBoard, so a step with it has a board
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ClassVar[str]
    looks_at: ClassVar[LooksAt] = "program"
    measures_rate: ClassVar[bool] = False
    shows_board: ClassVar[bool] = False

    def wants_solution(self) -> bool:
        """Whether `CheckInput.expected` must be there for `judge`."""
        return False

    def probes(self) -> Sequence[Probe]:
        """What to evaluate after the learner's code. Names need only be unique in this check."""
        return ()

    def keep(self) -> Sequence[str]:
        """Glob patterns of files in the run folder that `judge` or the follow-up needs."""
        return ()

    def follow_up(self) -> FollowUp | None:
        """A program to run on what was left behind, in a second sandbox."""
        return None

    @abstractmethod
    def judge(self, given: CheckInput) -> CheckResult:
        """What the evidence says. Called only when the attempt's code ended normally."""

    def raised(self, given: CheckInput) -> Raised | None:
        """The exception in which this check's own look at the attempt ended, if it did.

        The same slip may end one program at its own last line and another only when a check calls it.
        """
        return None

    @abstractmethod
    def same(self, one: CheckInput, other: CheckInput) -> bool:
        """Whether two attempts did the same thing, as far as this check can see.

        Used to recognise a mistake: ``one`` is the learner's attempt, ``other`` the known mistake.
        """
