"""Shows what you have done so far: by session and lesson, with attempts and hints.

Example:
  tftutor progress
  tftutor progress --json
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tftutor.application.desk import open_desk
from tftutor.application.standing import Standings, effort, steps_of
from tftutor.cli.display import Display, output
from tftutor.cli.next import tell_next
from tftutor.cli.parser import Parser
from tftutor.course.model import StepRef

FORMAT = "tftutor-progress-report"
VERSION = 1


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("--json", action="store_true", help="as JSON (schema: progress.schema.json)")


def run(options: Namespace) -> int:
    """Shows it. Always 0."""
    with open_desk() as desk:
        standings = desk.standings()
        if options.json:
            print(json.dumps(as_data(standings), indent=2, ensure_ascii=False))
        else:
            _draw(output(), standings)
    return 0


def as_data(standings: Standings) -> dict[str, Any]:
    """Progress as `schemas/progress.schema.json` describes it."""
    course = standings.course
    refs = list(course.steps.values())
    following = standings.next()
    return {
        "format": FORMAT,
        "version": VERSION,
        "course": {"id": course.id, "title": course.title, "digest": course.digest},
        "done": standings.done(refs),
        "total": standings.total(refs),
        "next": following.id if following else None,
        "lessons": [_lesson(standings, id) for id in course.lessons],
        "unknown_steps": sorted(id for id in standings.states if id not in course.steps),
    }


def _lesson(standings: Standings, id: str) -> dict[str, Any]:
    refs = steps_of(standings.course, id)
    return {
        "id": id,
        "title": standings.course.lessons[id].title,
        "done": standings.done(refs),
        "total": standings.total(refs),
        "steps": [_step(standings, ref) for ref in refs],
    }


def _step(standings: Standings, ref: StepRef) -> dict[str, Any]:
    state = standings.state(ref)
    return {
        "id": ref.id,
        "kind": ref.step.kind,
        "standing": standings.of(ref),
        "optional": ref.step.optional,
        "counts": standings.counts(ref),
        "passed": state.passed,
        "first_passed_at": _moment(state.first_passed_at),
        "attempts": state.attempts,
        "hints": state.hints,
        "solution_seen": state.solution_seen,
        "last_verdict": state.last_verdict,
        "last_at": _moment(state.last_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _draw(display: Display, standings: Standings) -> None:
    course = standings.course
    refs = list(course.steps.values())
    for session in course.sessions:
        of_session = steps_of(course, session.id)
        display.line((f"{session.id}: {session.title}", "bold"), f"   {_count(standings, of_session)}")
        for lesson in session.lessons:
            of_lesson = steps_of(course, f"{session.id}/{lesson}")
            title = course.lessons[f"{session.id}/{lesson}"].title
            display.line(
                f"  {title:<34} {_count(standings, of_lesson):<10} {effort(standings, of_lesson)}".rstrip()
            )
        display.line()
    display.line(f"{standings.done(refs)} of {standings.total(refs)} steps done.")
    unknown = sum(id not in course.steps for id in standings.states)
    if unknown:
        display.wrapped(f"Progress on {unknown} more steps, which this course does not have, is kept.")
    display.line()
    tell_next(display, standings)


def _count(standings: Standings, refs: Sequence[StepRef]) -> str:
    done, total = standings.done(refs), standings.total(refs)
    return "done" if done == total else f"{done} of {total}"
