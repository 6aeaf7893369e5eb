"""The one thing to do next, as a sentence and a command.

Example:
  tftutor next
"""

from __future__ import annotations

from argparse import Namespace

from tftutor.application.desk import open_desk
from tftutor.application.standing import Standings, command_for, position
from tftutor.cli.display import Display, output
from tftutor.cli.parser import Parser


def configure(parser: Parser) -> None:
    """It takes nothing."""


def run(_options: Namespace) -> int:
    """Shows it. Always 0."""
    with open_desk() as desk:
        tell_next(output(), desk.standings())
    return 0


def tell_next(display: Display, standings: Standings) -> None:
    """The next step and the command for it."""
    ref = standings.next()
    if ref is None:
        display.wrapped("You have done every step of this course. `tftutor progress` shows it all.")
        return
    begun = standings.of(ref) != "new"
    display.line(("Continue: " if begun else "Next: ", "bold"), f"{position(ref)}: {ref.step.title}")
    display.line("      ", (command_for(ref, standings.of(ref)), "bold"))
