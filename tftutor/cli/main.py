"""Where `tftutor` begins. `--version` is answered before anything else is imported."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Does what the words of a command line ask for. Returns the exit code."""
    words = sys.argv[1:] if argv is None else argv
    if words in (["--version"], ["-V"]):
        from tftutor import __version__

        print(f"tftutor {__version__}")
        return 0
    try:
        from tftutor.cli.dispatch import dispatch
    except KeyboardInterrupt:
        return 130

    return dispatch(words)
