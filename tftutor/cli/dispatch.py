"""From the words of a command line to the command, and from what goes amiss to a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from tftutor.cli.commands import COMMANDS
from tftutor.problems import Problem, TensorFlowProblem, UsageProblem

if TYPE_CHECKING:
    from tftutor.cli.faces import FullScreen

INTERRUPTED = 130  # 128 + SIGINT, as shells count
FACE_OPTIONS = ("--plain", "--no-mouse")
PIPE_CLOSED = 141  # 128 + SIGPIPE


def dispatch(words: list[str], full_screen: FullScreen | None = None) -> int:
    """Runs the command and shows what went amiss, once. Returns the exit code."""
    _never_fail_to_encode()
    try:
        code = _command(words, full_screen)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except TensorFlowProblem as problem:
        from tftutor.presentation.root_cause import diagnosed

        return _shown(diagnosed(problem))
    except Problem as problem:
        return _shown(problem)
    except Exception as error:  # noqa: BLE001 - the one place where a defect of ours becomes a sentence
        from tftutor.presentation.failures import as_problem

        return _shown(as_problem(error, words))
    return code


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
    from tftutor.course.nearest import nearest

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
