"""Where `tftutor` begins. `--version` is answered before anything else is imported."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tftutor.cli.faces import FullScreen


def main(argv: list[str] | None = None, full_screen: FullScreen | None = None) -> int:
    """Does what the words of a command line ask for. Returns the exit code.

    ``full_screen``: what opens the full-screen tutor; without it, `tftutor` alone prints one page.
    """
    words = sys.argv[1:] if argv is None else argv
    if words in (["--version"], ["-V"]):
        from tftutor import __version__

        print(f"tftutor {__version__}")
        return 0
    try:
        from tftutor.cli.dispatch import dispatch
    except KeyboardInterrupt:
        from tftutor.cli.exit_codes import INTERRUPTED

        return INTERRUPTED

    return dispatch(words, full_screen)
