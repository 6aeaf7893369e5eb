"""Prints the JSON Schema of a kind of file of the course, so that an editor completes and checks it.

Example:
  tftutor schema lesson > lesson.schema.json
"""

from __future__ import annotations

import json
from argparse import Namespace

from tftutor.cli.parser import Parser


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument(
        "what",
        choices=("lesson", "course", "glossary"),
        nargs="?",
        metavar="KIND",
        default="lesson",
        help="lesson (also when nothing is named), course or glossary",
    )


def run(options: Namespace) -> int:
    """Prints it. Always 0."""
    from tftutor.checks import KINDS
    from tftutor.course.schema import json_schema

    print(json.dumps(json_schema(KINDS)[options.what], indent=2, ensure_ascii=False))
    return 0
