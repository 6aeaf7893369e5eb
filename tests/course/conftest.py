"""Small courses, written to real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from course_samples import COURSE, KINDS, LESSON
from pydantic import BaseModel

from tftutor.course.loader import load_all_problems, load_lesson_problems
from tftutor.course.model import Course
from tftutor.problems import CourseProblem


@pytest.fixture
def kinds() -> dict[str, type[BaseModel]]:
    return KINDS


@pytest.fixture
def write_course(tmp_path: Path) -> Callable[..., Path]:
    """Writes `course.yaml` and lessons (`session/lesson` -> text); returns the folder."""

    def write(course: str = COURSE, **lessons: str) -> Path:
        (tmp_path / "course.yaml").write_text(course, encoding="utf-8")
        for name, text in (lessons or {"session1/counting": LESSON}).items():
            file = tmp_path / f"{name}.yaml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def load(write_course: Callable[..., Path]) -> Callable[..., tuple[Course | None, list[CourseProblem]]]:
    """Writes a course and loads it, with all its problems."""

    def write_and_load(course: str = COURSE, **lessons: str) -> tuple[Course | None, list[CourseProblem]]:
        return load_all_problems(write_course(course, **lessons), KINDS)

    return write_and_load


@pytest.fixture
def problems_with(tmp_path: Path) -> Callable[..., list[str]]:
    """The problems of the lesson with one text in it replaced, each as `line: sentence`."""

    def replace(old: str, new: str) -> list[str]:
        assert old in LESSON
        file = tmp_path / "counting.yaml"
        file.write_text(LESSON.replace(old, new, 1), encoding="utf-8")
        _, problems = load_lesson_problems(file, KINDS)
        assert all(problem.file == file for problem in problems)
        return [f"{problem.line}: {problem.sentence}" for problem in problems]

    return replace
