"""The course read from its folder, with everything in it that is not in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tftutor.course.explain import explain
from tftutor.course.facts import ANY_HOST, FACTS_FOLDER, Facts, read_facts
from tftutor.course.files import read_file
from tftutor.course.model import Course, CourseFile, Lesson, Place, SessionEntry, StepRef
from tftutor.course.references import check_references
from tftutor.course.scope import find, find_step
from tftutor.course.violations import Violation
from tftutor.nearest import nearest
from tftutor.places import bundled_course
from tftutor.problems import CourseProblem
from tftutor.yamlfile import NodePath, YamlFile

__all__ = [
    "course_folder_of",
    "default_folder",
    "find",
    "find_step",
    "load_all_problems",
    "load_course",
    "load_lesson_file",
    "load_lesson_problems",
]

Kinds = Mapping[str, type[BaseModel]]
NO_KINDS: Kinds = MappingProxyType({})
COURSE_FILE = "course.yaml"
_Model = TypeVar("_Model", bound=BaseModel)


def default_folder() -> Path:
    """Return the folder of the course that comes with tftutor."""
    return bundled_course()


def load_course(folder: Path, kinds: Kinds = NO_KINDS, host: Mapping[str, str] = ANY_HOST) -> Course:
    """The course in ``folder``. Raises the first CourseProblem, which says how many more there are.

    ``kinds``: kind of check -> its model. Without them the settings of checks stay unread.
    ``host``: what texts quote of the machine they are shown on, see `facts.py`.
    """
    return _without_problems(*load_all_problems(folder, kinds, host))


def load_all_problems(
    folder: Path, kinds: Kinds = NO_KINDS, host: Mapping[str, str] = ANY_HOST
) -> tuple[Course | None, list[CourseProblem]]:
    """The course in ``folder`` and all its problems, in the order of the course.

    With problems the course holds what could be read, and must not be taught; None if nothing could.
    """
    reading = _Reading(folder, kinds)
    reading.facts_of(folder, host)
    listing = reading.course_file()
    if listing is None:
        return None, reading.problems
    for session in listing.sessions:
        for lesson in session.lessons:
            reading.lesson(session, lesson, folder / session.id / f"{lesson}.yaml")
    return reading.course(listing.id, listing.title, listing.sessions), reading.problems


def load_lesson_file(file: Path, kinds: Kinds = NO_KINDS) -> Course:
    """One lesson file as a course of one lesson. Raises like `load_course`."""
    return _without_problems(*load_lesson_problems(file, kinds))


def load_lesson_problems(file: Path, kinds: Kinds = NO_KINDS) -> tuple[Course | None, list[CourseProblem]]:
    """One lesson file as a course of one lesson, and all its problems.

    The session has the name of the file's folder. Steps of other lessons cannot be found from here;
    for a lesson of a course load the course, see `course_folder_of`.
    """
    name = file.absolute().parent.name
    session = SessionEntry.model_construct(id=name, title=name, part="session", lessons=(file.stem,))
    reading = _Reading(file.parent, kinds)
    reading.facts_of(file.absolute().parent.parent, ANY_HOST)
    reading.lesson(session, file.stem, file)
    return reading.course(session.id, session.title, (session,)), reading.problems


def course_folder_of(file: Path) -> Path | None:
    """The folder of the course that a lesson file belongs to, going by where it is."""
    folder = file.absolute().parent.parent
    return folder if (folder / COURSE_FILE).is_file() else None


def _without_problems(course: Course | None, problems: Sequence[CourseProblem]) -> Course:
    if course is not None and not problems:
        return course
    first, more = problems[0], len(problems) - 1
    if not more:
        raise first
    count = "1 more problem" if more == 1 else f"{more} more problems"
    next_step = f"{first.next_step} The course has {count}; `tftutor lint` lists all.".strip()
    raise CourseProblem(first.sentence, next_step, file=first.file, line=first.line)


@dataclass
class _Reading:
    """What has been read so far of one course."""

    folder: Path
    kinds: Kinds
    problems: list[CourseProblem] = field(default_factory=list)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    steps: dict[str, StepRef] = field(default_factory=dict)
    files: dict[str, YamlFile] = field(default_factory=dict)
    facts: Facts = field(default_factory=lambda: Facts({}))

    def facts_of(self, folder: Path, host: Mapping[str, str]) -> None:
        """Takes in what lessons may quote."""
        self.facts, files, problems = read_facts(folder, host)
        self.files |= {f"{FACTS_FOLDER}/{yaml.file.name}": yaml for yaml in files}
        self.problems += problems

    def course_file(self) -> CourseFile | None:
        """`course.yaml`; None if it cannot be used."""
        file = self.folder / COURSE_FILE
        if not self.folder.is_dir():
            self.problems.append(CourseProblem("there is no such folder of lessons", file=self.folder))
            return None
        yaml = self._read(file, COURSE_FILE)
        if yaml is None:
            return None
        if isinstance(yaml.data, dict) and _is_newer(yaml.data.get("format")):
            sentence = f"the course is of format {yaml.data['format']}, and this tftutor reads format 1"
            self._add(yaml, Violation(("format",), sentence), "Update tftutor.")
            return None
        listing = self._validated(CourseFile, yaml)
        if listing is not None:
            self._names_once(yaml, listing)
        return listing

    def lesson(self, session: SessionEntry, id: str, file: Path) -> None:
        """Takes in one lesson file."""
        full = f"{session.id}/{id}"
        if full in self.lessons:
            return  # listed twice, which `_names_once` has said
        if not file.is_file():
            self._missing_lesson(session, id, file)
            return
        yaml = self._read(file, full)
        lesson = self._validated(Lesson, yaml) if yaml else None
        if lesson is None or yaml is None:
            return
        if lesson.id != id:
            sentence = (
                f"the lesson's id is `{lesson.id}` and its file is named `{file.name}`; they must agree"
            )
            self._add(yaml, Violation(("id",), sentence))
        self.lessons[full] = lesson
        for index, step in enumerate(lesson.steps):
            place = Place(file, yaml.line(("steps", index)))
            ref = StepRef(f"{full}/{step.id}", step, lesson, session, place, index + 1)
            self.steps[ref.id] = ref

    def course(self, id: str, title: str, sessions: tuple[SessionEntry, ...]) -> Course | None:
        """All that was read, its references looked at; None if no lesson could be read."""
        for ref, violation in check_references(self.steps):
            path: NodePath = ("steps", ref.number - 1)
            self._add(self.files[ref.id.rpartition("/")[0]], violation.under(path))
        if not self.lessons:
            return None
        return Course(id, title, self.folder, sessions, self.lessons, self.steps, self._digest())

    def _digest(self) -> str:
        digest = sha256()
        for name, yaml in self.files.items():
            digest.update(f"{name} {len(yaml.content)}\n".encode())
            digest.update(yaml.content)
        return digest.hexdigest()

    def _read(self, file: Path, name: str) -> YamlFile | None:
        yaml, problems = read_file(file)
        self.problems += problems
        if yaml is not None:
            self.files[name] = yaml
        return yaml

    def _validated(self, model: type[_Model], yaml: YamlFile) -> _Model | None:
        data, unknown = self.facts.fill(yaml.data)
        for violation in unknown:
            self._add(yaml, violation)
        try:
            return model.model_validate(data, context={"kinds": self.kinds})
        except ValidationError as error:
            violations = explain(error, model)
            for violation in sorted(violations, key=lambda violation: yaml.line(violation.path)):
                self._add(yaml, violation)
            return None

    def _add(self, yaml: YamlFile, violation: Violation, next_step: str = "") -> None:
        line = yaml.line(violation.path)
        self.problems.append(CourseProblem(violation.sentence, next_step, file=yaml.file, line=line))

    def _names_once(self, yaml: YamlFile, listing: CourseFile) -> None:
        seen: set[str] = set()
        for number, session in enumerate(listing.sessions):
            if session.id in seen:
                path: NodePath = ("sessions", number, "id")
                self._add(yaml, Violation(path, f"two sessions have the id `{session.id}`"))
            seen.add(session.id)
            for index, lesson in enumerate(session.lessons):
                if lesson in session.lessons[:index]:
                    path = ("sessions", number, "lessons", index)
                    self._add(
                        yaml, Violation(path, f"the lesson `{lesson}` is listed twice in `{session.id}`")
                    )

    def _missing_lesson(self, session: SessionEntry, id: str, file: Path) -> None:
        near = nearest(id, sorted(found.stem for found in file.parent.glob("*.yaml")))
        hint = f"; did you mean `{near[0]}`?" if near else ""
        listing = self.files.get(COURSE_FILE)
        if listing is None:
            self.problems.append(CourseProblem(f"there is no such lesson file{hint}", file=file))
            return
        number = next(n for n, entry in enumerate(listing.data["sessions"]) if entry["id"] == session.id)
        path = ("sessions", number, "lessons", session.lessons.index(id))
        wanted = f"{session.id}/{file.name}"
        self._add(listing, Violation(path, f"the lesson `{id}` has no file `{wanted}`{hint}"))


def _is_newer(format: Any) -> bool:
    return isinstance(format, int) and format > 1
