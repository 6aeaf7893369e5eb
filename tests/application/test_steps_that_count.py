"""What finishes a lesson: neither a step that is a choice, nor one that this machine cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tftutor.application.overview import OverviewProgress, overview_of
from tftutor.application.standing import Standings
from tftutor.checks import KINDS
from tftutor.course.loader import load_course
from tftutor.course.model import Course
from tftutor.progress.records import StepState
from tftutor.runtime.inside import grants

COURSE = "format: 1\nid: c\ntitle: C\nsessions: [{id: session1, title: One, lessons: [lesson]}]\n"
LESSON = """
id: lesson
title: A lesson
minutes: 10
steps:
  - {id: first, kind: run, title: First, text: Run it., code: x = 1}
  - {id: longer, kind: run, title: Longer, text: Run it., code: x = 1, optional: true, minutes: 5}
  - {id: fast, kind: run, title: Fast, text: Run it., code: x = 1, device: gpu, would_show: Speed.}
  - {id: last, kind: run, title: Last, text: Run it., code: x = 1}
"""
FIRST, LONGER, FAST, LAST = (f"session1/lesson/{id}" for id in ("first", "longer", "fast", "last"))
PASSED = StepState("", passed=True, attempts=1)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "session1").mkdir()
    (tmp_path / "course.yaml").write_text(COURSE)
    (tmp_path / "session1" / "lesson.yaml").write_text(LESSON)
    return load_course(tmp_path, KINDS)


def counted(
    course: Course, states: dict[str, StepState], *, gpu: bool, last: str = FIRST
) -> tuple[int, int, str]:
    """Done, total and what comes next; both ways to count must agree."""
    standings = Standings(course, states, set(), last, gpu)
    overview = overview_of(course)
    marks = OverviewProgress(overview, states, set(), last, gpu)
    refs, steps = list(course.steps.values()), list(overview.steps.values())
    following, current = standings.next(), marks.current()
    found = standings.done(refs), standings.total(refs), following.step.id if following else ""
    assert found == (marks.done(steps), marks.total(steps), current.id.rpartition("/")[2] if current else "")
    return found


def test_a_choice_is_neither_counted_nor_next(course: Course) -> None:
    assert counted(course, {}, gpu=True) == (0, 3, "first")
    assert counted(course, {FIRST: PASSED}, gpu=True, last=LONGER) == (1, 3, "fast")
    assert counted(course, {FIRST: PASSED, LONGER: PASSED}, gpu=True) == (1, 3, "fast")
    assert counted(course, {FIRST: PASSED, FAST: PASSED, LAST: PASSED}, gpu=True) == (3, 3, "")


def test_without_a_gpu_its_steps_hold_nobody_up(course: Course) -> None:
    assert counted(course, {FIRST: PASSED}, gpu=False) == (1, 2, "last")
    assert counted(course, {FIRST: PASSED, LAST: PASSED}, gpu=False) == (2, 2, "")
    assert counted(course, {FIRST: PASSED, FAST: PASSED}, gpu=False) == (2, 3, "last")


def test_nor_do_they_where_tensorflow_could_not_use_the_one_there_is(course: Course) -> None:
    states = {FIRST: PASSED, FAST: StepState(FAST, blocked=True)}
    assert counted(course, states, gpu=True) == (1, 2, "last")


def test_why_a_step_does_not_count_is_said(course: Course) -> None:
    refs = [course.steps[id] for id in (FIRST, LONGER, FAST)]
    assert [Standings(course, {}, set(), None, False).aside(ref) for ref in refs] == [
        "", "optional, about 5 min", "needs a GPU",
    ]  # fmt: skip
    assert Standings(course, {}, set(), None, True).aside(refs[2]) == ""


def test_the_time_of_a_choice_comes_on_top_of_its_lessons(course: Course) -> None:
    overview = overview_of(course)
    needed = [step for step in overview.steps.values() if not step.optional]
    assert sum(step.minutes for step in needed) == pytest.approx(10, abs=0.05)
    assert overview.steps[LONGER].minutes == 5
    left = OverviewProgress(overview, {}, set(), None, True).minutes_left(overview.steps.values())
    assert left == pytest.approx(10, abs=0.05)


@pytest.mark.parametrize(
    ("device", "chosen", "usable"),
    [(False, None, False), (True, None, True), (True, "0", True), (True, "-1", False), (True, "", False)],
)
def test_a_gpu_counts_where_there_is_a_device_that_nobody_hides(
    monkeypatch: pytest.MonkeyPatch, device: bool, chosen: str | None, usable: bool
) -> None:
    monkeypatch.setattr(grants, "gpu_is_here", lambda: device)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if chosen is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", chosen)
    assert grants.gpu_may_be_used() is usable
