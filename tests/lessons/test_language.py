"""Lessons are written for everybody: no term before it is explained, and sentences that are easy to read."""

from __future__ import annotations

from itertools import groupby

import pytest
from language import Terms, grade, lesson_grade, syllables, used_too_early, without_code

from tftutor.course.glossary import Glossary, GlossaryEntry, load_glossary
from tftutor.course.loader import default_folder, load_course

COURSE = load_course(default_folder())
REFS = list(COURSE.steps.values())
GLOSSARY = load_glossary(default_folder())
LESSONS = {lesson: list(refs) for lesson, refs in groupby(REFS, key=lambda ref: ref.id.rpartition("/")[0])}
EARLY = used_too_early(REFS, GLOSSARY)
HIGHEST_GRADE = 9.0


@pytest.mark.parametrize("session", [session.id for session in COURSE.sessions])
def test_no_term_is_used_before_it_is_explained(session: str) -> None:
    early = [problem for problem in EARLY if problem.startswith(f"{session}/")]
    assert early == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_is_easy_to_read(lesson: str) -> None:
    assert lesson_grade(LESSONS[lesson], GLOSSARY) <= HIGHEST_GRADE


def test_every_term_is_explained_by_one_step() -> None:
    explained = [word for ref in REFS for word in ref.step.words]
    assert sorted({word for word in explained if explained.count(word) > 1}) == []
    lessons = [word for lesson in COURSE.lessons.values() for word in lesson.words]
    assert [e.word for e in GLOSSARY.entries if e.word not in (*explained, *lessons)] == []
    assert [word for word in explained if GLOSSARY.find(word) is None] == []


def terms(prose: str, *words: str) -> list[str]:
    entries = tuple(GlossaryEntry(word=word, says="It is.") for word in words)
    return [term.word for term in Terms(Glossary(entries)).found(without_code(prose))]


def test_terms_are_found_as_whole_words_in_any_number_and_case() -> None:
    assert terms("Batches of one batch; batching and a batch-like thing", "batch") == ["batch", "batch"]
    assert terms("Softmax regression is no softmax", "softmax", "softmax regression") == [
        "softmax regression", "softmax",
    ]  # fmt: skip
    assert terms("Adam, adam and madam", "Adam") == ["Adam"]


def test_code_and_formulas_are_no_prose() -> None:
    assert terms("`batch` and $batch$\n\n```\nbatch\n```\nand *batch*", "batch") == ["batch"]


def test_the_reading_level_is_that_of_the_formula() -> None:
    assert [syllables(word) for word in ("the", "made", "table", "number", "remember")] == [1, 1, 2, 2, 3]
    known = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    assert grade(known) == pytest.approx(11.3, abs=0.5)
    easy = "The cat sat on the mat. It was a fat cat."
    assert grade(easy) == pytest.approx(0.39 * 11 / 2 + 11.8 - 15.59)
    assert grade("Notwithstanding considerable institutional encouragement, participation deteriorated.") > 20
