"""The gate does each task by its proof: not done before, done after, and nothing left running."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tftutor.authoring.task_proof import prove_task
from tftutor.checks import KINDS
from tftutor.course.loader import load_lesson_file
from tftutor.course.model import Task
from tftutor.tutor import Tutor

LESSON = """
id: lesson
title: A lesson
minutes: 5
steps:
  - id: note
    kind: task
    title: A note
    text: Write hello into note.txt.
    hints: [Use echo.]
    checks:
      - workspace_file: {path: note.txt, contains: hello}
    proof: |
      echo hello > note.txt
"""


def proved(folder: Path, lesson: str) -> tuple[list[str], str]:
    file = folder / "lesson.yaml"
    file.write_text(lesson)
    course = load_lesson_file(file, KINDS)
    ref = next(iter(course.steps.values()))
    assert isinstance(ref.step, Task)
    tutor = Tutor(cast(Any, SimpleNamespace(course=course)))  # a task runs no program
    return prove_task(tutor, ref, ref.step, Path(sys.executable))


def test_a_task_that_its_proof_does_is_proved(tmp_path: Path) -> None:
    assert proved(tmp_path, LESSON) == ([], "")


def test_a_proof_that_does_something_else_is_reported(tmp_path: Path) -> None:
    problems, _ = proved(tmp_path, LESSON.replace("echo hello > note.txt", "echo goodbye > note.txt; false"))
    assert len(problems) == 1
    assert "has something else in it. (seen goodbye)" in problems[0]


def test_a_task_that_is_done_from_the_start_proves_nothing(tmp_path: Path) -> None:
    lesson = LESSON.replace(
        "workspace_file: {path: note.txt, contains: hello}", "resources: {disk: 0, memory: 0}"
    )
    problems, why_not = proved(tmp_path, lesson)
    assert problems == []
    assert "done on this machine already" in why_not


def test_what_a_proof_starts_is_ended_with_it(tmp_path: Path) -> None:
    lesson = LESSON.replace(
        "      echo hello > note.txt",
        f"      echo hello > note.txt; echo $$ > {tmp_path}/pid; sleep 1000 & wait",
    )
    assert proved(tmp_path, lesson) == ([], "")
    process = int((tmp_path / "pid").read_text())
    assert not Path(f"/proc/{process}").exists()


def test_a_check_of_programs_has_no_place_in_a_task(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="looks at a program, and a `task` runs none"):
        proved(
            tmp_path, LESSON.replace("workspace_file: {path: note.txt, contains: hello}", "value: {of: y}")
        )
