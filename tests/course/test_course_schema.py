"""The JSON Schemas: editors must accept what the loader accepts, and mark what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from course_samples import COURSE, KINDS, LESSON
from jsonschema import Draft202012Validator

from tftutor.course.loader import default_folder
from tftutor.course.schema import json_schema
from tftutor.yamlfile import read_yaml

LESSONS = sorted(f for f in default_folder().glob("*/*.yaml") if f.parent.name != "facts")


def errors(schema: dict[str, Any], data: Any) -> list[str]:
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(data)]


def data(folder: Path, text: str) -> Any:
    (folder / "file.yaml").write_text(text, encoding="utf-8")
    return read_yaml(folder / "file.yaml").data


def test_a_sound_lesson_and_course_fit(tmp_path: Path) -> None:
    schema = json_schema(KINDS)
    assert errors(schema["lesson"], data(tmp_path, LESSON)) == []
    assert (
        errors(schema["lesson"], data(tmp_path, LESSON.replace("value: {of: y, like: solution}", "runs")))
        == []
    )
    assert errors(schema["course"], data(tmp_path, COURSE)) == []
    assert (
        errors(json_schema({})["lesson"], data(tmp_path, LESSON.replace("value: {of: y", "x: {z: y"))) == []
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hints:", "hintz:"),
        ("kind: exercise", "kind: exersise"),
        ("value: {", "valeu: {"),
        ("of: y", "off: y"),
        ("value: {of: y, like: solution}", "value"),
        ("minutes: 3", "minutes: soon"),
        ("id: first-sum", "id: First_Sum"),
        ("- value: {of: y, like: solution}", "- {value: {of: y}, runs: {}}"),
    ],
)
def test_a_slip_does_not_fit(tmp_path: Path, old: str, new: str) -> None:
    assert old in LESSON
    assert errors(json_schema(KINDS)["lesson"], data(tmp_path, LESSON.replace(old, new, 1)))


def test_nested_models_of_two_kinds_do_not_get_mixed_up() -> None:
    from pydantic import create_model

    first = create_model("Range", low=(int, ...))
    second = create_model("Range", high=(str, ...))
    kinds = {"one": create_model("One", range=(first, ...)), "two": create_model("Two", range=(second, ...))}
    lesson = json_schema(kinds)["lesson"]
    entry = {**lesson["$defs"]["CheckEntry"], "$defs": lesson["$defs"]}
    assert errors(entry, {"one": {"range": {"low": 1}}}) == []
    assert errors(entry, {"two": {"range": {"high": "x"}}}) == []
    assert errors(entry, {"two": {"range": {"low": 1}}})


def test_the_glossary_has_a_schema(tmp_path: Path) -> None:
    schema = json_schema({})["glossary"]
    assert errors(schema, data(tmp_path, "- {word: a, says: b, also: [c]}\n")) == []
    assert errors(schema, data(tmp_path, "- {word: a, say: b}\n"))


@pytest.mark.parametrize("file", LESSONS, ids=[f"{file.parent.name}/{file.stem}" for file in LESSONS])
def test_the_lessons_of_the_course_fit(file: Path) -> None:
    from tftutor.checks import KINDS as REAL_KINDS

    assert errors(json_schema(REAL_KINDS)["lesson"], read_yaml(file).data) == []


def test_the_list_of_sessions_and_the_glossary_of_the_course_fit() -> None:
    schema = json_schema({})
    for name in ("course", "glossary"):
        assert errors(schema[name], read_yaml(default_folder() / f"{name}.yaml").data) == []
