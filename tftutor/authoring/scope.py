"""What `tftutor lint` is asked to look at: a course, a part of one, or one lesson file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tftutor.checks import KINDS
from tftutor.course.glossary import Glossary, load_glossary_problems
from tftutor.course.loader import (
    course_folder_of,
    default_folder,
    load_all_problems,
    load_lesson_problems,
)
from tftutor.course.model import Course, StepRef
from tftutor.course.pages import load_pages_problems
from tftutor.course.scope import find
from tftutor.problems import CourseProblem, UsageProblem


@dataclass(frozen=True)
class Target:
    """What to look at. ``course`` is None where its files cannot be read; ``problems`` then say why."""

    course: Course | None
    glossary: Glossary
    refs: tuple[StepRef, ...]
    problems: tuple[CourseProblem, ...]


def target_of(what: str | None, course_folder: Path | None) -> Target:
    """``what`` is a scope (`session3`, a lesson, a step, `all`), a lesson file or a course folder."""
    path = Path(what) if what else None
    if path and path.is_dir():
        return _course(path, None)
    if path and (path.suffix in (".yaml", ".yml") or path.is_file()):
        return _lesson_file(path)
    return _course(course_folder or default_folder(), what)


def _course(folder: Path, scope: str | None) -> Target:
    course, problems = load_all_problems(folder, KINDS)
    glossary, more = load_glossary_problems(folder)
    more += load_pages_problems(folder)[1]
    refs = tuple(find(course, scope or "all")) if course else ()
    return Target(course, glossary, refs, (*problems, *more))


def _lesson_file(path: Path) -> Target:
    if not path.is_file():
        raise UsageProblem(
            f"There is no file {path}.", "Name a lesson file, a folder, or a scope such as session3."
        )
    folder = course_folder_of(path)
    if folder:
        course, problems = load_all_problems(folder, KINDS)
        glossary, more = load_glossary_problems(folder)
        if course:
            inside = [r for r in course.steps.values() if r.place.file.resolve() == path.resolve()]
            if inside:
                return Target(course, glossary, tuple(inside), (*problems, *more))
    else:
        glossary, more = Glossary(()), []
    course, problems = load_lesson_problems(path, KINDS)
    return Target(course, glossary, tuple(course.steps.values()) if course else (), (*problems, *more))
