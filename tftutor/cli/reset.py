"""Starts steps again: they count as not done, and your files hold the starters again. Your old files
are kept beside, under a dated name. A checkpoint that a training left is dropped.

Example:
  tftutor reset session3/softmax-regression/train
  tftutor reset all --yes
"""

from __future__ import annotations

import sys
from argparse import Namespace

from tftutor.application.desk import open_desk
from tftutor.cli.display import output
from tftutor.cli.parser import Parser
from tftutor.course.model import StepRef
from tftutor.course.scope import find
from tftutor.presentation.text import tidy
from tftutor.problems import UsageProblem


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("scope", metavar="SCOPE", help="a session, a lesson, a step, or `all`")
    parser.add_argument("--yes", action="store_true", help="do not ask first")


def run(options: Namespace) -> int:
    """Resets. 0, also when the reader decides against it."""
    display = output()
    with open_desk() as desk:
        refs = find(desk.course, options.scope)
        if not options.yes and not _asked(refs):
            display.line("Nothing was changed.")
            return 0
        count, kept = desk.reset(refs)
        for file in kept:
            display.line("Your old file: ", (tidy(file), "bold"))
        display.line("1 step starts anew." if count == 1 else f"{count} steps start anew.")
    return 0


def _asked(refs: list[StepRef]) -> bool:
    """Whether the reader agrees. Without a terminal nobody can be asked."""
    what = refs[0].id if len(refs) == 1 else f"{len(refs)} steps"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageProblem(
            f"Nobody can be asked here whether {what} should start anew.",
            "Say so with --yes, if that is meant.",
        )
    try:
        answer = input(f"Start {what} anew? Your old files are kept. [y/N] ")
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes")
