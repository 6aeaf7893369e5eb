"""The course at a glance: what the home screen shows before the course itself has been read.

Reading the lessons takes a second on a slow machine. Their titles and counts are kept in the cache folder,
and hold as long as no file of the course has changed. Nothing here imports YAML or the course's model.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import tftutor
from tftutor.places import bundled_course
from tftutor.problems import UsageProblem
from tftutor.progress.records import StepState

if TYPE_CHECKING:
    from tftutor.course.model import AnyStep, Course, Lesson

COURSE_VARIABLE = "TFTUTOR_COURSE"
FORMAT = 3
LARGEST = 4_000_000
Standing = Literal["done", "tried", "opened", "new"]
# Minutes that a step takes where its author gives none, in proportion to each other.
_BY_KIND = {"read": 1.5, "run": 2, "predict": 2, "quiz": 1, "exercise": 5, "task": 4}


@dataclass(frozen=True)
class StepSummary:
    """A step. ``minutes``: its share of the lesson's time; an optional one's is beside it."""

    id: str
    title: str
    kind: str
    minutes: float
    gpu: bool = False
    optional: bool = False


@dataclass(frozen=True)
class LessonSummary:
    """A lesson, with its full id."""

    id: str
    title: str
    summary: str
    steps: tuple[StepSummary, ...]


@dataclass(frozen=True)
class SessionSummary:
    """A session, a topic or a lab."""

    id: str
    title: str
    part: str
    lessons: tuple[LessonSummary, ...]

    @property
    def steps(self) -> tuple[StepSummary, ...]:
        """All its steps, in order."""
        return tuple(step for lesson in self.lessons for step in lesson.steps)


@dataclass(frozen=True)
class Overview:
    """The whole course.

    ``data``: names of the data sets it uses. ``words``: (term, its sentence). ``pages``: (id, title) of
    the pages that stand beside the lessons.
    """

    id: str
    title: str
    sessions: tuple[SessionSummary, ...]
    data: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    pages: tuple[tuple[str, str], ...] = ()

    @cached_property
    def lessons(self) -> dict[str, tuple[SessionSummary, LessonSummary]]:
        """By full id, with the session."""
        return {lesson.id: (session, lesson) for session in self.sessions for lesson in session.lessons}

    @cached_property
    def steps(self) -> dict[str, StepSummary]:
        """By full id, in course order."""
        return {step.id: step for session in self.sessions for step in session.steps}

    def place_of(self, step: str) -> tuple[SessionSummary, LessonSummary, int]:
        """The session and the lesson of a step, and its number in the lesson, from 1."""
        session, lesson = self.lessons[step.rpartition("/")[0]]
        return session, lesson, [one.id for one in lesson.steps].index(step) + 1


@dataclass(frozen=True)
class OverviewProgress:
    """What progress says of the steps.

    ``opened``: ids of steps that were looked at. ``gpu``: this machine has one that programs may use.
    """

    overview: Overview
    states: Mapping[str, StepState]
    opened: Set[str]
    last: str | None
    gpu: bool = True

    def of(self, step: StepSummary) -> Standing:
        """As `Standings.of` says it."""
        return standing_of(step.kind, self.states.get(step.id), opened=step.id in self.opened)

    def counts(self, step: StepSummary) -> bool:
        """As `Standings.counts` says it."""
        state = self.states.get(step.id)
        return is_counted(optional=step.optional, gpu=step.gpu, gpu_here=self.gpu, state=state)

    def done(self, steps: Iterable[StepSummary]) -> int:
        """How many of those that count are done."""
        return sum(self.of(step) == "done" and self.counts(step) for step in steps)

    def total(self, steps: Iterable[StepSummary]) -> int:
        """How many count."""
        return sum(self.counts(step) for step in steps)

    def minutes_left(self, steps: Iterable[StepSummary]) -> float:
        """What those that count and are not done will take, by the estimates of the course."""
        return sum(step.minutes for step in steps if self.counts(step) and self.of(step) != "done")

    def current(self) -> StepSummary | None:
        """The step opened last if it is not done, else the first one after it that counts and is not."""
        steps = list(self.overview.steps.values())
        start = next((n for n, step in enumerate(steps) if step.id == self.last), 0)
        in_order = steps[start:] + steps[:start]
        return next((step for step in in_order if self.counts(step) and self.of(step) != "done"), None)


def standing_of(kind: str, state: StepState | None, *, opened: bool) -> Standing:
    """A step that is only read is done once it was opened; the others, once they were passed."""
    if (state and state.passed) or (kind == "read" and opened):
        return "done"
    if state and state.attempts:
        return "tried"
    return "opened" if opened else "new"


def is_counted(*, optional: bool, gpu: bool, gpu_here: bool, state: StepState | None) -> bool:
    """Whether a step is needed to finish its lesson: not where it is a choice, or wants a GPU in vain."""
    if optional:
        return False
    passed = state is not None and state.passed
    found_wanting = state is not None and state.blocked
    return passed or not gpu or (gpu_here and not found_wanting)


def optional_words(minutes: float) -> str:
    """`optional, about 5 min`"""
    return f"optional, about {max(1, round(minutes))} min"


def course_folder(environ: Mapping[str, str] | None = None) -> Path:
    """The folder of the course: the one that `TFTUTOR_COURSE` names, or the one that tftutor brings.

    Raises UsageProblem when the variable names no folder.
    """
    named = (os.environ if environ is None else environ).get(COURSE_VARIABLE)
    if named and not Path(named).is_dir():
        raise UsageProblem(
            f"{COURSE_VARIABLE} names {named}, and there is no such folder.",
            f"Correct it, or remove it with: unset {COURSE_VARIABLE}",
        )
    return Path(named).absolute() if named else bundled_course()


def overview_of(
    course: Course, words: Sequence[tuple[str, str]] = (), pages: Sequence[tuple[str, str]] = ()
) -> Overview:
    """The overview of a course that has been read."""
    sessions = tuple(
        SessionSummary(
            entry.id, _line(entry.title), entry.part,
            tuple(
                _lesson(full, course.lessons[full])
                for full in (f"{entry.id}/{id}" for id in entry.lessons)
                if full in course.lessons
            ),
        )
        for entry in course.sessions
    )  # fmt: skip
    used = (name for ref in course.steps.values() for name in getattr(ref.step, "data", ()))
    return Overview(
        course.id, _line(course.title), sessions, tuple(dict.fromkeys(used)), tuple(words), tuple(pages)
    )


def cached(folder: Path, cache: Path) -> Overview | None:
    """What is kept of the course in ``folder``; None when there is nothing, or a file has changed since."""
    try:
        with _file(folder, cache).open("rb") as opened:
            kept = json.loads(opened.read(LARGEST))
        if kept["format"] != FORMAT or kept["tftutor"] != tftutor.__version__:
            return None
        if kept["files"] != _stamps(folder, kept["files"]):
            return None
        return _overview(kept["overview"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def keep(overview: Overview, folder: Path, cache: Path) -> None:
    """Keeps it for `cached`. Raises OSError; the cache is then as it was."""
    from tftutor.files import write_whole

    names = ["course.yaml", "glossary.yaml", "pages.yaml", *(f"{id}.yaml" for id in overview.lessons)]
    data = {
        "format": FORMAT,
        "tftutor": tftutor.__version__,
        "folder": str(folder),
        "files": _stamps(folder, names),
        "overview": asdict(overview),
    }
    file = _file(folder, cache)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))


def _line(text: str) -> str:
    return " ".join(text.split())


def _lesson(id: str, lesson: Lesson) -> LessonSummary:
    weights = [step.minutes or _BY_KIND[step.kind] for step in lesson.steps]
    needed = [weight for weight, step in zip(weights, lesson.steps, strict=True) if not step.optional]
    scale = lesson.minutes / sum(needed) if needed else 1.0
    shares = [
        weight if step.optional else round(weight * scale, 2)
        for weight, step in zip(weights, lesson.steps, strict=True)
    ]
    steps = tuple(_steps(id, lesson.steps, shares))
    return LessonSummary(id, _line(lesson.title), _line(lesson.summary), steps)


def _steps(lesson: str, steps: Sequence[AnyStep], minutes: Sequence[float]) -> Iterator[StepSummary]:
    for step, share in zip(steps, minutes, strict=True):
        gpu = getattr(step, "device", "any") == "gpu"
        yield StepSummary(f"{lesson}/{step.id}", _line(step.title), step.kind, share, gpu, step.optional)


def _file(folder: Path, cache: Path) -> Path:
    name = hashlib.sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return cache / "overviews" / f"{name}.json"


def _stamps(folder: Path, names: Iterable[str]) -> dict[str, list[int] | None]:
    """Size and time of change of each file; None for one that is not there."""
    found: dict[str, list[int] | None] = {}
    for name in names:
        try:
            stat = (folder / name).stat()
            found[name] = [stat.st_size, stat.st_mtime_ns]
        except OSError:
            found[name] = None
    return found


def _overview(data: Mapping[str, Any]) -> Overview:
    sessions = tuple(
        SessionSummary(
            one["id"], one["title"], one["part"],
            tuple(
                LessonSummary(
                    lesson["id"], lesson["title"], lesson["summary"],
                    tuple(StepSummary(**step) for step in lesson["steps"]),
                )
                for lesson in one["lessons"]
            ),
        )
        for one in data["sessions"]
    )  # fmt: skip
    words = tuple((word, says) for word, says in data["words"])
    pages = tuple((id, title) for id, title in data["pages"])
    return Overview(data["id"], data["title"], sessions, tuple(data["data"]), words, pages)
