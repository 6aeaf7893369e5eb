"""Where `tftutor` begins: above both faces, since neither knows the other."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Does what the words of a command line ask for. Returns the exit code."""
    from tftutor.cli.main import main as command_line

    return command_line(sys.argv[1:] if argv is None else argv, full_screen)


def full_screen(step: str, mouse: bool) -> int:
    """The full-screen tutor, at a step or at home. Returns the exit code; raises Problem."""
    from tftutor.tui.launch import run

    return run(step, mouse=mouse)
