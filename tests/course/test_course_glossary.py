"""The glossary: terms found by any of their forms, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tftutor.course.glossary import load_glossary, load_glossary_problems
from tftutor.course.loader import default_folder
from tftutor.problems import CourseProblem


def written(folder: Path, text: str) -> Path:
    (folder / "glossary.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_word_is_found_by_its_other_forms_in_any_case(tmp_path: Path) -> None:
    glossary = load_glossary(written(tmp_path, "- {word: epoch, says: One pass., also: [epochs]}\n"))
    entry = glossary.find("Epochs")
    assert entry is not None
    assert entry.says == "One pass."
    assert glossary.find("batch") is None


def test_a_course_without_a_glossary_has_an_empty_one(tmp_path: Path) -> None:
    assert load_glossary(tmp_path).entries == ()


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("- word: a\n  says: b\n- word: c\n  say: d\n", 4, "unknown key `say`; did you mean `says`?"),
        ("- {word: a, says: b}\n- {word: c, says: d, also: [A]}\n", 2,
         "`a` is in the glossary twice; it's also item 1"),
        ("word: a\nsays: b\n", 1, "the file should be a list, with `- ` before each item, and is settings"),
        ("- word: [\n", 2, "a value or a closing bracket is expected here"),
    ],
)  # fmt: skip
def test_what_is_not_in_order_has_its_line(tmp_path: Path, text: str, line: int, sentence: str) -> None:
    _, problems = load_glossary_problems(written(tmp_path, text))
    assert (line, sentence) in [(problem.line, problem.sentence) for problem in problems]
    with pytest.raises(CourseProblem):
        load_glossary(tmp_path)


def test_the_glossary_of_the_course_is_in_order() -> None:
    assert load_glossary_problems(default_folder())[1] == []
