"""What is taught, as authors write it: course, sessions, lessons, steps.

The pydantic models below are the schema of the YAML files; `tftutor schema` exports them for editors.
Ids are stable and never reused: progress hangs on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from tftutor.course.checkspec import CheckSpec, read_check
from tftutor.course.violations import InvalidValue, Violation

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1)]
FolderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=60)]


class StrictModel(BaseModel):
    """A part of a file of the course: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StepLimits(StrictModel):
    """What one run of a step may use. Learners on slow machines get `--seconds` on top of it."""

    seconds: float = Field(default=30, gt=0, le=3600, description="wall clock, seconds")
    memory_mb: int = Field(default=3000, ge=500, description="memory of the run, TensorFlow included, MiB")
    output_kb: int = Field(default=1024, ge=1, description="text printed, KiB")


class Change(StrictModel):
    """A program given as an edit of the solution, or written out."""

    name: str = Field(default="", description="short name, for the author's gate and reports")
    change: dict[str, str] = Field(
        default_factory=dict,
        description="text of the solution -> what replaces it; each text must occur in it",
    )
    code: str = Field(default="", description="the whole program, where an edit does not say it")

    @model_validator(mode="after")
    def _one_way(self) -> Change:
        if bool(self.change) == bool(self.code):
            raise ValueError("give either `change` or `code`")
        return self

    def applied_to(self, solution: str) -> str:
        """The program. A text that does not occur in the solution raises ValueError naming it."""
        if self.code:
            return self.code
        program = solution
        for old, new in self.change.items():
            if old not in program:
                raise ValueError(f"the solution has no text {old!r} to change")
            program = program.replace(old, new)
        return program


class Mistake(Change):
    """A wrong program that learners really write, with the sentence that explains it."""

    name: Text
    says: Text = Field(description="what their program did and what to try; kind, exact, brief")


class Option(StrictModel):
    """One option of a choice. Each answers with its own sentence, the right ones too."""

    text: Text
    right: bool = False
    says: Text


class WrongAnswer(StrictModel):
    """An answer that learners really give to a number or text question, and what to say to it."""

    answer: str | float
    says: Text


class Answer(StrictModel):
    """The answer of a question that is not a choice. Exactly one of number, text, order."""

    number: float | None = None
    tolerance: float = Field(
        default=1e-3, ge=0, description="absolute distance from `number` that still counts"
    )
    text: str | None = Field(default=None, description="compared without regard to case, spaces and quotes")
    also: tuple[str, ...] = Field(default=(), description="other wordings of `text` that count")
    order: tuple[str, ...] | None = Field(
        default=None, description="the items in their right order; shown shuffled"
    )
    says: str = Field(default="", description="said when it is right")
    otherwise: str = Field(default="", description="said when it is not, and no `wrong` answer matches")
    wrong: tuple[WrongAnswer, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Answer:
        if sum(form is not None for form in (self.number, self.text, self.order)) != 1:
            raise ValueError("give exactly one of `number`, `text`, `order`")
        if self.order is not None and (len(self.order) < 3 or len(set(self.order)) < len(self.order)):
            raise ValueError("`order` needs at least three different items")
        return self


def _reader(looks_at: str) -> BeforeValidator:
    """Reads the checks of steps whose checks look at a program, or at the learner's machine."""

    def read(value: Any, info: Any) -> Any:
        if isinstance(value, CheckSpec):
            return value
        return read_check(value, (info.context or {}).get("kinds", {}), looks_at)

    return BeforeValidator(read)


CheckEntry = Annotated[Any, _reader("program")]
MachineCheckEntry = Annotated[Any, _reader("machine")]


class _Step(StrictModel):
    id: Id
    title: Text
    text: Text = Field(description="Markdown; at most a screen (80x24) before doing something")
    after: str = Field(default="", description="shown once the step is done: why it matters")
    words: tuple[str, ...] = Field(default=(), description="terms of the glossary first met here")
    minutes: float = Field(default=0, ge=0, description="time estimate; 0: by kind")
    optional: bool = Field(
        default=False,
        description="the learner's choice: not counted, and never what comes next; needs `minutes`",
    )

    @model_validator(mode="after")
    def _optional_says_how_long(self) -> _Step:
        if self.optional and not self.minutes:
            raise ValueError("an optional step says how long it takes: give `minutes`")
        return self


class _CodeStep(_Step):
    uses: tuple[str, ...] = Field(
        default=(), description="steps whose code runs before: `step`, `lesson/step` or `session/lesson/step`"
    )
    setup: str = Field(
        default="", description="code run before the learner's and after `uses`; the learner can see it"
    )
    data: tuple[str, ...] = Field(
        default=(), description="data sets that the code may load (names as in Keras)"
    )
    files: dict[str, str] = Field(
        default_factory=dict,
        description="file in the run folder -> the step (as in `uses`) whose attempt made it",
    )
    keeps: tuple[str, ...] = Field(
        default=(), description="files that a passed attempt leaves to the learner and to later steps"
    )
    resumes: tuple[FolderName, ...] = Field(
        default=(),
        description="folders (checkpoints) that a cancelled or cut run leaves to the next run of the step",
    )
    limits: StepLimits = StepLimits()
    seed: int = 0
    device: Literal["any", "gpu"] = "any"
    would_show: str = Field(
        default="", description="for `device: gpu`: what it would show, said on a machine without one"
    )
    instead: str = Field(
        default="", description="for `device: gpu`: the step that teaches the same on a CPU (as in `uses`)"
    )
    expensive: bool = Field(
        default=False,
        description="it trains for minutes: the author's gate tries it under one seed, unless told how many",
    )

    @model_validator(mode="after")
    def _settings_agree(self) -> _CodeStep:
        for key in ("would_show", "instead"):
            if getattr(self, key) and self.device != "gpu":
                raise InvalidValue([Violation((key,), f"`{key}` is for steps with `device: gpu`")])
        for number, folder in enumerate(self.resumes):
            if folder in self.resumes[:number]:
                raise InvalidValue([Violation(("resumes", number), f"`{folder}` is listed twice")])
            if folder in self.files:
                sentence = f"`{folder}` comes from an earlier step (`files`); resume from another folder"
                raise InvalidValue([Violation(("resumes", number), sentence)])
        return self


class Read(_Step):
    """Prose."""

    kind: Literal["read"]


class Run(_CodeStep):
    """A snippet to run, change and run again. Done once it has run."""

    kind: Literal["run"]
    code: Text


class Exercise(_CodeStep):
    """Code to write."""

    kind: Literal["exercise"]
    starter: Text
    solution: Text
    also: tuple[Change, ...] = Field(
        default=(), description="other right programs, which the gate proves right"
    )
    hints: tuple[Text, ...] = Field(min_length=3, description="from a nudge to nearly the answer")
    checks: tuple[CheckEntry, ...] = Field(min_length=1, description="cheap to expensive")
    mistakes: tuple[Mistake, ...] = Field(min_length=2)


class _Question(_Step):
    options: tuple[Option, ...] = ()
    answer: Answer | None = None

    @model_validator(mode="after")
    def _one_question(self) -> _Question:
        if bool(self.options) == bool(self.answer):
            raise ValueError("give either `options` or `answer`")
        if self.options and not any(o.right for o in self.options):
            raise ValueError("no option is right")
        if self.options and all(o.right for o in self.options):
            raise ValueError("every option is right")
        return self


class Predict(_Question, _CodeStep):
    """Say what a snippet will do, then run it."""

    kind: Literal["predict"]
    code: Text
    proof: str = Field(
        default="",
        description="Python expression that must be true after the code has run: proves the answer",
    )


class Quiz(_Question):
    """A choice, several, a number, a word, an order."""

    kind: Literal["quiz"]


class Task(_Step):
    """Something done outside the editor; its checks look at the machine."""

    kind: Literal["task"]
    hints: tuple[Text, ...] = Field(min_length=1)
    checks: tuple[MachineCheckEntry, ...] = Field(min_length=1, description="what must be so on the machine")
    proof: str = Field(
        default="",
        description="shell commands that do it, in an empty workspace: the author's gate runs them",
    )


AnyStep = Read | Run | Predict | Exercise | Quiz | Task
Step = Annotated[AnyStep, Field(discriminator="kind")]
CodeStep = Run | Predict | Exercise


class Lesson(StrictModel):
    """One YAML file."""

    id: Id
    title: Text
    minutes: int = Field(gt=0)
    summary: str = Field(default="", description="one line for the list of lessons")
    words: tuple[str, ...] = Field(
        default=(), description="terms of the glossary that this lesson introduces"
    )
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_once(self) -> Lesson:
        first: dict[str, int] = {}
        for place, step in enumerate(self.steps):
            earlier = first.setdefault(step.id, place)
            if earlier != place:
                sentence = f"two steps have the id `{step.id}`: steps {earlier + 1} and {place + 1}"
                raise InvalidValue([Violation(("steps", place, "id"), sentence)])
        return self


class SessionEntry(StrictModel):
    """A session as `course.yaml` lists it; its lessons are files `<session>/<lesson>.yaml`."""

    id: Id
    title: Text
    part: Literal["session", "topic", "lab"] = "session"
    lessons: tuple[Id, ...] = Field(min_length=1)


class CourseFile(StrictModel):
    """`course.yaml`."""

    format: Literal[1]
    id: Id
    title: Text
    sessions: tuple[SessionEntry, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Place:
    """Where something is in the course's files; ``line`` counts from 1."""

    file: Path
    line: int


@dataclass(frozen=True)
class StepRef:
    """A step with its full id, `session3/softmax-regression/train`, and where it was read from."""

    id: str
    step: AnyStep
    lesson: Lesson
    session: SessionEntry
    place: Place
    number: int  # in its lesson, from 1


@dataclass(frozen=True)
class Course:
    """All that is taught, in order. ``digest`` changes with any file of it."""

    id: str
    title: str
    folder: Path
    sessions: tuple[SessionEntry, ...]
    lessons: Mapping[str, Lesson]  # "session3/softmax-regression" -> lesson
    steps: Mapping[str, StepRef]  # full id -> step, in course order
    digest: str
