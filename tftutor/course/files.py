"""A YAML file of the course: its data, and what is wrong with it as problems with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tftutor.course.explain import explain
from tftutor.course.violations import Violation
from tftutor.problems import CourseProblem
from tftutor.yamlfile import FlawedFile, YamlFile, read_yaml


def read_file(file: Path) -> tuple[YamlFile | None, list[CourseProblem]]:
    """The file, None where it cannot be read, and all that is wrong with its YAML."""
    try:
        yaml = read_yaml(file)
    except FlawedFile as error:
        return None, [CourseProblem(error.flaw.sentence, file=file, line=error.flaw.line)]
    return yaml, [CourseProblem(flaw.sentence, file=file, line=flaw.line) for flaw in yaml.flaws]


def problems_of(yaml: YamlFile, violations: Iterable[Violation]) -> list[CourseProblem]:
    """The violations as problems with their lines."""
    return [CourseProblem(f.sentence, file=yaml.file, line=yaml.line(f.path)) for f in violations]


def read_items(
    file: Path, annotation: Any, check: Callable[[Any], Sequence[Violation]]
) -> tuple[Any, list[CourseProblem]]:
    """A file that holds one list: its items, () where they cannot be used, and all its problems.

    ``annotation``: the list's type. ``check`` finds what is wrong with items that fit it.
    """
    if not file.exists():
        return (), []
    yaml, problems = read_file(file)
    if yaml is None:
        return (), problems
    try:
        items = TypeAdapter(annotation).validate_python(yaml.data)
    except ValidationError as error:
        return (), [*problems, *problems_of(yaml, explain(error, annotation))]
    return items, [*problems, *problems_of(yaml, check(items))]
