"""Looks for what stops TensorFlow or tftutor on this machine, and names the command that mends it.

One line for each area; more where something is amiss, or with -v. It looks at files and starts
nothing but the Python to be examined: no TensorFlow (unless --deep), no network, nothing is written.
`tftutor env-doctor explain ID` tells all about a finding; --list shows what can be found.

Exit codes: 0 nothing that stops you, 1 an error was found, 2 the command was not understood.

Example:
  tftutor env-doctor
  tftutor env-doctor --python ~/tf/bin/python -v
  tftutor env-doctor --area gpu --area machine
  tftutor env-doctor explain html5lib-filters-base
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from tftutor.cli.display import output
from tftutor.cli.parser import Parser
from tftutor.cli.parser import seconds as positive_seconds
from tftutor.course.nearest import nearest
from tftutor.problems import UsageProblem


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("words", nargs="*", metavar="explain ID", help="tell all about one finding")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="details, and what is merely good to know"
    )
    parser.add_argument("--python", metavar="PATH", help="the Python that has TensorFlow")
    parser.add_argument("--area", action="append", default=[], metavar="AREA", help="look at this area only")
    parser.add_argument("--deep", action="store_true", help="also start TensorFlow and the sandbox")
    parser.add_argument("--list", action="store_true", help="list everything that can be found")
    parser.add_argument("--json", action="store_true", help="as JSON (schema: env-doctor.schema.json)")
    parser.add_argument("--sysroot", metavar="DIR", help="examine this file tree instead of the machine")
    parser.add_argument(
        "--seconds", type=positive_seconds, metavar="N", help="give no look more than N seconds"
    )


def run(options: Namespace) -> int:
    """Examines and tells. Returns 1 when an error was found."""
    _prefer_pythons_own_modules()
    from tftutor.doctor import CATALOGUE, Options, diagnose
    from tftutor.doctor.jsonform import as_json
    from tftutor.doctor.telling import tell, tell_entries, tell_entry

    display = output()
    if options.words:
        tell_entry(CATALOGUE[_explained(options.words, [*CATALOGUE])], display)
        return 0
    if options.list:
        tell_entries([*CATALOGUE.values()], display)
        return 0
    wishes = Options(
        python=options.python,
        areas=_areas(options.area),
        deep=options.deep,
        sysroot=_folder(options.sysroot),
        tty=sys.stdout.isatty(),
        limit=options.seconds,
    )
    report = diagnose(wishes)
    if options.json:
        print(as_json(report))
    else:
        tell(report, display, verbose=options.verbose)
    return report.exit_code


def _prefer_pythons_own_modules() -> None:
    """A learner's random.py must not stop the one who is to find it."""
    named = {*os.environ.get("PYTHONPATH", "").split(os.pathsep), os.environ.get("PWD"), ""}
    home = str(Path(__file__).resolve().parents[2])
    later = [folder for folder in sys.path if folder in named and folder != home]
    sys.path[:] = [folder for folder in sys.path if folder not in later] + later


def _explained(words: list[str], known: list[str]) -> str:
    if words[0] != "explain" or len(words) != 2:
        raise UsageProblem(
            f"`{' '.join(words)}` is not understood here.",
            "Say `tftutor env-doctor explain ID`; --list has the ids.",
        )
    if words[1] not in known:
        near = nearest(words[1], known)
        raise UsageProblem(
            f"There is no finding `{words[1]}`.",
            f"Did you mean `{near[0]}`?" if near else "`tftutor env-doctor --list` shows all.",
        )
    return words[1]


def _areas(names: list[str]) -> tuple[str, ...]:
    from tftutor.doctor import AREAS

    for name in names:
        if name not in AREAS:
            near = nearest(name, AREAS)
            raise UsageProblem(
                f"There is no area `{name}`.",
                f"Did you mean `{near[0]}`?" if near else f"The areas are: {', '.join(AREAS)}.",
            )
    return tuple(names)


def _folder(name: str | None) -> Path | None:
    if name is None:
        return None
    folder = Path(name).resolve()
    if not folder.is_dir():
        raise UsageProblem(f"--sysroot needs a folder, and {name} is none.")
    return folder
