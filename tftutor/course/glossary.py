"""The glossary: every term in one plain sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tftutor.course.explain import explain
from tftutor.course.findings import Finding
from tftutor.course.model import Text
from tftutor.course.yamlfile import YamlFile, read_yaml
from tftutor.problems import CourseProblem

GLOSSARY_FILE = "glossary.yaml"


class Entry(BaseModel):
    """A term."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: Text
    says: Text = Field(description="one plain sentence")
    also: tuple[Text, ...] = Field(default=(), description="other forms of the word: plural, abbreviation")
    before: tuple[Text, ...] = Field(
        default=(),
        description="forms that are everyday words, which a lesson may use before the term is explained",
    )


Entries = tuple[Entry, ...]


@dataclass(frozen=True)
class Glossary:
    """All terms, in the order of the file."""

    entries: Entries

    def find(self, word: str) -> Entry | None:
        """The term with this name or other form, whatever its case."""
        wanted = word.casefold()
        for entry in self.entries:
            if wanted in (form.casefold() for form in (entry.word, *entry.also)):
                return entry
        return None


def load_glossary(folder: Path) -> Glossary:
    """The glossary of the course in ``folder``; empty where it has none.

    Raises CourseProblem, with file and line, for the first thing that is not in order.
    """
    glossary, problems = load_glossary_problems(folder)
    if problems:
        raise problems[0]
    return glossary


def load_glossary_problems(folder: Path) -> tuple[Glossary, list[CourseProblem]]:
    """The glossary, empty where it cannot be read, and all its problems."""
    file = folder / GLOSSARY_FILE
    if not file.exists():
        return Glossary(()), []
    try:
        yaml = read_yaml(file)
    except CourseProblem as problem:
        return Glossary(()), [problem]
    try:
        entries = TypeAdapter(Entries).validate_python(yaml.data)
    except ValidationError as error:
        return Glossary(()), [*yaml.problems, *_problems(yaml, explain(error, Entries))]
    return Glossary(entries), [*yaml.problems, *_problems(yaml, _twice(entries))]


def _problems(yaml: YamlFile, findings: list[Finding]) -> Iterator[CourseProblem]:
    for finding in findings:
        yield CourseProblem(finding.sentence, file=yaml.file, line=yaml.line(finding.path))


def _twice(entries: Entries) -> list[Finding]:
    first: dict[str, int] = {}
    found = []
    for number, entry in enumerate(entries):
        for form in dict.fromkeys(form.casefold() for form in (entry.word, *entry.also)):
            if form in first:
                sentence = f"`{form}` stands in the glossary twice; it is also in item {first[form] + 1}"
                found.append(Finding((number,), sentence))
            first.setdefault(form, number)
    return found
