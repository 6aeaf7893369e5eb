"""Opens the full-screen tutor: at STEP, or where you were.

A step is named like session3/softmax-regression/train-step, or only train-step where no other step has
that name. `tftutor` alone opens the tutor at its home screen. With --plain it is a conversation line by
line, for screen readers and for terminals that cannot draw.

Example:
  tftutor open train-step
  tftutor open train-step --plain
"""

from __future__ import annotations

from argparse import Namespace

from tftutor.cli.faces import FullScreen, open_face
from tftutor.cli.parser import Parser


def configure(parser: Parser) -> None:
    """Its options."""
    parser.add_argument("step", metavar="STEP", nargs="?", default="", help="the step to begin with")
    parser.add_argument("--plain", action="store_true", help="line by line, nothing is drawn")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")


def run(options: Namespace, full_screen: FullScreen | None = None) -> int:
    """Opens it. Returns the exit code."""
    given = [name for name, on in (("--plain", options.plain), ("--no-mouse", options.no_mouse)) if on]
    return open_face(given or ["open"], full_screen, options.step)
