"""The data sets that the lessons use. `list` shows which are here, `fetch` gets the real one of a
name, `verify` reads what is here again and compares it with what was published.

Exit codes of `verify`: 0 all is well, 1 something is not.

Example:
  tftutor data list
  tftutor data fetch mnist
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from tftutor.cli.display import Display, errors, output
from tftutor.cli.parser import Parser
from tftutor.cli.progress_line import DataProgressLine, ProgressLine
from tftutor.data import DataSets
from tftutor.data.model import Status, VerifyNote
from tftutor.places import places, settings
from tftutor.presentation.data_progress import megabytes
from tftutor.presentation.text import tidy
from tftutor.problems import UsageProblem

FORMAT = "tftutor-data"
VERSION = 1


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument(
        "action",
        choices=("list", "fetch", "verify"),
        nargs="?",
        default="list",
        metavar="ACTION",
        help="list, fetch or verify",
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help="data sets; for `verify`, all that are here")
    parser.add_argument("--json", action="store_true", help="the list as JSON (schema: data.schema.json)")


def run(options: Namespace) -> int:
    """Does it."""
    data = DataSets(places().cache, offline=settings().offline)
    if options.action == "fetch":
        return _fetch(data, options.names)
    if options.action == "verify":
        return _verify(data, options.names)
    if options.names:
        raise UsageProblem("`data list` takes no name.", "It lists every data set.")
    found = data.status()
    if options.json:
        print(json.dumps(as_data(found), indent=2, ensure_ascii=False))
    else:
        _list(output(), found)
    return 0


def as_data(found: Sequence[Status]) -> dict[str, Any]:
    """The list as `schemas/data.schema.json` describes it."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "data_sets": [
            {
                "name": one.name,
                "title": one.title,
                "state": one.state,
                "where": one.where,
                "size_bytes": one.size,
                "licence": one.licence,
                "note": one.note,
            }
            for one in found
        ],
    }


def _list(display: Display, found: Sequence[Status]) -> None:
    for number, one in enumerate(found):
        if number:
            display.line()
        style = "green" if one.state == "real" else "yellow" if one.state == "stand-in" else ""
        size = megabytes(one.size) + ("" if one.state != "not here" else " to fetch")
        display.line((f"{one.name:<14}", "bold"), (f"{one.state:<10}", style), f"{size:<20} {one.title}")
        for text in (one.where, f"licence: {one.licence}", one.note):
            if text:
                display.wrapped(text, indent="  ")
    if any(one.state != "real" for one in found):
        display.line()
        missing = next(one.name for one in found if one.state != "real")
        display.line("What is not here is fetched when a step needs it, or now:")
        display.line((f"  tftutor data fetch {missing}", "bold"))


def _fetch(data: DataSets, names: Sequence[str]) -> int:
    if not names:
        raise UsageProblem("Which data set should be fetched?", "Name it; `tftutor data list` shows all.")
    display = output()
    for name in names:
        with ProgressLine(display) as waiting:
            words = DataProgressLine(waiting, errors())
            resolved = data.fetch(name, words)
            words.finish()
        display.wrapped(f"✓ {resolved.name}: {resolved.origin}", indent="  ", first="")
    return 0


def _verify(data: DataSets, names: Sequence[str]) -> int:
    display = output()
    here = [one.name for one in data.status() if one.state != "not here"]
    notes: list[VerifyNote] = []
    for name in names or here:
        with ProgressLine(display) as waiting:
            words = DataProgressLine(waiting, errors())
            found = data.verify(name, words)
            words.finish()
        for one in found:
            _show_note(display, one)
        notes += found
    if not names and not here:
        display.line("No data set is here yet, so there is nothing to verify.")
    return 1 if any(note.level == "error" for note in notes) else 0


def _show_note(display: Display, note: VerifyNote) -> None:
    mark, style = {
        "ok": ("✓ ", "green"),
        "warning": ("! look: ", "yellow"),
        "error": ("✗ not as it should be: ", "yellow"),
    }[note.level]
    display.wrapped(note.sentence, first=mark, indent="  ", style=style)
    if note.file:
        display.wrapped(tidy(note.file), indent="  ")
