"""Says what a term of the course means, in a sentence, and which step explains it.

Without a TERM, says all of them, from a to z.

Example:
  tftutor glossary
  tftutor glossary "learning rate"
"""

from __future__ import annotations

from argparse import Namespace

from tftutor.application.desk import course_here
from tftutor.cli.display import Display, output
from tftutor.cli.parser import Parser
from tftutor.course.glossary import Glossary, GlossaryEntry, load_glossary
from tftutor.nearest import listed, nearest
from tftutor.problems import UsageProblem


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("term", metavar="TERM", nargs="*", help="a term, in any of its forms")


def run(options: Namespace) -> int:
    """Says it. Always 0."""
    display, course = output(), course_here()
    glossary = load_glossary(course.folder)
    term = " ".join(options.term)
    if not term:
        for entry in sorted(glossary.entries, key=lambda entry: entry.word.casefold()):
            _say(display, entry)
        return 0
    entry = _named(glossary, term)
    _say(display, entry)
    first = next((ref for ref in course.steps.values() if entry.word in ref.step.words), None)
    if first:
        display.line(("Explained in: ", "dim"), f"tftutor show {first.id}")
    return 0


def _named(glossary: Glossary, term: str) -> GlossaryEntry:
    entry = glossary.find(term)
    if entry is None:
        near = nearest(term, [form for one in glossary.entries for form in (one.word, *one.also)], count=3)
        hint = f"Did you mean {listed(near, 'or')}?" if near else "`tftutor glossary` says all of them."
        raise UsageProblem(f"The glossary has no `{term}`.", hint)
    return entry


def _say(display: Display, entry: GlossaryEntry) -> None:
    display.wrapped(f"{entry.word}: {entry.says}", indent="    ", first="", words=True)
