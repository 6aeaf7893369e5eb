"""Runs your code and says whether it does what the steps ask for, and why if not yet.

SCOPE is a session, a lesson, a step, or `all`; without it, the step you opened last. Your own files
are checked; a file that still holds the starter counts as not started. Questions count as you have
answered them. Tasks are looked at on this machine; among several steps, one that was done once
counts. Steps to read or to run freely are not counted. A run whose code, course and data have not
changed since is not made again, and no task looked at again, but with --fresh.

Exit codes: 0 all passed, 1 not yet, 2 not understood, 3 the course is broken, 4 this machine is.
Steps that are blocked (no GPU, no data) count as neither; if all are, the code is 4.

Example:
  tftutor check
  tftutor check session3 --json
  tftutor check error-rate --from /tmp/mine.py
"""

from __future__ import annotations

import time
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

from tftutor.application.attempts import attempts_of, in_parallel
from tftutor.application.desk import Desk, course_here, open_desk
from tftutor.cli import reports
from tftutor.cli.checking import Checking, CheckOptions, counted, exit_code
from tftutor.cli.display import Display, errors, output
from tftutor.cli.interrupt import cancel_on_interrupt
from tftutor.cli.parser import Parser, add_run_options, count, run_options
from tftutor.cli.progress_line import DataProgressLine, ProgressLine
from tftutor.cli.results import show_results
from tftutor.cli.verdicts import row
from tftutor.course.model import Course, Exercise, StepRef
from tftutor.course.scope import ALL, find
from tftutor.places import settings
from tftutor.presentation.outcomes import Outcome
from tftutor.presentation.source import read_code
from tftutor.problems import UsageProblem


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("scope", metavar="SCOPE", nargs="?", help="a session, a lesson, a step, or `all`")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--from", dest="file", metavar="FILE", help="check the code in FILE for this one step")
    what.add_argument(
        "--solutions",
        action="store_true",
        help="check the course's own solutions and snippets; nothing is recorded",
    )
    parser.add_argument(
        "--stand-in", action="store_true", help="use generated data in place of the real data sets"
    )
    parser.add_argument(
        "--seed", type=int, metavar="N", help="the seed of random numbers, in place of the step's own"
    )
    parser.add_argument("--fresh", action="store_true", help="run again even if nothing has changed")
    parser.add_argument("--jobs", type=count, metavar="N", help="how many runs side by side (as many as fit)")
    parser.add_argument("--json", action="store_true", help="the results as JSON (schema: check.schema.json)")
    parser.add_argument("--junit", metavar="FILE", help="also write the results to FILE as JUnit XML")
    add_run_options(parser)


def run(options: Namespace) -> int:
    """Checks and shows the results."""
    began = time.monotonic()
    junit = _junit_file(options.junit)
    with ExitStack() as stack:
        desk = None if options.solutions else stack.enter_context(open_desk())
        course = desk.course if desk else course_here()
        refs = _scope(course, desk, options.scope)
        check_options = _check_options(options, refs)
        if desk and options.from_start:
            for ref in refs:
                desk.begin_from_start(ref)
        chosen = [ref for ref in refs if counted(ref, solutions=check_options.solutions)]
        display = errors() if options.json else output()
        outcomes = _outcomes(course, desk, check_options, chosen, options, display) if chosen else []
        code = exit_code(outcomes, solutions=options.solutions)
        seconds = time.monotonic() - began
        if junit:
            reports.write_junit(junit, outcomes, seconds)
        if options.json:
            print(reports.as_json(course, options.scope or "", check_options, outcomes, seconds, code))
        else:
            show_results(display, desk, outcomes, refs, seconds)
    return code


def _outcomes(
    course: Course,
    desk: Desk | None,
    check_options: CheckOptions,
    refs: list[StepRef],
    options: Namespace,
    display: Display,
) -> list[Outcome]:
    """The outcome of every step, in course order; each is told as soon as those before it are."""
    tell = len(refs) > 1 and not options.json
    with ExitStack() as stack:
        cancel = stack.enter_context(cancel_on_interrupt(announce=not display.live))
        waiting = stack.enter_context(ProgressLine(display, lambda: cancel.requested))
        attempts = stack.enter_context(
            attempts_of(
                desk.settings if desk else settings(),
                course,
                python=options.python,
                device=options.device,
                stand_in=options.stand_in,
                recording=desk is not None,
                on_data=DataProgressLine(waiting, errors()),
            )
        )
        checking = Checking(attempts, desk, check_options, cancel, waiting)
        found: dict[str, Outcome] = {}
        told = 0
        for ref, outcome in in_parallel(course, refs, checking.check, workers=options.jobs):
            found[ref.id] = outcome
            waiting.note = f"{len(found)} of {len(refs)} done"
            while told < len(refs) and refs[told].id in found:
                if tell:
                    waiting.line(*row(found[refs[told].id]))
                told += 1
    return [found[ref.id] for ref in refs if ref.id in found]


def _scope(course: Course, desk: Desk | None, scope: str | None) -> list[StepRef]:
    if scope or desk is None:
        return find(course, scope or ALL)
    return [desk.step(None)]


def _check_options(options: Namespace, refs: list[StepRef]) -> CheckOptions:
    code = None
    if options.file:
        if len(refs) != 1 or not isinstance(refs[0].step, Exercise):
            raise UsageProblem(
                "--from needs one step with code to write.", "Name the step, as in its `show`."
            )
        code = read_code(Path(options.file))
    return CheckOptions(
        solutions=options.solutions,
        code=code,
        run=run_options(options),
        among_others=len(refs) > 1,
    )


def _junit_file(name: str | None) -> Path | None:
    """Whether it can be written is found out before anything is run."""
    if name is None:
        return None
    file = Path(name)
    if file.is_dir() or not file.absolute().parent.is_dir():
        raise UsageProblem(f"{name} cannot be written: it should be a file in a folder that is there.")
    return file
