"""From the words of a command line to the command, and from what goes amiss to a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from tftutor.cli.commands import COMMANDS
from tftutor.cli.exit_codes import INTERRUPTED, PIPE_CLOSED
from tftutor.problems import Problem, TensorFlowProblem, UsageProblem

if TYPE_CHECKING:
    from tftutor.cli.faces import FullScreen

FACE_OPTIONS = ("--plain", "--no-mouse")


def dispatch(words: list[str], full_screen: FullScreen | None = None) -> int:
    """Run the command and show what went wrong, once. Return the exit code."""
    _never_fail_to_encode()
    if not any(word.startswith("--debug-") for word in words):  # `logging` takes longer than a short command
        return _run_to_its_end(words, full_screen)
    from tftutor import debug_log

    try:
        log, words = debug_log.split_options(words)
        if log is None:
            return _run_to_its_end(words, full_screen)
        with debug_log.recording(log, words) as note_exit_code:
            code = _run_to_its_end(words, full_screen)
            note_exit_code(code)
            return code
    except UsageProblem as problem:
        return _shown(problem)


def _run_to_its_end(words: list[str], full_screen: FullScreen | None) -> int:
    try:
        code = _command(words, full_screen)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place where a defect of ours becomes a sentence
        return _shown(_problem_of(error, words))
    return code


def _problem_of(error: Exception, words: list[str]) -> Problem:
    if isinstance(error, Problem):
        _log(error)
    if isinstance(error, TensorFlowProblem):
        from tftutor.presentation.root_cause import diagnosed

        return diagnosed(error)
    if isinstance(error, Problem):
        return error
    from tftutor.presentation.failures import as_problem

    return as_problem(error, words)


def _log(error: Exception) -> None:
    """Log a problem with its traceback, if anything is logged at all."""
    if "tftutor.debug_log" in sys.modules:
        from tftutor.debug_log import log_problem

        log_problem(error)


def _command(words: list[str], full_screen: FullScreen | None) -> int:
    if not words or words[0] in FACE_OPTIONS:
        return _face(words, full_screen)
    name, rest = words[0], words[1:]
    if name in ("-h", "--help", "help"):
        if not rest:
            from tftutor.cli.parser import overview

            print(overview())
            return 0
        name, rest = rest[0], ["--help"]
    if name not in COMMANDS:
        raise _unknown(name)
    return _run(name, rest, full_screen)


def _face(options: list[str], full_screen: FullScreen | None) -> int:
    from tftutor.cli.faces import open_face

    for option in options:
        if option not in FACE_OPTIONS:
            raise UsageProblem(f"{option!r} is one word too many.", "To begin with a step: tftutor open STEP")
    return open_face(options, full_screen)


def _run(name: str, words: list[str], full_screen: FullScreen | None) -> int:
    from tftutor.cli.parser import Parser

    module = import_module(f"tftutor.cli.{name.replace('-', '_')}")
    parser = Parser.of_command(name, module.__doc__ or "")
    module.configure(parser)
    try:
        options = parser.parse_args(words)
    except SystemExit as asked_for_help:
        return int(asked_for_help.code or 0)
    if name == "open":
        from tftutor.cli import open as opening

        return opening.run(options, full_screen)
    run: Callable[[object], int] = module.run
    return run(options)


def _unknown(name: str) -> UsageProblem:
    from tftutor.nearest import nearest

    if name.startswith("-"):
        return UsageProblem(f"tftutor has no option {name}.", "`tftutor --help` shows what there is.")
    near = nearest(name, COMMANDS)
    next_step = f"Did you mean `tftutor {near[0]}`?" if near else "`tftutor --help` shows what there is."
    return UsageProblem(f"There is no command `{name}`.", next_step)


def _show(problem: Problem) -> int:
    from tftutor.cli.display import errors
    from tftutor.cli.failures import tell

    tell(problem, errors())
    return problem.exit_code


def _shown(problem: Problem) -> int:
    try:
        sys.stdout.flush()
    except OSError:  # what it still holds cannot be written; the problem says why
        _let_go_of(sys.stdout)
    try:
        return _show(problem)
    except BrokenPipeError:
        _let_go_of_stdout()
        return PIPE_CLOSED


def _never_fail_to_encode() -> None:
    """A character that the terminal's encoding lacks becomes a question mark; a closed stream takes all."""
    if sys.stdout is None or sys.stderr is None:  # `>&-` in a shell
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the end
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _let_go_of_stdout() -> None:
    """Python flushes stdout once more at its end; nobody listens there any more."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            _let_go_of(stream)


def _let_go_of(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
