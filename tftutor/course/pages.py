"""Pages next to the lessons: what changed since 2017, further reading.

They are kept in one file, `pages.yaml` next to `course.yaml`, links included, so that a link that has
moved is corrected in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from tftutor.course.files import read_items
from tftutor.course.model import Id, StrictModel, Text
from tftutor.course.violations import Violation
from tftutor.problems import CourseProblem

PAGES_FILE = "pages.yaml"
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>()]+$", max_length=200)]


class Item(StrictModel):
    """One thing on a page, and why it is there."""

    name: Text
    says: Text = Field(description="why, or what became of it, in a sentence or two")
    link: Link | None = Field(default=None, description="where to find it")


class PageSection(StrictModel):
    """Some things that belong together."""

    title: Text
    items: tuple[Item, ...] = Field(min_length=1)


class Page(StrictModel):
    """A page, read from top to bottom."""

    id: Id
    title: Text
    text: Text = Field(description="Markdown; what the page is for")
    sections: tuple[PageSection, ...] = Field(min_length=1)

    @property
    def markdown(self) -> str:
        """The whole page as Markdown but for its title; links have lines of their own."""
        return "\n\n".join([self.text.strip(), *(_section(section) for section in self.sections)])


@dataclass(frozen=True)
class Pages:
    """All pages, in the order of the file."""

    pages: tuple[Page, ...]

    def find(self, id: str) -> Page | None:
        """The page with this id, whatever its case."""
        wanted = id.strip().casefold()
        return next((page for page in self.pages if page.id == wanted), None)


def load_pages(folder: Path) -> Pages:
    """The pages of the course in ``folder``; none where it has none.

    Raises CourseProblem, with file and line, for the first thing that is not in order.
    """
    pages, problems = load_pages_problems(folder)
    if problems:
        raise problems[0]
    return pages


def load_pages_problems(folder: Path) -> tuple[Pages, list[CourseProblem]]:
    """The pages, none where they cannot be read, and all their problems."""
    pages, problems = read_items(folder / PAGES_FILE, tuple[Page, ...], _duplicates)
    return Pages(pages), problems


def _section(section: PageSection) -> str:
    items = (f"- {item.name}: {' '.join(item.says.split())}{_linked(item)}" for item in section.items)
    return "\n".join([f"## {section.title}", "", *items])


def _linked(item: Item) -> str:
    return f"\n\n      {item.link}\n" if item.link else ""


def _duplicates(pages: tuple[Page, ...]) -> list[Violation]:
    ids = [page.id for page in pages]
    return [
        Violation((number, "id"), f"two pages have the id `{id}`")
        for number, id in enumerate(ids)
        if id in ids[:number]
    ]
