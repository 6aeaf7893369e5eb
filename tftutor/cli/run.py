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
from contextlib import ExitStack
from pathlib import Path

from tftutor.application.desk import Desk, open_desk
from tftutor.application.standing import doing
from tftutor.cli.dispatch import INTERRUPTED
from tftutor.cli.display import errors, output
from tftutor.cli.interrupt import cancel_on_interrupt
from tftutor.cli.parser import Parser, add_run_options
from tftutor.cli.show import next_after
from tftutor.cli.streaming import Streaming
from tftutor.course.model import Predict, Read, Run, StepRef
from tftutor.course.references import code_step
from tftutor.presentation.source import read_code
from tftutor.presentation.text import tidy
from tftutor.problems import UsageProblem
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.evidence import Evidence
from tftutor.runtime.program import Limits
from tftutor.tutor import Tutor

# For a program of the learner's own, which no step sets limits for.
FREE_LIMITS = Limits(seconds=600.0, memory_mb=4000)


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
            return _run(options, desk, file, None)
        ref = desk.step(options.what)
        if code_step(ref) is None:
            raise UsageProblem(f"{ref.id} has no code to run.", f"Try: {doing(ref)}")
        if isinstance(ref.step, Predict) and not options.anyway and not desk.standings().state(ref).attempts:
            display = output()
            display.wrapped("First say what you expect it to do; that is how one learns from it.")
            display.line(f"Answer:        tftutor answer {ref.id} ANSWER")
            display.line(f"Or run it now: tftutor run {ref.id} --anyway")
            return 1
        code = _run(options, desk, desk.draft(ref), ref)
        if code == 0:
            _afterwards(desk, ref)
        return code


def _file(what: str) -> Path | None:
    path = Path(what)
    return path if what.endswith(".py") or path.is_file() else None


def _run(options: Namespace, desk: Desk, file: Path | None, ref: StepRef | None) -> int:
    from tftutor.tutor.opening import open_tutor

    code = read_code(file) if file else ref.step.code if ref and isinstance(ref.step, Predict) else ""
    display = errors()
    if ref and file and not desk.is_untouched(ref):
        display.line((f"Running {tidy(file)}", "dim"))
    streaming = Streaming(output(), display, log=options.log)
    with ExitStack() as stack:
        cancel = stack.enter_context(cancel_on_interrupt())
        tutor = stack.enter_context(
            open_tutor(
                desk.settings,
                course=desk.course,
                python=options.python,
                device=options.device,
                on_data=streaming.data,
            )
        )
        evidence = _evidence(tutor, ref, file, code, options, desk, streaming, cancel)
        streaming.finish(evidence)
    return _exit_code(evidence)


def _evidence(
    tutor: Tutor,
    ref: StepRef | None,
    file: Path | None,
    code: str,
    options: Namespace,
    desk: Desk,
    streaming: Streaming,
    cancel: Cancel,
) -> Evidence:
    if ref is not None:
        return tutor.try_out(
            ref,
            code,
            device=options.device,
            seconds=options.seconds,
            memory_mb=options.memory,
            on_event=streaming,
            cancel=cancel,
        )
    assert file
    limits = Limits(
        seconds=options.seconds or desk.settings.seconds or FREE_LIMITS.seconds,
        memory_mb=options.memory or desk.settings.memory_mb or FREE_LIMITS.memory_mb,
    )
    return tutor.free_run(
        code, name=file.name, limits=limits, device=options.device, on_event=streaming, cancel=cancel
    )


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
