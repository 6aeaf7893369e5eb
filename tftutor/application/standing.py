"""How far the learner is in each step, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from tftutor.application.overview import Standing as Standing
from tftutor.application.overview import is_counted, optional_words, standing_of
from tftutor.course.model import Course, Exercise, Predict, Quiz, Read, Run, StepRef, Task
from tftutor.progress.records import StepState

GLYPHS: dict[Standing, str] = {"done": "✓", "tried": "◐", "opened": "◐", "new": "○"}
STYLES: dict[Standing, str] = {"done": "green", "tried": "yellow", "opened": "", "new": "dim"}


@dataclass(frozen=True)
class Standings:
    """What progress says of the steps of a course.

    ``opened``: ids of steps that were looked at. ``gpu``: this machine has one that programs may use.
    """

    course: Course
    states: Mapping[str, StepState]
    opened: Set[str]
    last: str | None
    gpu: bool = True

    def state(self, ref: StepRef) -> StepState:
        """What progress holds on a step."""
        return self.states.get(ref.id) or StepState(ref.id)

    def of(self, ref: StepRef) -> Standing:
        """A step that is only read is done once it was opened; the others, once they were passed."""
        return standing_of(ref.step.kind, self.states.get(ref.id), opened=ref.id in self.opened)

    def word(self, ref: StepRef) -> str:
        """The standing in a word that fits the kind of step."""
        standing = self.of(ref)
        if standing == "done":
            return "read" if isinstance(ref.step, Read) else "ran" if isinstance(ref.step, Run) else "passed"
        return {"tried": "not yet", "opened": "begun", "new": "new"}[standing]

    def counts(self, ref: StepRef) -> bool:
        """Whether the step is one of those that finish a lesson: no choice, and possible on this machine."""
        return is_counted(
            optional=ref.step.optional,
            gpu=getattr(ref.step, "device", "any") == "gpu",
            gpu_here=self.gpu,
            state=self.states.get(ref.id),
        )

    def done(self, refs: Iterable[StepRef]) -> int:
        """How many of the steps that count are done."""
        return sum(self.of(ref) == "done" and self.counts(ref) for ref in refs)

    def total(self, refs: Iterable[StepRef]) -> int:
        """How many of the steps count."""
        return sum(self.counts(ref) for ref in refs)

    def aside(self, ref: StepRef) -> str:
        """Why the step does not count, in a few words: `optional, about 5 min`; empty where it does."""
        if ref.step.optional:
            return optional_words(ref.step.minutes)
        return "" if self.counts(ref) else "needs a GPU"

    def current(self) -> StepRef | None:
        """The step opened last, whether done or not; else the next one."""
        return self.course.steps.get(self.last or "") or self.next()

    def next(self) -> StepRef | None:
        """The first step that counts and is not done, from the one opened last on; None when all are done."""
        refs = list(self.course.steps.values())
        start = next((n for n, ref in enumerate(refs) if ref.id == self.last), 0)
        in_order = refs[start:] + refs[:start]
        return next((ref for ref in in_order if self.counts(ref) and self.of(ref) != "done"), None)

    def after(self, ref: StepRef) -> StepRef | None:
        """The step that stands after this one in the course."""
        ids = list(self.course.steps)
        place = ids.index(ref.id) + 1
        return self.course.steps[ids[place]] if place < len(ids) else None


def command_for(ref: StepRef, standing: Standing) -> str:
    """The command that takes this step one step further."""
    if standing == "new":
        return f"tftutor show {ref.id}"
    return doing(ref)


def doing(ref: StepRef) -> str:
    """The command that does what the step asks for."""
    if isinstance(ref.step, Exercise | Task):
        return f"tftutor check {ref.id}"
    if isinstance(ref.step, Run):
        return f"tftutor run {ref.id}"
    if isinstance(ref.step, Predict | Quiz):
        return f"tftutor answer {ref.id} ANSWER"
    return f"tftutor show {ref.id}"


def steps_of(course: Course, prefix: str) -> list[StepRef]:
    """The steps of a session or a lesson, by its full id."""
    return [ref for id, ref in course.steps.items() if id.startswith(f"{prefix}/")]


def position(ref: StepRef) -> str:
    """`Softmax regression, step 7 of 14`."""
    return f"{ref.lesson.title}, step {ref.number} of {len(ref.lesson.steps)}"


def effort(standings: Standings, refs: Iterable[StepRef]) -> str:
    """What the steps took so far: `3 attempts, 1 hint, 1 solution seen`; empty where nothing was tried."""
    states = [standings.state(ref) for ref in refs]
    counts = [
        (sum(state.attempts for state in states), "attempt", "attempts"),
        (sum(state.hints for state in states), "hint", "hints"),
        (sum(state.solution_seen for state in states), "solution seen", "solutions seen"),
    ]
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
