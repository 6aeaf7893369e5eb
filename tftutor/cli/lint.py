"""Tries out every claim of the lessons, for those who write them.

For every step: the file is read strictly; texts fit a screen; no hint but the last tells the solution; the
solution passes under five seeds (one where it trains for minutes); the starter and an empty program fail on
a check; every mistake fails and gets its own sentence; every other solution passes; every check can fail;
limits leave room. All problems are listed, not the first.

WHAT is a scope (session3, a lesson, a step, all), a lesson file, or a course folder.

Example:
    tftutor lint session3
    tftutor lint lessons/session2/define-and-run.yaml --seeds 1
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from tftutor.cli.display import Display, output
from tftutor.cli.parser import Parser, count
from tftutor.problems import CourseProblem


def configure(parser: Parser) -> None:
    """The options of `tftutor lint`."""
    parser.add_argument("what", nargs="?", metavar="WHAT", help="what to try out (the whole course)")
    parser.add_argument(
        "--seeds",
        type=count,
        metavar="N",
        help="try solutions under N seeds (5; 1 for steps marked expensive, which train for minutes)",
    )
    parser.add_argument(
        "--optional",
        action="store_true",
        help="also run optional steps that train for minutes (a step that you name is always run)",
    )
    parser.add_argument("--static", action="store_true", help="look at the files only, run nothing")
    parser.add_argument("--stand-in", action="store_true", help="use generated stand-ins for the data sets")
    parser.add_argument("--fresh", action="store_true", help="use no evidence of earlier runs")
    parser.add_argument("--python", metavar="PATH", help="the Python that has TensorFlow")
    parser.add_argument("--json", action="store_true", help="figures and problems as JSON")


def run(options: argparse.Namespace) -> int:
    """Lists every problem. Exit code 0 when there is none, 3 otherwise."""
    from tftutor.authoring.scope import target_of
    from tftutor.authoring.texts import static_problems

    display = output()
    folder = os.environ.get("TFTUTOR_COURSE")
    target = target_of(options.what, Path(folder) if folder else None)
    problems = list(target.problems)
    if target.course:
        problems += static_problems(target.course, target.glossary, target.refs)
    reports: list[dict[str, Any]] = []
    if target.course and not target.problems and not options.static:
        found, reports = _examined(options, target.course, target.refs, None if options.json else display)
        problems += found
    if options.json:
        listed = [{"file": str(p.file or ""), "line": p.line, "sentence": p.sentence} for p in problems]
        print(json.dumps({"format": 1, "problems": listed, "steps": reports}, indent=2))
    else:
        _tell(display, problems, len(target.refs))
    return CourseProblem.exit_code if problems else 0


def _examined(
    options: argparse.Namespace, course: Any, refs: Any, display: Display | None
) -> tuple[list[CourseProblem], list[dict[str, Any]]]:
    from tftutor.authoring.gate import examine
    from tftutor.authoring.report import as_data, lines_of, problems_of
    from tftutor.places import settings
    from tftutor.tutor.opening import open_tutor

    problems: list[CourseProblem] = []
    data: list[dict[str, Any]] = []
    with open_tutor(
        settings(),
        course=course,
        python=options.python,
        stand_in="always" if options.stand_in else "allow",
        recording=False,
    ) as tutor:
        seeds = range(options.seeds) if options.seeds else None
        optional = options.optional or len(refs) == 1
        for report in examine(tutor, refs, seeds=seeds, fresh=options.fresh, optional=optional):
            problems += problems_of(report)
            data.append(as_data(report))
            if display:
                for line in lines_of(report):
                    display.line(line)
    order = list(course.steps)
    problems.sort(key=lambda p: (str(p.file), p.line or 0))
    data.sort(key=lambda d: order.index(d["step"]))
    return problems, data


def _tell(display: Display, problems: list[CourseProblem], steps: int) -> None:
    display.line("")
    for problem in problems:
        display.wrapped(str(problem), indent="    ", first="  ✗ ")
    if problems:
        display.line(f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in {steps} steps.")
    else:
        display.line(f"✓ {steps} steps, nothing to mend.")
