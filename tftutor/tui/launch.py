"""Opens the full-screen tutor and brings the terminal back as it was, whatever happens in between."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import MutableMapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from tftutor.application.screen_state import ScreenState
from tftutor.application.user_config import screen_settings
from tftutor.places import places
from tftutor.presentation.terminals import terminal
from tftutor.problems import Problem, UsageProblem

if TYPE_CHECKING:
    from tftutor.tui.app import TutorApp
    from tftutor.tui.shutdown import Signals
    from tftutor.tui.terminal_parent import TerminalParent


def run(step: str = "", *, mouse: bool = True) -> int:
    """The tutor, until it is left. Returns the exit code.

    ``step``: where to begin, else the home screen. ``mouse``: False leaves it to the terminal.
    Raises Problem, when the terminal is in order again: no terminal, a broken course, a defect.
    """
    if terminal() != "screen":
        raise UsageProblem(
            "The full-screen tutor needs a terminal for what is typed, what is drawn and what is told, and "
            "here one of them is a pipe or a file, or cannot draw.",
            "Start `tftutor` without < > or |. `tftutor --help` shows the commands, which need none.",
        )
    from tftutor.tui.terminal_parent import fork_from_parent

    parent = fork_from_parent()
    chosen = screen_settings()
    prepare(os.environ)
    from tftutor.tui.keys import keymap

    keymap(chosen)  # a sentence on a bad key belongs before the screen, not on it
    screen_state = ScreenState.open(places().state)
    from tftutor.tui.app import TutorApp

    alt_with_digits()
    app = TutorApp(chosen, screen_state, open_at=step)
    app.animation_level = "full" if chosen.animation else "none"
    code = _run(app, parent, mouse=mouse and chosen.mouse)
    if app.problem is not None:
        raise app.problem
    return code


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


def _run(app: TutorApp, parent: TerminalParent, *, mouse: bool) -> int:
    from tftutor.tui.shutdown import Signals, finish_kept_runs, kept_runs_message

    signals = Signals(partial(_leave, app), app.stop_what_was_asked)
    signals.listen()
    try:
        asyncio.run(_until_left(app, mouse, signals))
    except Exception as error:  # noqa: BLE001 - a defect of ours becomes a sentence and a report
        if not signals.first:  # else nobody reads it
            app.problem = app.problem or _in_words(error)
    if app.fault is not None and not signals.first:
        app.problem = app.problem or _in_words(app.fault)
    code = 128 + signals.first if signals.first else app.return_value or 0
    try:
        kept = app.kept_runs
        if kept and not (app.problem or signals.terminated):
            signals.screen_is_gone()
            with suppress(OSError):  # the terminal is gone
                print(kept_runs_message(kept), flush=True)
            finish_kept_runs(app.runs, signals, parent, code)
    finally:
        app.close_down()
    return code


async def _until_left(app: TutorApp, mouse: bool, signals: Signals) -> None:
    if signals.screen_begins(asyncio.get_running_loop()):
        await app.run_async(mouse=mouse)


def _leave(app: TutorApp, number: int) -> None:
    """The terminal was closed, or somebody ends us: first the learner's work, then the screen."""
    app.leave(128 + number, with_all=number == signal.SIGTERM)


def _in_words(error: Exception) -> Problem:
    from tftutor.presentation.failures import as_problem

    inner = getattr(error, "error", error)  # a worker's, as Textual hands it on
    cause = inner if isinstance(inner, Exception) else error
    return cause if isinstance(cause, Problem) else as_problem(cause, ["(full screen)"])
