"""The tutor counts how often a test set was opened, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from tftutor.checks import KINDS
from tftutor.checks.base import CheckResult
from tftutor.course.loader import load_course
from tftutor.course.model import Course
from tftutor.progress.store import ProgressStore
from tftutor.tutor import Attempt, Verdict
from tftutor.tutor.recording import note_on_test_set, record_of
from tftutor.tutor.verdict import DataUsed

LESSON = """
id: lesson
title: A lesson
minutes: 5
steps:
"""
STEP = """
  - id: {id}
    kind: exercise
    title: Measure
    text: Save a model.
    data: [mnist]
    starter: "x = 1"
    solution: "x = 2"
    hints: [a, b, c]
    checks:
      - accuracy: {{file: m.keras, data: mnist, split: {split}, error_at_most: 0.1}}
    mistakes:
      - {{name: one, code: "x = 3", says: One.}}
      - {{name: two, code: "x = 4", says: Two.}}
"""
TASK = """
  - id: port
    kind: task
    title: A port
    text: Open it.
    hints: [a]
    checks:
      - interpreter: {}
"""
MEASURED = CheckResult("accuracy", "test error", "passed", measured={"value": 0.05})
SKIPPED = CheckResult("accuracy", "test error", "skipped")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    folder = tmp_path / "course"
    (folder / "session1").mkdir(parents=True)
    (folder / "course.yaml").write_text(
        "format: 1\nid: c\ntitle: C\nsessions: [{id: session1, title: One, lessons: [lesson]}]\n"
    )
    steps = STEP.format(id="first", split="test") + STEP.format(id="second", split="test")
    steps += STEP.format(id="third", split="validation") + TASK
    (folder / "session1" / "lesson.yaml").write_text(LESSON + steps)
    return load_course(folder, KINDS)


@pytest.fixture
def progress(tmp_path: Path) -> Iterator[ProgressStore]:
    with ProgressStore.open(tmp_path / "state") as store:
        yield store


def attempted(course: Course, progress: ProgressStore, step: str, result: CheckResult) -> str:
    """The note on an attempt that ended like this, once it is on record."""
    ref = course.steps[f"session1/lesson/{step}"]
    used = (DataUsed("mnist", stand_in=False, origin="here"),)
    attempt = Attempt(
        ref, str(datetime.now(timezone.utc)), Verdict("passed", "", checks=(result,)), data=used
    )
    progress.record(record_of(attempt, course))
    return note_on_test_set(attempt, course, progress)


def test_the_first_time_it_is_the_number_to_report(course: Course, progress: ProgressStore) -> None:
    assert "the number to report" in attempted(course, progress, "first", MEASURED)


def test_opening_it_again_is_said_even_from_another_step_and_after_a_reset(
    course: Course, progress: ProgressStore
) -> None:
    attempted(course, progress, "first", MEASURED)
    progress.reset(["session1/lesson/first"])
    assert "mnist twice" in attempted(course, progress, "second", MEASURED)
    assert "mnist 3 times" in attempted(course, progress, "first", MEASURED)


def test_only_a_measurement_on_the_test_set_counts(course: Course, progress: ProgressStore) -> None:
    assert attempted(course, progress, "third", MEASURED) == ""
    assert attempted(course, progress, "first", SKIPPED) == ""
    assert "the number to report" in attempted(course, progress, "first", MEASURED)
