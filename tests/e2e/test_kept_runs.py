"""A run that the learner asked to keep outlives the terminal, and nothing else does."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cli_learner import Learner
from full_screen import greeted, open_step, start
from terminal import HANG, Terminal

from tftutor.application.runs.noted import LiveRun
from tftutor.application.screen_state import ScreenState
from tftutor.progress.store import ProgressStore

EXERCISE, TITLE = "one/code/mean-of-squares", "The mean of squares"
FREE, FREE_TITLE = "one/code/free-play", "Free play"
RIGHT = "import tensorflow as tf\n\nx = tf.constant([1.0, 2.0, 3.0])\ny = tf.reduce_mean(x ** 2)\n"
SLOW = "import time\nprint('off it goes', flush=True)\ntime.sleep({seconds})\nprint('error 6.94 %')\n"
ENDLESS = "print('off it goes', flush=True)\nwhile True:\n    pass\n"


@pytest.fixture
def at_home(learner: Learner) -> Iterator[Learner]:
    """A greeted learner; what still goes on for them after the test is ended."""
    yield greeted(learner)
    for run in _going_on(learner):
        run.process.tell(signal.SIGTERM)
        _until(lambda run=run: not run.process.is_alive)


def test_a_kept_check_outlives_the_connection_and_its_end_is_reported_and_shown(at_home: Learner) -> None:
    _has(at_home, EXERCISE, SLOW.format(seconds=6) + RIGHT)
    with start(at_home, "open", EXERCISE) as terminal:
        _runs(terminal, TITLE, "ctrl+j", keep=True)
        _hung_up_and_gone(terminal)
    (run,) = _going_on(at_home)
    assert (run.step, run.kind, run.alone) == (EXERCISE, "check", True)
    _until(lambda: not _going_on(at_home))
    _until(lambda: not run.process.is_alive)

    (attempt,) = _progress(at_home).attempts(EXERCISE)
    assert attempt.verdict == "passed"
    with start(at_home) as terminal:
        terminal.wait_for(f"Your last run finished while you were away: {TITLE}. Passed:")
        terminal.press("down", "enter")
        open_step(terminal, TITLE)
        terminal.wait_for("✓ passed")
        terminal.press("3")
        terminal.wait_for("off it goes\n")
        terminal.press("4")
        terminal.wait_for("✓ Passed:")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    with start(at_home) as terminal:
        terminal.wait_for("Continue")
        terminal.settle()
        assert not terminal.shows("while you were away")


def test_only_the_kept_one_of_two_runs_goes_on(at_home: Learner) -> None:
    _has(at_home, EXERCISE, ENDLESS)
    _has(at_home, FREE, ENDLESS)
    with start(at_home, "open", EXERCISE) as terminal:
        _runs(terminal, TITLE, "ctrl+r")
        terminal.press("alt+n")
        _runs(terminal, FREE_TITLE, "ctrl+r", keep=True)
        _until(lambda: len(_programs(at_home)) >= 2)
        _hung_up_and_gone(terminal)
        _until(lambda: len(_programs(at_home)) == 1)  # no warm one either
    (run,) = [run for run in _going_on(at_home) if run.alone]
    assert run.step == FREE
    with start(at_home) as terminal:
        terminal.wait_for("still goes on")
        assert len(_programs(at_home)) == 1


@pytest.mark.slow
def test_a_run_that_was_not_kept_is_gone(at_home: Learner) -> None:
    _has(at_home, EXERCISE, ENDLESS)
    with start(at_home, "open", EXERCISE) as terminal:
        _runs(terminal, TITLE, "ctrl+r", keep=True)
        terminal.press("alt+k")
        terminal.wait_for("This run ends when you leave")
        terminal.processes()
        terminal.hang_up()
        assert not terminal.survivors(HANG)
    with start(at_home) as terminal:
        terminal.wait_for("was cut off when")


def test_leaving_with_a_kept_run_gives_the_shell_its_prompt_and_says_so(at_home: Learner) -> None:
    _has(at_home, FREE, SLOW.format(seconds=4))
    with start(at_home, "open", FREE) as terminal:
        _runs(terminal, FREE_TITLE, "ctrl+r", keep=True)
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.wait_for(f"Your run of “{FREE_TITLE}” goes on.")
    (run,) = _going_on(at_home)
    assert Path(f"/proc/{run.process.number}/fd/1").readlink() == Path("/dev/null")
    with start(at_home) as terminal:
        terminal.wait_for(re.compile(rf"Your run of {FREE_TITLE} still goes on, begun \d\d:\d\d"))
        terminal.wait_for("finished while you were away: Free play. It came to its end after")
        assert terminal.shows("and printed last: error 6.94 %")
        assert not terminal.shows("still goes on")


def test_a_kept_run_is_met_in_its_step_and_stopped_there(at_home: Learner) -> None:
    run = _left_alone(at_home, FREE, ENDLESS)
    with start(at_home) as terminal:
        terminal.wait_for("still goes on")
        terminal.press("down", "enter")
        open_step(terminal, FREE_TITLE)
        terminal.wait_for("running by itself")
        terminal.press("3")
        terminal.wait_for("off it goes")
        terminal.press("ctrl+c")
        terminal.wait_for("You stopped it")
        _until(lambda: not run.process.is_alive)
        terminal.press("escape")
        terminal.wait_for("/ find")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
    assert ScreenState.open(_state(at_home)).news() == []


@pytest.mark.slow
def test_begun_again_it_takes_the_place_of_the_one_that_goes_on(at_home: Learner) -> None:
    run = _left_alone(at_home, FREE, ENDLESS)
    _has(at_home, FREE, "print('another')\n")
    with start(at_home, "open", FREE) as terminal:
        open_step(terminal, FREE_TITLE)
        terminal.wait_for("running by itself")
        terminal.press("ctrl+r")
        terminal.wait_for("Finished in")
        _until(lambda: not run.process.is_alive)
    assert ScreenState.open(_state(at_home)).news() == [], "it was stopped, and not ended by its limits"


def test_sigterm_ends_a_run_that_goes_on_and_the_next_start_says_so(at_home: Learner) -> None:
    run = _left_alone(at_home, FREE, ENDLESS)
    assert _programs(at_home)
    assert run.process.tell(signal.SIGTERM)
    _until(lambda: not (run.process.is_alive or _working(at_home)))
    with start(at_home) as terminal:
        terminal.wait_for("was cut off when the tutor ended: Free play")


@pytest.mark.slow
def test_sigkill_of_the_tutor_that_goes_on_leaves_no_process(at_home: Learner) -> None:
    run = _left_alone(at_home, FREE, ENDLESS)
    assert _working(at_home)
    assert run.process.tell(signal.SIGKILL)
    _until(lambda: not _working(at_home))


def test_sigterm_ends_a_tutor_and_its_kept_run(at_home: Learner) -> None:
    _has(at_home, FREE, ENDLESS)
    with start(at_home, "open", FREE) as terminal:
        _runs(terminal, FREE_TITLE, "ctrl+r", keep=True)
        terminal.processes()
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_exit() == 128 + signal.SIGTERM
        assert not terminal.survivors(HANG)


@pytest.mark.slow
def test_killing_what_the_shell_waits_for_leaves_no_process(at_home: Learner) -> None:
    _has(at_home, FREE, ENDLESS)
    with start(at_home, "open", FREE) as terminal:
        _runs(terminal, FREE_TITLE, "ctrl+r", keep=True)
        assert len(terminal.processes()) > 3
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_for_exit() == -signal.SIGKILL
        assert not terminal.survivors(HANG)


def test_when_the_tutor_is_killed_the_terminal_is_put_right(at_home: Learner) -> None:
    with start(at_home, "open", FREE) as terminal:
        open_step(terminal, FREE_TITLE)
        os.kill(terminal.processes()[1], signal.SIGKILL)
        assert terminal.wait_for_exit() == 128 + signal.SIGKILL
        assert b"\x1b[?1049l" in terminal.raw


@pytest.mark.slow
def test_two_tutors_each_see_the_run_of_the_other(at_home: Learner) -> None:
    _has(at_home, FREE, ENDLESS)
    with start(at_home, "open", FREE) as one, start(at_home, "open", EXERCISE) as other:
        open_step(other, TITLE)
        _runs(one, FREE_TITLE, "ctrl+r")
        other.press("alt+n")
        open_step(other, FREE_TITLE)
        other.wait_for("running in another tutor")
        other.press("ctrl+c")
        other.wait_for("You stopped it")
        one.wait_for("You stopped it")
        for terminal in (one, other):
            terminal.press("ctrl+q")
            assert terminal.wait_for_exit() == 0


@pytest.mark.slow
def test_the_settings_may_keep_every_run(at_home: Learner) -> None:
    learner = at_home.with_({"TFTUTOR_KEEP_RUNS": "true"})
    _has(learner, FREE, SLOW.format(seconds=2))
    with start(learner, "open", FREE) as terminal:
        _runs(terminal, FREE_TITLE, "ctrl+r")
        _hung_up_and_gone(terminal)
    _until(lambda: ScreenState.open(_state(learner)).news())


def test_in_lines_too_the_settings_may_keep_a_run(at_home: Learner) -> None:
    learner = at_home.with_({"TFTUTOR_KEEP_RUNS": "true"})
    _has(learner, FREE, SLOW.format(seconds=4))
    with start(learner, "--plain", term="dumb") as terminal:
        terminal.wait_for("What now?")
        terminal.line(f"open {FREE}")
        terminal.wait_for(re.compile(FREE_TITLE))
        terminal.line("run")
        terminal.wait_for("off it goes")
        terminal.hang_up()
        _until(lambda: ScreenState.open(_state(learner)).news())
    assert "error 6.94 %" in ScreenState.open(_state(learner)).news()[0].sentence


@pytest.mark.slow
def test_in_lines_too_it_takes_the_place_of_the_one_that_goes_on(at_home: Learner) -> None:
    run = _left_alone(at_home, FREE, ENDLESS)
    _has(at_home, FREE, "print('another')\n")
    with start(at_home, "--plain", term="dumb") as terminal:
        terminal.wait_for("still goes on, begun")
        terminal.wait_for("What now?")
        terminal.line(f"open {FREE}")
        terminal.wait_for(FREE_TITLE)
        terminal.line("run")
        terminal.wait_for("The run that still went on is stopped.")
        terminal.wait_for("It ran to its end")
        _until(lambda: not run.process.is_alive)
    assert ScreenState.open(_state(at_home)).news() == [], "it was stopped, and not ended by its limits"


# --- a learner's doing, and what is looked at ----------------------------------------------------


def _has(learner: Learner, step: str, code: str) -> None:
    """The learner's file of a step."""
    learner.draft(step).parent.mkdir(parents=True, exist_ok=True)
    learner.draft(step).write_text(code, encoding="utf-8")


def _runs(terminal: Terminal, title: str, key: str, *, keep: bool = False) -> None:
    """Starts the program of a step and lets it go on until it has printed."""
    open_step(terminal, title)
    terminal.press(key)
    terminal.wait_for("^c stop")
    terminal.press("alt+3")
    terminal.wait_for(re.compile("^off it goes", re.MULTILINE))
    if keep:
        terminal.press("alt+k")
        terminal.wait_for("This run goes on if you leave")


def _hung_up_and_gone(terminal: Terminal) -> None:
    """The window is closed; what the shell waits for has ended."""
    terminal.hang_up()
    terminal.wait_for_exit()
    terminal.spare_processes()


def _left_alone(learner: Learner, step: str, code: str) -> LiveRun:
    """A run that goes on by itself."""
    _has(learner, step, code)
    with start(learner, "open", step) as terminal:
        _runs(terminal, FREE_TITLE if step == FREE else TITLE, "ctrl+r", keep=True)
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    (run,) = _going_on(learner)
    assert run.alone
    return run


def _state(learner: Learner) -> Path:
    return learner.home / "state" / "tftutor"


def _going_on(learner: Learner) -> list[LiveRun]:
    return ScreenState.open(_state(learner)).going_on()


def _progress(learner: Learner) -> ProgressStore:
    return ProgressStore.open(_state(learner))


def _working(learner: Learner) -> list[Path]:
    """The folders in which processes work for the learner: a zygote's, a keeper's, those of programs."""
    runs, found = learner.home / "cache" / "tftutor" / "runs", []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            folder = (entry / "cwd").readlink()
            dead = (entry / "stat").read_text().rpartition(")")[2][1] in "ZX"
            if folder.is_relative_to(runs) and not dead:
                found.append(folder)
    return found


def _programs(learner: Learner) -> list[Path]:
    return [folder for folder in _working(learner) if folder.name == "work"]


def _until(holds: Any) -> Any:
    end = time.monotonic() + HANG
    while not (found := holds()):
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.05)
    return found
