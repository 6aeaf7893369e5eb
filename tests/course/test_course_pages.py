"""Pages beside the lessons: read from one file, links checked for their form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tftutor.course.loader import default_folder
from tftutor.course.pages import load_pages, load_pages_problems

PAGE = """
- id: reading
  title: Reading
  text: Some books.
  sections:
    - title: First
      items:
        - name: A book
          says: It is
            good.
          link: https://example.org/book
        - {name: A talk, says: It is short.}
"""


def written(folder: Path, text: str) -> Path:
    (folder / "pages.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_page_is_markdown_with_its_links_on_lines_of_their_own(tmp_path: Path) -> None:
    page = load_pages(written(tmp_path, PAGE)).find("Reading")
    assert page is not None
    assert page.markdown.splitlines()[:5] == [
        "Some books.", "", "## First", "", "- A book: It is good.",
    ]  # fmt: skip
    assert "    https://example.org/book" in page.markdown


def test_a_course_without_pages_has_none(tmp_path: Path) -> None:
    assert load_pages(tmp_path).pages == ()


@pytest.mark.parametrize(
    ("change", "line", "part"),
    [
        (("https://example.org/book", "example.org"), 11, "`link` `example.org` should look like"),
        (("https://example.org/book", "https://example.org/a book"), 11, "should look like"),
        (("says: It is short.", "say: It is short."), 12, "did you mean `says`?"),
        (("id: reading", "id: Reading"), 2, "should be an id"),
    ],
)
def test_what_is_not_in_order_has_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, part: str
) -> None:
    problems = load_pages_problems(written(tmp_path, PAGE.replace(*change)))[1]
    assert (line, True) in [(problem.line, part in problem.sentence) for problem in problems]


def test_the_pages_of_the_course_are_in_order_and_say_what_became_of_the_names_of_2017() -> None:
    pages, problems = load_pages_problems(default_folder())
    assert problems == []
    changed, reading = pages.find("what-changed"), pages.find("further-reading")
    assert changed and reading
    for name in ("tf.contrib", "Session", "placeholder", "feed_dict", "Fold", "Eager", "Sonnet",
                 "Tensor2Tensor", "seq2seq", "TFLearn", "TensorFlow Agents"):  # fmt: skip
        assert name in changed.markdown
    assert all(item.link for section in reading.sections for item in section.items)
