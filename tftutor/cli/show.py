"""Shows a step: its text, its question or its code, and what to do with it. For a step with code
to write, your own file is made from the starter if it is not there yet.

Without a STEP, shows the one you opened last.

Example:
  tftutor show session2/define-and-run/gradient-of-a-mean
"""

from __future__ import annotations

from argparse import Namespace

from tftutor.application.desk import Desk, open_desk
from tftutor.application.standing import Standings, doing
from tftutor.cli.display import Display, output
from tftutor.cli.parser import Parser
from tftutor.cli.questions import ask
from tftutor.course.model import Exercise, Predict, Quiz, Run, StepRef, Task
from tftutor.course.programs import sections, starter_of
from tftutor.course.references import code_step
from tftutor.presentation.text import tidy
from tftutor.problems import UsageProblem


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("step", metavar="STEP", nargs="?", help="a step, as `tftutor list SESSION` names it")
    parser.add_argument("--solution", action="store_true", help="show the solution; that you saw it is noted")
    parser.add_argument(
        "--prelude", action="store_true", help="show the code of earlier steps that runs before"
    )


def run(options: Namespace) -> int:
    """Shows the step. Always 0."""
    display = output()
    with open_desk() as desk:
        ref = desk.step(options.step)
        if options.solution:
            _solution(display, desk, ref)
        elif options.prelude:
            _prelude(display, desk, ref)
        else:
            heading(display, ref)
            aside = desk.standings().aside(ref)
            if aside:
                display.line((f"({aside})", "dim"))
                display.line()
            _text(display, desk, ref)
    return 0


def heading(display: Display, ref: StepRef) -> None:
    """Where the step stands, and its title."""
    display.line(
        (f"{ref.session.title} › {ref.lesson.title}   {ref.number} of {len(ref.lesson.steps)}", "dim")
    )
    display.line((ref.step.title, "bold"))
    display.line()


def next_after(display: Display, standings: Standings, ref: StepRef) -> None:
    """The step that comes after this one, as a command."""
    following = standings.after(ref)
    if following:
        display.line("Next: ", (f"tftutor show {following.id}", "bold"))
    else:
        display.line("This is the last step of the course.")


def _text(display: Display, desk: Desk, ref: StepRef) -> None:
    desk.progress.note_opened(ref.id)
    display.markdown(ref.step.text)
    display.line()
    if isinstance(ref.step, Predict):
        display.code(ref.step.code)
        display.line()
    if isinstance(ref.step, Quiz | Predict):
        ask(display, ref.step)
    _file(display, desk, ref)
    standings = desk.standings()
    if standings.of(ref) == "done":
        if ref.step.after:
            display.markdown(ref.step.after)
            display.line()
        next_after(display, standings, ref)
        return
    display.line("Then: " if isinstance(ref.step, Exercise | Run | Task) else "Next: ", (doing(ref), "bold"))


def _file(display: Display, desk: Desk, ref: StepRef) -> None:
    file = desk.draft(ref)
    if file is None or not isinstance(ref.step, Exercise | Run):
        return
    if desk.is_untouched(ref):
        display.code(starter_of(ref.step))
        display.line()
    if sections(desk.course, ref):
        display.wrapped(f"Code of earlier steps runs before yours: tftutor show {ref.id} --prelude")
    change = "change it with any editor" if isinstance(ref.step, Exercise) else "change it as you like"
    display.line("Your file: ", (tidy(file), "bold"))
    display.line(f"({change})")
    display.line()


def _solution(display: Display, desk: Desk, ref: StepRef) -> None:
    if not isinstance(ref.step, Exercise):
        raise UsageProblem(
            f"{ref.id} is no exercise, so it has no solution.", f"See it with: tftutor show {ref.id}"
        )
    desk.progress.note_solution_seen(ref.id)
    heading(display, ref)
    display.line("The solution:")
    display.line()
    display.code(ref.step.solution)
    display.line()
    display.wrapped("Type it rather than copy it: the hand remembers.")
    display.line("Then: ", (doing(ref), "bold"))


def _prelude(display: Display, desk: Desk, ref: StepRef) -> None:
    if code_step(ref) is None:
        raise UsageProblem(
            f"{ref.id} has no code, so nothing runs before it.", f"See it with: tftutor show {ref.id}"
        )
    heading(display, ref)
    parts = sections(desk.course, ref)
    if not parts:
        display.line("Nothing runs before your code in this step.")
        return
    display.wrapped("This runs before your code, in this order; its names are there for you to use.")
    for name, code in parts:
        display.line()
        display.line((name, "dim"))
        display.code(code)
