"""Shows the next hint for a step, from a nudge to nearly the answer. Hints seen are noted.

Without a STEP, it is the one you opened last.

Example:
  tftutor hint session2/define-and-run/gradient-of-a-mean
"""

from __future__ import annotations

from argparse import Namespace

from tftutor.application.desk import open_desk
from tftutor.cli.display import output
from tftutor.cli.parser import Parser, count
from tftutor.course.model import Exercise, Task
from tftutor.problems import UsageProblem


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("step", metavar="STEP", nargs="?", help="a step, as `tftutor list SESSION` names it")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--level", type=count, metavar="N", help="the Nth hint, in place of the next one")
    which.add_argument("--all", action="store_true", help="all hints")


def run(options: Namespace) -> int:
    """Shows hints. Always 0."""
    display = output()
    with open_desk() as desk:
        ref = desk.step(options.step)
        if not isinstance(ref.step, Exercise | Task):
            raise UsageProblem(f"{ref.id} has no hints.", f"See it with: tftutor show {ref.id}")
        hints = ref.step.hints
        if options.level and options.level > len(hints):
            raise UsageProblem(f"{ref.id} has {len(hints)} hints.", f"Ask for one of 1 to {len(hints)}.")
        seen = desk.standings().state(ref).hints
        level = options.level or min(seen + 1, len(hints))
        levels = range(1, len(hints) + 1) if options.all else [level]
        for number in levels:
            display.line((f"Hint {number} of {len(hints)}", "bold"))
            display.markdown(hints[number - 1])
            display.line()
        desk.progress.note_hint(ref.id, levels[-1])
        if levels[-1] < len(hints):
            display.line(f"Another one: tftutor hint {ref.id}")
        elif isinstance(ref.step, Exercise):
            display.line(f"That is the last hint. The solution: tftutor show {ref.id} --solution")
    return 0
