"""Opens the full-screen tutor and brings the terminal back as it was, whatever happens in between."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import MutableMapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tftutor.places import Settings, places, settings
from tftutor.presentation.memory import Memory
from tftutor.presentation.terminals import over_ssh, terminal
from tftutor.problems import Problem, UsageProblem

if TYPE_CHECKING:
    from tftutor.tui.app import TutorApp

PLAIN = -1  # the terminal cannot draw: the conversation in lines is the face for it
_PATIENCE = 8.0  # seconds for the end of a screen whose terminal is gone
_ENDING = (signal.SIGHUP, signal.SIGTERM)


def run(step: str = "", *, mouse: bool = True) -> int:
    """The tutor, until it is left. Returns the exit code, or PLAIN where the terminal cannot draw.

    ``step``: where to begin, else the home screen. ``mouse``: False leaves it to the terminal.
    Raises Problem, when the terminal is in order again: no terminal, a broken course, a defect.
    """
    can = terminal()
    if can == "lines":
        return PLAIN
    if can == "none":
        raise UsageProblem(
            "The full-screen tutor needs a terminal for what is typed, what is drawn and what is told, and "
            "here one of them is a pipe or a file.",
            "Start `tftutor` without < > or |. `tftutor --help` shows the commands, which need none.",
        )
    wished = settings_here()
    prepare(os.environ)
    from tftutor.tui.keys import keymap

    keymap(wished)  # a sentence on a bad key belongs before the screen, not on it
    memory = Memory.open(places().state)
    from tftutor.tui.app import TutorApp

    alt_with_digits()
    app = TutorApp(wished, memory, open_at=step)
    app.animation_level = "full" if wished.animation else "none"
    code = _run(app, mouse=mouse and wished.mouse)
    if app.problem is not None:
        raise app.problem
    return code


def settings_here() -> Settings:
    """The settings, with what nobody has set decided: over SSH nothing moves and nothing blinks."""
    found = settings()
    still = over_ssh()
    animation = not still if found.animation is None else found.animation
    blink = not still if found.cursor_blink is None else found.cursor_blink
    return replace(found, animation=animation, cursor_blink=blink)


def prepare(environ: MutableMapping[str, str]) -> None:
    """What Textual reads when it is imported. tmux draws 256 colours under any TERM."""
    truecolor = environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    if environ.get("TMUX") and not truecolor:
        environ.setdefault("TEXTUAL_COLOR_SYSTEM", "256")
    if environ.get("NO_COLOR") == "":  # empty means unset; Textual would take it for set
        del environ["NO_COLOR"]


def alt_with_digits() -> None:
    """Lets Alt+1 to Alt+9 arrive as such. Textual reads what terminals send for them, Escape and the
    digit, as what a Mac types with Option (`¡` for 1); it would stand in the learner's code."""
    from textual import _ansi_sequences

    sequences: Any = _ansi_sequences.ANSI_SEQUENCES_KEYS
    for digit in "0123456789":
        sequences.pop(f"\x1b{digit}", None)


def _run(app: TutorApp, *, mouse: bool) -> int:
    ended: list[int] = []
    try:
        asyncio.run(_until_left(app, mouse, ended))
    except Exception as error:  # noqa: BLE001 - a defect of ours becomes a sentence and a report
        app.problem = app.problem or _in_words(error)
    finally:
        app.close_down()
    if ended:
        return 128 + ended[0]
    fault = app.fault
    if fault is not None:
        app.problem = app.problem or _in_words(fault)
    return app.return_value or 0


async def _until_left(app: TutorApp, mouse: bool, ended: list[int]) -> None:
    loop = asyncio.get_running_loop()
    for number in _ENDING:
        loop.add_signal_handler(number, partial(_end, app, number, ended))
    try:
        await app.run_async(mouse=mouse)
    finally:
        for number in _ENDING:
            loop.remove_signal_handler(number)


def _end(app: TutorApp, number: int, ended: list[int]) -> None:
    """The terminal was closed, or somebody ends us: first the learner's work, then the screen."""
    if ended:
        return
    ended.append(number)
    last_resort = threading.Timer(_PATIENCE, os._exit, [128 + number])
    last_resort.daemon = True
    last_resort.start()  # nobody is there to see a screen that does not come to its end
    try:
        app.save_work()
    finally:
        app.exit(128 + number)


def _in_words(error: Exception) -> Problem:
    from tftutor.presentation.failures import as_problem

    inner = getattr(error, "error", error)  # a worker's, as Textual hands it on
    cause = inner if isinstance(inner, Exception) else error
    return cause if isinstance(cause, Problem) else as_problem(cause, ["(full screen)"])
