"""Shows a page that stands beside the lessons, such as what changed since 2017, or further reading.

Without a PAGE, says which pages there are.

Example:
  tftutor page
  tftutor page further-reading
"""

from __future__ import annotations

from argparse import Namespace

from tftutor.application.overview import course_folder
from tftutor.cli.display import output
from tftutor.cli.parser import Parser
from tftutor.course.pages import load_pages
from tftutor.nearest import unknown
from tftutor.problems import UsageProblem


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("page", metavar="PAGE", nargs="?", help="a page, as `tftutor page` names it")


def run(options: Namespace) -> int:
    """Shows the page, or the list of pages. Always 0."""
    display = output()
    pages = load_pages(course_folder())
    if options.page:
        page = pages.find(options.page)
        if page is None:
            sentence = unknown("page", options.page, [page.id for page in pages.pages])
            raise UsageProblem(f"{sentence[:1].upper()}{sentence[1:]}", "`tftutor page` lists all pages.")
        display.line((page.title, "bold"))
        display.line()
        display.markdown(page.markdown)
        return 0
    if not pages.pages:
        display.line("This course has no pages beside its lessons.")
    for page in pages.pages:
        display.line((f"tftutor page {page.id}", "bold"), f"   {page.title}")
    return 0
