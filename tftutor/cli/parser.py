"""Options and help pages. What argparse says of a mistake becomes a sentence and a next step."""

from __future__ import annotations

import argparse
import re
from textwrap import dedent, fill
from typing import TYPE_CHECKING, Any, NoReturn

from tftutor.cli.commands import COMMANDS
from tftutor.nearest import nearest
from tftutor.problems import UsageProblem

if TYPE_CHECKING:
    from tftutor.application.attempts import RunOptions

WIDTH = 79


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help of one width everywhere, so that it can be quoted."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=24, width=WIDTH)


class Parser(argparse.ArgumentParser):
    """The parser of one command."""

    @classmethod
    def of_command(cls, name: str, doc: str) -> Parser:
        """``doc`` is the docstring of the command's module: what it does, then `Example:` and below."""
        text, _, example = doc.partition("Example:")
        return cls(
            prog=f"tftutor {name}",
            description=_paragraphs(text),
            epilog="example:\n" + "\n".join(f"  {line}" for line in dedent(example).strip().splitlines()),
            formatter_class=_Formatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Raises UsageProblem with the message made a sentence."""
        raise UsageProblem(_sentence(message, self), f"`{self.prog} --help` shows how it is used.")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Like argparse's, with the nearest option suggested for an unknown one."""
        options, extra = self.parse_known_args(args, namespace)
        if extra:
            self.error(_unrecognised(extra[0], self))
        return options

    def option_names(self) -> list[str]:
        """The long options."""
        return [name for action in self._actions for name in action.option_strings if name.startswith("--")]


def overview() -> str:
    """What `tftutor --help` says."""
    width = max(len(name) for name in COMMANDS) + 2
    lines = [
        "usage: tftutor [--plain] [--no-mouse]",
        "       tftutor COMMAND ...",
        "       tftutor ... --debug-log FILE [--debug-code]",
        "",
        "An interactive TensorFlow tutor for the terminal.",
        "",
        "commands:",
        *(f"  {name:<{width}}{what}" for name, what in COMMANDS.items()),
        "",
        "`tftutor COMMAND --help` explains a command. `tftutor` alone opens the tutor on",
        "the full screen; with --plain it is a conversation in lines, for screen readers",
        "and terminals that cannot draw; --no-mouse leaves the mouse to the terminal.",
        "A step is named like session3/softmax-regression/train-step, or only train-step",
        "where no other step has that name.",
        "",
        "--debug-log FILE adds what happens to FILE, for reports of bugs: commands, runs,",
        "problems. The code that is run is left out, unless --debug-code is given, too.",
        "",
        "exit codes:",
        "  0 all passed   1 not yet   2 the command was not understood",
        "  3 the course is broken   4 this machine, or tftutor itself, is broken",
        "",
        "environment:",
        "  TFTUTOR_PYTHON    the Python that has TensorFlow",
        "  TFTUTOR_DATA_DIR  a folder with data sets that are here already",
        "  TFTUTOR_COURSE    for teachers: a folder with a course.yaml and lessons",
        "  NO_COLOR          when set, nothing is coloured",
        "",
        "example:",
        "  tftutor next",
    ]
    return "\n".join(lines)


def seconds(text: str) -> float:
    """A positive number of seconds, for argparse."""
    value = float(text)
    if not 0 < value <= 86_400:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds between 0 and 86400")
    return value


def count(text: str) -> int:
    """A whole number from 1, for argparse."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 on")
    return value


def add_run_options(parser: Parser) -> None:
    """The options of the commands that run code."""
    group = parser.add_argument_group("how the code is run")
    group.add_argument(
        "--device", choices=("auto", "cpu", "gpu"), default="auto", help="where TensorFlow computes (auto)"
    )
    group.add_argument(
        "--from-start",
        action="store_true",
        help="forget the checkpoint of an earlier run that was cut, and begin from the start",
    )
    group.add_argument(
        "--seconds",
        type=seconds,
        metavar="N",
        help="end it after N seconds, in place of the step's own limit",
    )
    group.add_argument(
        "--memory",
        type=count,
        metavar="MB",
        help="end it above MB megabytes, in place of the step's own limit",
    )
    group.add_argument("--python", metavar="PATH", help="the Python that has TensorFlow")


def run_options(options: argparse.Namespace) -> RunOptions:
    """What was given of `add_run_options`, and of `--seed` and `--fresh` where the command has them."""
    from tftutor.application.attempts import RunOptions

    return RunOptions(
        device=options.device,
        seconds=options.seconds,
        memory_mb=options.memory,
        seed=getattr(options, "seed", None),
        fresh=getattr(options, "fresh", False),
    )


def _paragraphs(text: str) -> str:
    return "\n\n".join(fill(" ".join(part.split()), WIDTH) for part in dedent(text).strip().split("\n\n"))


def _unrecognised(word: str, parser: Parser) -> str:
    if not word.startswith("-"):
        return f"{word!r} is one word too many"
    name = word.partition("=")[0]
    near = nearest(name, parser.option_names())
    return f"there is no option {name}" + (f"; did you mean {near[0]}?" if near else "")


_KNOWN = (
    (re.compile(r"the following arguments are required: (.*)"), r"Something is missing: \1"),
    (re.compile(r"argument (\S+): expected one argument"), r"\1 needs a value after it"),
    (
        re.compile(r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)"),
        r"\1 cannot be \2; it can be \3",
    ),
    (re.compile(r"argument (\S+): invalid (?:float|seconds) value: (.*)"), r"\1 should be a number, not \2"),
    (
        re.compile(r"argument (\S+): invalid (?:int|count) value: (.*)"),
        r"\1 should be a whole number, not \2",
    ),
    (re.compile(r"argument (\S+): not allowed with argument (\S+)"), r"\1 and \2 cannot be used together"),
    (re.compile(r"argument (\S+): (.*)"), r"\1: \2"),
)


def _sentence(message: str, parser: Parser) -> str:
    for pattern, words in _KNOWN:
        if found := pattern.fullmatch(message):
            message = found.expand(words).replace("'", "")
            break
    end = "" if message.endswith((".", "?")) else "."
    start = message[:1].upper() if not message.startswith("-") else message[:1]
    return f"{start}{message[1:]}{end}"
