"""Which face a learner gets: the full screen, the conversation in lines, or one page of text in a pipe."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from tftutor.presentation.terminals import terminal
from tftutor.problems import UsageProblem

# Opens the full-screen tutor at a step ("": at home), with or without the mouse. It is handed in from
# above, since the faces do not know each other.
FullScreen = Callable[[str, bool], int]


def open_face(options: Sequence[str], full_screen: FullScreen | None, step: str = "") -> int:
    """The face that fits the terminal, at a step where one is named. Returns the exit code.

    ``options``: of `--plain` and `--no-mouse`; `open` where the tutor was asked for by name.
    """
    if "--plain" in options:
        return _conversation(step)
    can = terminal()
    if can == "lines":
        _tell_why_plain()
        return _conversation(step)
    if not (options or step) and (can == "none" or full_screen is None):
        from tftutor.cli import home

        return home.run()
    if full_screen is None:
        raise UsageProblem("The full-screen tutor cannot be opened from here.", "Start it with: tftutor")
    return full_screen(step, "--no-mouse" not in options)


def _tell_why_plain() -> None:
    from tftutor.cli.display import output

    term = os.environ.get("TERM")
    says = f"says that it cannot (TERM is {term})" if term else "does not say that it can (TERM is not set)"
    output().wrapped(f"The full-screen tutor needs a terminal that can draw, and this one {says}.")


def _conversation(step: str) -> int:
    from tftutor.cli.dialogue import run

    return run(step)
