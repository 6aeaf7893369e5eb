"""Lessons quote figures from one place, and things about the machine they are shown on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from course_samples import COURSE, KINDS, LESSON

from tftutor.course.loader import load_all_problems, load_course
from tftutor.course.model import Exercise

PRICES = 'as-of: March 2025\nsmall:\n  hour: 0.067\n  month: "48.90"\n'
QUOTING = LESSON.replace("Put the sum of 1 and 2", "It costs @{prices.small.hour}; put the sum of 1 and 2")


def with_facts(folder: Path, text: str) -> Path:
    (folder / "facts").mkdir()
    (folder / "facts" / "prices.yaml").write_text(text)
    return folder


def test_a_refreshed_figure_changes_the_text_and_the_digest(write_course: Callable[..., Path]) -> None:
    folder = with_facts(write_course(COURSE, **{"session1/counting": QUOTING}), PRICES)
    before = load_course(folder, KINDS)
    (folder / "facts" / "prices.yaml").write_text(PRICES.replace("0.067", "0.071"))
    after = load_course(folder, KINDS)
    assert next(iter(before.steps.values())).step.text.startswith("It costs 0.067;")
    assert next(iter(after.steps.values())).step.text.startswith("It costs 0.071;")
    assert before.digest != after.digest


def test_programs_may_quote_too(write_course: Callable[..., Path]) -> None:
    lesson = LESSON.replace("y = 1 + 2", "y = 1 + 2 + 0 * @{prices.small.month}")
    course = load_course(with_facts(write_course(COURSE, **{"session1/counting": lesson}), PRICES), KINDS)
    step = next(iter(course.steps.values())).step
    assert isinstance(step, Exercise)
    assert "0 * 48.90" in step.solution


def test_a_fact_that_is_not_known_is_named_with_its_line(write_course: Callable[..., Path]) -> None:
    lesson = QUOTING.replace("@{prices.small.hour}", "@{prices.small.hours}")
    _, problems = load_all_problems(
        with_facts(write_course(COURSE, **{"session1/counting": lesson}), PRICES), KINDS
    )
    assert [(problem.line, problem.sentence) for problem in problems] == [
        (8, "there is no fact `prices.small.hours` to quote; did you mean `prices.small.hour`?")
    ]


def test_facts_say_when_they_were_looked_up(write_course: Callable[..., Path]) -> None:
    folder = with_facts(write_course(), "small:\n  hours: [1, 2]\n")
    _, problems = load_all_problems(folder, KINDS)
    assert [problem.sentence for problem in problems] == [
        "a fact is a text or a number, under a name",
        "a file of facts says in `as-of` when they were looked up",
    ]


def test_a_lesson_speaks_of_the_machine_it_is_shown_on(write_course: Callable[..., Path]) -> None:
    lesson = LESSON.replace("Put the sum", "Type @{host.tunnel}, and put the sum")
    folder = write_course(COURSE, **{"session1/counting": lesson})
    anywhere = next(iter(load_course(folder, KINDS).steps.values())).step.text
    here = load_course(folder, KINDS, {"tunnel": "ssh -N -L 1:localhost:1 ada@192.0.2.9"})
    assert anywhere.startswith("Type ssh -N -L 8888:localhost:8888 -L 6006:localhost:6006 YOU@YOUR-VM,")
    assert next(iter(here.steps.values())).step.text.startswith("Type ssh -N -L 1:localhost:1 ada@192.0.2.9,")
