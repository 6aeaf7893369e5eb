"""Runs the code of a step, or any Python file, and shows what it prints. Nothing is judged.

A step's code is your own file where you have one, with the code of earlier steps before it. What
the program prints goes to the standard output, everything else to the standard error.

Exit codes: 0 it ran to its end, 1 it did not, 2 not understood, 4 this machine cannot run it.

Example:
  tftutor run session2/define-and-run/gradient-of-a-mean
  tftutor run mine.py --seconds 60
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tftutor.application.attempts import ANSWER_FIRST, Attempts, attempts_of, code_to_run, must_answer_first
from tftutor.application.desk import Desk, open_desk
from tftutor.application.standing import doing
from tftutor.cli.display import errors, output
from tftutor.cli.exit_codes import INTERRUPTED
from tftutor.cli.interrupt import cancel_on_interrupt
from tftutor.cli.parser import Parser, add_run_options, run_options
from tftutor.cli.show import next_after
from tftutor.cli.streaming import Streaming
from tftutor.course.model import Predict, Read, Run, StepRef
from tftutor.course.references import code_step
from tftutor.presentation.source import read_code
from tftutor.presentation.text import tidy
from tftutor.problems import UsageProblem
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.evidence import Evidence


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("what", metavar="STEP|FILE.py", help="a step, or a Python file of yours")
    parser.add_argument(
        "--anyway", action="store_true", help="run a prediction's snippet before you have answered"
    )
    parser.add_argument("--log", action="store_true", help="show TensorFlow's own log lines too")
    add_run_options(parser)


def run(options: Namespace) -> int:
    """Runs it and shows its output as it comes."""
    with open_desk() as desk:
        file = _file(options.what)
        if file is not None:
            return _run_file(options, desk, file)
        ref = desk.step(options.what)
        if code_step(ref) is None:
            raise UsageProblem(f"{ref.id} has no code to run.", f"Try: {doing(ref)}")
        if must_answer_first(desk, ref) and not options.anyway:
            display = output()
            display.wrapped(ANSWER_FIRST)
            display.line(f"Answer:        tftutor answer {ref.id} ANSWER")
            display.line(f"Or run it now: tftutor run {ref.id} --anyway")
            return 1
        if options.from_start:
            desk.begin_from_start(ref)
        code = _run_step(options, desk, ref)
        if code == 0:
            _afterwards(desk, ref)
        return code


def _file(what: str) -> Path | None:
    path = Path(what)
    return path if what.endswith(".py") or path.is_file() else None


def _run_step(options: Namespace, desk: Desk, ref: StepRef) -> int:
    code, display = code_to_run(desk, ref), errors()
    file = desk.draft(ref)
    if file and not desk.is_untouched(ref):
        display.line((f"Running {tidy(file)}", "dim"))
    with _streamed(options, desk) as (attempts, streaming, cancel):
        result = attempts.run(ref, code, run_options(options), on_event=streaming, cancel=cancel)
        if result.outcome is not None and result.outcome.problem is not None:
            raise result.outcome.problem
        assert result.evidence
        streaming.finish(result.evidence)
    return _exit_code(result.evidence)


def _run_file(options: Namespace, desk: Desk, file: Path) -> int:
    code = read_code(file)
    with _streamed(options, desk) as (attempts, streaming, cancel):
        evidence = attempts.run_file(
            file.name, code, desk.settings, run_options(options), on_event=streaming, cancel=cancel
        )
        streaming.finish(evidence)
    return _exit_code(evidence)


@contextmanager
def _streamed(options: Namespace, desk: Desk) -> Iterator[tuple[Attempts, Streaming, Cancel]]:
    """Whatever runs inside shows its output as it comes, and ends at Ctrl+C."""
    streaming = Streaming(output(), errors(), log=options.log)
    with (
        cancel_on_interrupt() as cancel,
        attempts_of(
            desk.settings, desk.course, python=options.python, device=options.device, on_data=streaming.data
        ) as attempts,
    ):
        yield attempts, streaming, cancel


def _exit_code(evidence: Evidence) -> int:
    if evidence.ending == "cancelled":
        return INTERRUPTED
    return (
        0 if evidence.ending == "finished" or (evidence.ending == "exited" and not evidence.exit_code) else 1
    )


def _afterwards(desk: Desk, ref: StepRef) -> None:
    """On the standard error: the standard output is the program's own."""
    display = errors()
    desk.progress.note_opened(ref.id)
    standings = desk.standings()
    if isinstance(ref.step, Read | Run | Predict) and standings.of(ref) == "done":
        display.line()
        if ref.step.after:
            display.markdown(ref.step.after)
            display.line()
        next_after(display, standings, ref)
