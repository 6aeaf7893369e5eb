"""The glossary: every term in one plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from tftutor.course.files import read_items
from tftutor.course.model import Text
from tftutor.course.violations import Violation
from tftutor.problems import CourseProblem

GLOSSARY_FILE = "glossary.yaml"


class GlossaryEntry(BaseModel):
    """A term."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: Text
    says: Text = Field(description="one plain sentence")
    also: tuple[Text, ...] = Field(default=(), description="other forms of the word: plural, abbreviation")
    before: tuple[Text, ...] = Field(
        default=(),
        description="forms that are everyday words, which a lesson may use before the term is explained",
    )


Entries = tuple[GlossaryEntry, ...]


@dataclass(frozen=True)
class Glossary:
    """All terms, in the order of the file."""

    entries: Entries

    def find(self, word: str) -> GlossaryEntry | None:
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
    entries, problems = read_items(folder / GLOSSARY_FILE, Entries, _duplicates)
    return Glossary(entries), problems


def _duplicates(entries: Entries) -> list[Violation]:
    first: dict[str, int] = {}
    found = []
    for number, entry in enumerate(entries):
        for form in dict.fromkeys(form.casefold() for form in (entry.word, *entry.also)):
            if form in first:
                sentence = f"`{form}` is in the glossary twice; it's also item {first[form] + 1}"
                found.append(Violation((number,), sentence))
            first.setdefault(form, number)
    return found
