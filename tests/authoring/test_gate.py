"""The gate is green for sound lessons, and names what was broken on purpose."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tftutor.authoring.gate import StepReport, examine
from tftutor.authoring.scope import Target, target_of
from tftutor.authoring.texts import static_problems
from tftutor.data import DataSets
from tftutor.runtime import Runtime
from tftutor.runtime.store import EvidenceStore
from tftutor.tutor import Tutor
from tftutor.tutor.cached_runner import CachedRunner
from tftutor.tutor.step_inputs import StepInputs
from tftutor.tutor.step_runner import StepRunner

LESSON = """
id: lesson
title: A lesson
minutes: 5
steps:
  - id: twice
    kind: exercise
    title: Twice
    text: Put two times three into y, and one into z.
    starter: |
      y = ...
      z = ...
    solution: |
      y = 2 * 3
      z = 1 * 1
    also:
      - code: |
          y = 3 + 3
          z = 1
    hints: [Think., Think more., "y = 2 * 3"]
    checks:
      - value: {of: y, like: solution}
      - value: {of: z, like: solution}
    mistakes:
      - name: once
        change: {"2 * 3": "3"}
        says: That is three once.
      - name: z is zero
        change: {"1 * 1": "1 * 0"}
        says: One times nothing is nothing.
  - id: which
    kind: predict
    title: Which
    text: What is y?
    code: y = 2 * 3
    answer: {number: 6}
    proof: y == 6
"""

COURSE = "format: 1\nid: c\ntitle: C\nsessions: [{id: session1, title: One, lessons: [lesson]}]\n"

Lint = Callable[[str], list[str]]


@pytest.fixture
def course_of(tmp_path: Path) -> Callable[[str], Target]:
    """A course with one lesson, as the gate takes it in."""

    def write(lesson: str) -> Target:
        folder = tmp_path / "course"
        (folder / "session1").mkdir(parents=True)
        (folder / "course.yaml").write_text(COURSE)
        (folder / "session1" / "lesson.yaml").write_text(lesson)
        return target_of(str(folder), None)

    return write


@pytest.fixture
def examined(
    runtime: Runtime, tmp_path: Path, course_of: Callable[[str], Target]
) -> Callable[..., list[StepReport]]:
    """What the gate finds when it runs every step of a lesson."""

    def run(lesson: str, optional: bool = True) -> list[StepReport]:
        target = course_of(lesson)
        assert target.course and not target.problems
        cached_runner = CachedRunner(
            runtime, EvidenceStore(tmp_path / "cache"), scratch=tmp_path / "kept", python=Path(sys.executable)
        )
        data = DataSets(tmp_path / "cache", {"TFTUTOR_OFFLINE": "1"}, offline=True)
        tutor = Tutor(StepRunner(target.course, cached_runner, StepInputs(target.course, data, None)))
        return list(examine(tutor, target.refs, seeds=(0, 1), optional=optional))

    return run


@pytest.fixture
def lint(
    tmp_path: Path, course_of: Callable[[str], Target], examined: Callable[..., list[StepReport]]
) -> Lint:
    """Problems that the gate finds in a lesson, as sentences with file and line."""

    def problems(lesson: str) -> list[str]:
        target = course_of(lesson)
        found = [str(p) for p in target.problems]
        if target.course is None or found:
            return found
        found += [str(p) for p in static_problems(target.course, target.glossary, target.refs)]
        shutil.rmtree(tmp_path / "course")
        return found + [problem for report in examined(lesson) for problem in report.problems]

    return problems


def test_a_sound_lesson_has_no_problems(lint: Lint) -> None:
    assert lint(LESSON) == []


BROKEN = {
    "a typo in a key": ("hints: [", "hintz: [", "`hints`"),
    "a typo in a check's key": ("{of: z, like", "{off: z, like", "`of`"),
    "a solution in a hint": ("[Think., ", '["y = 2 * 3", ', "only the last hint may"),
    "a check that cannot fail": (
        "- value: {of: z, like: solution}",
        "- source: {loops: false}",
        "cannot fail",
    ),
    "a mistake that passes": ('{"2 * 3": "3"}', '{"2 * 3": "3 * 2"}', "`once` passes"),
    "two mistakes that do the same": (
        '{"1 * 1": "1 * 0"}',
        '{"2 * 3": "5 - 2"}',
        "it gets the sentence of `once`",
    ),
    "a solution that does not pass": (
        "like: solution}\n      - value: {of: z",
        "equals: 7}\n      - value: {of: z",
        "seed 0",
    ),
    "another solution that does not pass": ("y = 3 + 3", "y = 3 + 4", "the other solution"),
    "a starter that passes": ("y = ...\n      z = ...", "y = 6\n      z = 1 #", "the starter passes"),
    "a starter that stops with an error": (
        "y = ...\n",
        "y = 1 / 0\n",
        "the starter ends without being judged",
    ),
    "a proof that does not hold": ("proof: y == 6", "proof: y == 5", "`y == 5` does not hold"),
    "an edit of text that is not there": ('"1 * 1": "1 * 0"', '"1 * 2": "1 * 0"', "1 * 2"),
}


@pytest.mark.parametrize(("old", "new", "names"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_broken_on_purpose_is_named(lint: Lint, old: str, new: str, names: str) -> None:
    assert old in LESSON
    found = lint(LESSON.replace(old, new, 1))
    assert any(names in problem for problem in found), found


OPTIONAL = LESSON.replace("    text: Put two", "    optional: true\n    minutes: 5\n    text: Put two")
BROKEN_AND_EXPENSIVE = OPTIONAL.replace(
    "    text: Put two", "    expensive: true\n    text: Put two"
).replace("{of: y, like: solution}", "{of: y, equals: 7}")


@pytest.mark.parametrize(("optional", "runs"), [(False, [0, 1]), (True, [1, 1])])
def test_an_optional_step_that_trains_for_minutes_is_run_only_when_asked_for(
    examined: Callable[..., list[StepReport]], optional: bool, runs: list[int]
) -> None:
    reports = examined(BROKEN_AND_EXPENSIVE, optional=optional)
    by_step = {report.ref.step.id: report for report in reports}
    assert [by_step[id].runs for id in ("twice", "which")] == runs
    assert bool(by_step["twice"].problems) == optional
    assert ("optional" in by_step["twice"].blocked) != optional


def test_a_short_optional_step_is_run_like_any_other(examined: Callable[..., list[StepReport]]) -> None:
    reports = examined(OPTIONAL, optional=False)
    assert all(report.runs and not report.problems for report in reports)
