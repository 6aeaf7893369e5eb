"""SCOPE: the words by which people name a part of the course."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tftutor.course.loader import find, find_step, load_course
from tftutor.course.model import Course
from tftutor.problems import UsageProblem

COURSE = """\
format: 1
id: c
title: C
sessions:
  - {id: session2, title: T, lessons: [tensors, looking-at-data]}
  - {id: session3, title: T, lessons: [softmax]}
"""


def lesson(id: str, *steps: str) -> str:
    listed = "".join(f"  - {{id: {step}, kind: read, title: T, text: t}}\n" for step in steps)
    return f"id: {id}\ntitle: T\nminutes: 1\nsteps:\n{listed}"


@pytest.fixture
def course(write_course: Callable[..., Path]) -> Course:
    return load_course(
        write_course(
            COURSE,
            **{
                "session2/tensors": lesson("tensors", "shape", "intro"),
                "session2/looking-at-data": lesson("looking-at-data", "intro"),
                "session3/softmax": lesson("softmax", "train", "tensors"),
            },
        )
    )


@pytest.mark.parametrize(
    ("scope", "steps"),
    [
        ("all", 5),
        ("session2", 3),
        ("session2/tensors", 2),
        ("session2/tensors/shape", 1),
        ("tensors", 2),
        ("tensors/intro", 1),
        ("train", 1),
        (" Session3/ ", 2),
        ("softmax/tensors", 1),
    ],
)
def test_full_and_short_names(course: Course, scope: str, steps: int) -> None:
    assert len(find(course, scope)) == steps


def test_steps_come_in_course_order(course: Course) -> None:
    assert [ref.id for ref in find(course, "session2")] == [
        "session2/tensors/shape",
        "session2/tensors/intro",
        "session2/looking-at-data/intro",
    ]


def test_several_of_one_name_are_listed(course: Course) -> None:
    with pytest.raises(UsageProblem) as caught:
        find(course, "intro")
    assert "`session2/tensors/intro` or `session2/looking-at-data/intro`" in caught.value.sentence
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("scope", "meant"),
    [
        ("sesion3", "`session3`"),
        ("tensor/shape", "`session2/tensors/shape`"),
        ("trian", "`session3/softmax/train`"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(course: Course, scope: str, meant: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        find(course, scope)
    assert caught.value.sentence == f"Nothing in the course is named `{scope}`."
    assert meant in caught.value.next_step


@pytest.mark.parametrize("scope", ["", "  ", "zzzzz", "session", "session2/tens"])
def test_parts_of_names_and_nothing_name_nothing(course: Course, scope: str) -> None:
    with pytest.raises(UsageProblem):
        find(course, scope)


def test_one_step_is_asked_for(course: Course) -> None:
    assert find_step(course, "train").id == "session3/softmax/train"
    with pytest.raises(UsageProblem, match="holds 2 steps"):
        find_step(course, "session3")
