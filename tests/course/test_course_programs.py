"""What runs before a learner's code, what it may load, and whose files it finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tftutor.course.loader import load_course
from tftutor.course.model import Course
from tftutor.course.programs import code_of, data_of, files_of, sections, starter_of

STEPS = """\
id: counting
title: T
minutes: 1
steps:
  - {id: load, kind: run, title: T, text: t, code: load, setup: import data, data: [mnist], keeps: [d.npy]}
  - id: model
    kind: exercise
    title: T
    text: t
    starter: ...
    solution: solved
    hints: [a, b, c]
    checks: [runs]
    mistakes:
      - {name: a, code: a, says: a}
      - {name: b, code: b, says: b}
  - {id: train, kind: run, title: T, text: t, code: train, uses: [model, load], data: [cifar10],
     keeps: [m.keras]}
  - id: measure
    kind: predict
    title: T
    text: t
    code: measure
    setup: own setup
    uses: [train, load]
    files: {m.keras: train, d.npy: load}
    data: [mnist]
    answer: {number: 1}
  - {id: think, kind: read, title: T, text: t}
"""


@pytest.fixture
def course(write_course: Callable[..., Path]) -> Course:
    return load_course(write_course(**{"session1/counting": STEPS}))


def step(name: str) -> str:
    return f"session1/counting/{name}"


def test_the_prelude_runs_all_steps_behind_it_once_in_course_order(course: Course) -> None:
    assert sections(course, course.steps[step("measure")]) == [
        (f"{step('load')} (setup)", "import data"),
        (step("load"), "load"),
        (step("model"), "solved"),
        (step("train"), "train"),
        ("setup", "own setup"),
    ]


def test_a_step_that_uses_nothing_has_no_prelude(course: Course) -> None:
    assert sections(course, course.steps[step("model")]) == []


def test_data_sets_of_the_prelude_may_be_loaded_too(course: Course) -> None:
    assert data_of(course, course.steps[step("measure")]) == ("mnist", "cifar10")
    assert data_of(course, course.steps[step("think")]) == ()


def test_files_name_the_full_id_of_the_step_that_made_them(course: Course) -> None:
    assert files_of(course, course.steps[step("measure")]) == {
        "m.keras": step("train"),
        "d.npy": step("load"),
    }
    assert files_of(course, course.steps[step("think")]) == {}


def test_the_code_of_each_kind_of_step(course: Course) -> None:
    codes = [(code_of(ref.step), starter_of(ref.step)) for ref in course.steps.values()]
    assert codes == [
        ("load", "load"),
        ("solved", "..."),
        ("train", "train"),
        ("measure", "measure"),
        ("", ""),
    ]
