"""Looks for what stops TensorFlow or tftutor on this machine, and names the command that fixes it.

One line for each area; more where something is amiss, or with -v. It looks at files and starts
nothing but the Python to be examined: no TensorFlow (unless --deep), no network, nothing is written.
`tftutor env-doctor explain ID` tells all about a finding; --list shows what can be found. --fix does
what can be done inside a virtual environment or among your own files, after it has shown it and asked;
what needs an administrator, a driver or your shell is left to you. --report prints all of it for a
forum, with your names, addresses and keys taken out.

Exit codes: 0 nothing that stops you, 1 an error was found, 2 the command was not understood.

Example:
  tftutor env-doctor
  tftutor env-doctor --python ~/tf/bin/python -v
  tftutor env-doctor --area gpu --area machine
  tftutor env-doctor explain html5lib-filters-base
  tftutor env-doctor --fix
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from tftutor.cli.display import output
from tftutor.cli.parser import Parser
from tftutor.cli.parser import seconds as positive_seconds
from tftutor.nearest import nearest
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
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="ID", help="leave out this finding, this time"
    )
    parser.add_argument("--fix", action="store_true", help="mend what can be mended safely; asks first")
    parser.add_argument("--yes", action="store_true", help="with --fix: do not ask")
    parser.add_argument(
        "--report", action="store_true", help="as text to paste in a forum, without names and keys"
    )
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
    from tftutor.doctor.json_report import as_json
    from tftutor.doctor.text_report import write_entries, write_entry, write_report

    display = output()
    _together(options)
    if options.words:
        write_entry(CATALOGUE[_explained(options.words, [*CATALOGUE])], display)
        return 0
    if options.list:
        write_entries([*CATALOGUE.values()], display)
        return 0
    chosen = Options(
        python=options.python,
        areas=_areas(options.area),
        deep=options.deep,
        sysroot=_folder(options.sysroot),
        tty=sys.stdout.isatty(),
        limit=options.seconds,
        ignore=tuple(_known(id, [*CATALOGUE]) for id in options.ignore),
    )
    report = diagnose(chosen)
    if options.fix:
        from tftutor.cli.env_doctor_fix import mend

        report = mend(report, chosen, display, agreed=options.yes)
    if options.json:
        print(as_json(report))
    elif options.report:
        from tftutor.doctor.diagnosis import machine_of
        from tftutor.doctor.shared_report import as_shared

        print(as_shared(report, chosen, machine_of(chosen)))
    else:
        write_report(report, display, verbose=options.verbose)
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
    return _known(words[1], known)


def _known(id: str, known: list[str]) -> str:
    if id not in known:
        near = nearest(id, known)
        raise UsageProblem(
            f"There is no finding `{id}`.",
            f"Did you mean `{near[0]}`?" if near else "`tftutor env-doctor --list` shows all.",
        )
    return id


def _together(options: Namespace) -> None:
    """CheckOptions that exclude each other."""
    if options.yes and not options.fix:
        raise UsageProblem("--yes says yes to --fix, and there is no --fix.")
    if options.json and options.report:
        raise UsageProblem("--json and --report are two forms of the same; choose one.")
    if options.fix:
        from tftutor.cli.env_doctor_fix import refuse_as_administrator

        refuse_as_administrator()
        for name in ("sysroot", "json", "report"):
            if getattr(options, name):
                raise UsageProblem(f"--fix cannot go together with --{name}.")


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
