"""What goes on after the screen ends at the latest when it has taken all the time that it may."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fake_runs import Stage, going_on, step, until

from tftutor.application.screen_state import ScreenState
from tftutor.tui import shutdown
from tftutor.tui.shutdown import Signals, finish_kept_runs, kept_runs_message


class Shell:
    """In place of the process that a shell waits for: notes with which code it may go on."""

    def __init__(self) -> None:
        self.code = -1

    def detach(self, code: int) -> None:
        self.code = code


def test_a_run_that_takes_far_longer_than_it_may_is_ended_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutdown, "exit_soon", lambda _code: None)  # it would end the tests
    screen_state, shell = ScreenState.open(tmp_path), Shell()
    stage = Stage(tmp_path / "output", notes=screen_state, long=going_on)
    monkeypatch.setattr(stage.runs, "longest_seconds", lambda: 0.1)
    job = stage.runs.start(step("free-play"), "run", "long")
    until(lambda: job.state == "running")
    stage.runs.keep_going(job)
    parent: Any = shell
    finish_kept_runs(stage.runs, Signals(lambda _number: None, lambda: None), parent, 129)
    stage.runs.close()
    assert shell.code == 129
    assert job.left.is_set()
    (news,) = ScreenState.open(tmp_path).news()
    assert "took far longer than it may" in news.sentence
    assert ScreenState.open(tmp_path).unfinished() == []


def test_the_longest_time_counts_whatever_a_check_may_run() -> None:
    stage = Stage(long=going_on)
    stage.tutor.longest = 40.0
    job = stage.runs.start(step("free-play"), "run", "long")
    until(lambda: job.state == "running")
    assert stage.runs.longest_seconds() == 900.0
    stage.runs.keep_going(job)
    assert stage.runs.longest_seconds() == 940.0
    stage.runs.close()


def test_what_stands_on_the_terminal_names_every_run_that_goes_on() -> None:
    stage = Stage(long=going_on)
    jobs = [stage.runs.start(step(name), "check", "long") for name in ("free-play", "mean-of-squares")]
    assert kept_runs_message(jobs[:1]) == (
        "Your check of “Free play” goes on. The next start of tftutor tells how it ended."
    )
    assert kept_runs_message(jobs).startswith(
        "Your check of “Free play” and your check of “The mean of squares” go on."
    )
    stage.runs.close()
