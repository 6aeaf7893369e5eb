"""Shows the sessions and lessons of the course and how much of each you have done. With a SCOPE,
shows its steps too.

SCOPE is a session, a lesson, a step, or `all`.

Example:
  tftutor list
  tftutor list session3
"""

from __future__ import annotations

import json
from argparse import Namespace
from itertools import groupby
from typing import Any

from tftutor.application.desk import open_desk
from tftutor.application.standing import GLYPHS, STYLES, Standings
from tftutor.cli.display import Display, output
from tftutor.cli.parser import Parser
from tftutor.course.model import StepRef
from tftutor.course.scope import ALL, find

FORMAT = "tftutor-list"
VERSION = 1


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("scope", metavar="SCOPE", nargs="?", help="a session, a lesson, a step, or `all`")
    parser.add_argument("--json", action="store_true", help="as JSON (schema: list.schema.json)")


def run(options: Namespace) -> int:
    """Shows the list. Always 0."""
    with open_desk() as desk:
        standings = desk.standings()
        refs = find(desk.course, options.scope or ALL)
        if options.json:
            print(json.dumps(as_data(standings, refs), indent=2, ensure_ascii=False))
            return 0
        display = output()
        _draw(display, standings, refs, steps=bool(options.scope))
        if not options.scope:
            display.line()
            example = (standings.current() or refs[0]).session.id
            display.line(f"The steps of a session: tftutor list {example}")
    return 0


def as_data(standings: Standings, refs: list[StepRef]) -> dict[str, Any]:
    """The list as `schemas/list.schema.json` describes it."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "course": {"id": standings.course.id, "title": standings.course.title},
        "steps": [
            {
                "id": ref.id,
                "session": ref.session.title,
                "lesson": ref.lesson.title,
                "title": ref.step.title,
                "kind": ref.step.kind,
                "standing": standings.of(ref),
                "optional": ref.step.optional,
                "counts": standings.counts(ref),
                "minutes": ref.step.minutes or None,
            }
            for ref in refs
        ],
    }


def _draw(display: Display, standings: Standings, refs: list[StepRef], *, steps: bool) -> None:
    for number, (session, in_session) in enumerate(groupby(refs, lambda ref: ref.session)):
        of_session = list(in_session)
        if number:
            display.line()
        display.line((f"{session.id}: {session.title}", "bold"), f"   {_count(standings, of_session)}")
        for lesson, in_lesson in groupby(of_session, lambda ref: ref.id.rpartition("/")[0]):
            of_lesson = list(in_lesson)
            if steps:
                display.line()
            summary = f"{of_lesson[0].lesson.title}  {_count(standings, of_lesson)}"
            display.line(f"  {summary:<46} ", (lesson, "dim"))
            for ref in of_lesson if steps else []:
                _step(display, standings, ref)


def _step(display: Display, standings: Standings, ref: StepRef) -> None:
    standing = standings.of(ref)
    mark = f"{GLYPHS[standing]} {standings.word(ref):<8}"
    name = ref.step.id
    display.line(
        "    ", (mark, STYLES[standing]), f"{ref.step.kind:<9} {name:<24} ", _short(ref.step.title, 29)
    )
    if aside := standings.aside(ref):
        display.line(" " * 49, (f"({aside})", "dim"))


def _count(standings: Standings, refs: list[StepRef]) -> str:
    done, total = standings.done(refs), standings.total(refs)
    return "done" if done == total else f"{done} of {total}"


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
