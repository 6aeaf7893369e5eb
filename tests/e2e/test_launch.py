"""Opening and leaving the full-screen tutor: which face, and the terminal afterwards as it was before."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_learner import Learner
from full_screen import TFTUTOR, greeted, start
from terminal import Terminal

from tftutor.application.screen_state import ScreenState
from tftutor.tui.launch import prepare

LEAVES_THE_SCREEN = b"\x1b[?1049l"


def test_in_a_pipe_it_is_one_page(learner: Learner) -> None:
    said = learner.says()
    assert "A small course" in said
    assert "tftutor --plain" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("words", [["--no-mouse"], ["open", "free-play"]])
def test_asked_for_without_a_terminal_it_says_what_it_needs(learner: Learner, words: list[str]) -> None:
    said = learner.says(*words, code=2)
    assert "needs a terminal" in said
    assert "shows the commands" in " ".join(said.split())


def test_errors_into_a_file_leave_nothing_to_draw_on(learner: Learner) -> None:
    controller, terminal = pty.openpty()
    with open(os.devnull, "w") as errors:
        done = subprocess.run(
            [*TFTUTOR], env=learner.environment(), cwd=learner.home, timeout=60,
            stdin=terminal, stdout=terminal, stderr=errors, check=False,
        )  # fmt: skip
    assert done.returncode == 0
    assert b"A small course" in os.read(controller, 10_000)
    os.close(controller)
    os.close(terminal)


@pytest.mark.parametrize("term", ["dumb", None])
def test_where_nothing_can_be_drawn_it_is_a_conversation(learner: Learner, term: str | None) -> None:
    with Terminal(TFTUTOR, term=term, env=learner.environment(), cwd=learner.home) as terminal:
        terminal.wait_for("needs a terminal that can draw")
        terminal.wait_for("What now?")
        terminal.line("quit")
        assert terminal.wait_for_exit() == 0
        assert b"\x1b" not in terminal.raw


def test_it_leaves_with_a_key_and_the_terminal_is_as_it_was(learner: Learner) -> None:
    with start(greeted(learner), rows=23) as terminal:
        terminal.wait_for("Begin: Session 1, Questions, step 1 of 3")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        assert LEAVES_THE_SCREEN in terminal.raw
        assert not terminal.survivors()


def test_stopped_by_a_signal_and_continued_it_draws_and_hears_again(learner: Learner) -> None:
    with start(greeted(learner)) as terminal:
        terminal.wait_for("Begin: Session 1")
        both = terminal.processes()[:2]
        terminal.signal(signal.SIGTSTP)
        terminal.wait_until(lambda: [_state(pid) for pid in both] == ["T", "T"], "both processes rest")
        os.killpg(terminal.pid, signal.SIGCONT)
        terminal.wait_until(lambda: "T" not in [_state(pid) for pid in both], "both go on")
        terminal.wait_for("Begin: Session 1")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def _state(pid: int) -> str:
    """`T` for a process that was stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_saves_first_and_restores_the_terminal(learner: Learner, number: int, code: int) -> None:
    with start(greeted(learner), "open", "read-this") as terminal:
        terminal.wait_for("A picture first")
        terminal.signal(number)
        assert terminal.wait_for_exit() == code
        assert LEAVES_THE_SCREEN in terminal.raw
        assert not terminal.survivors()
    place = ScreenState.open(learner.home / "state" / "tftutor").place
    assert place is not None
    assert place.step == "one/questions/read-this"


@pytest.mark.parametrize("delay", [0.2, 0.6, 1.2])
def test_a_connection_that_drops_at_any_moment_leaves_no_process(learner: Learner, delay: float) -> None:
    with start(greeted(learner), "open", "free-play") as terminal:
        time.sleep(delay)
        terminal.hang_up()
        assert not terminal.survivors(timeout=20)


def test_a_screen_that_does_not_come_to_its_end_is_ended(learner: Learner) -> None:
    stuck = (
        "import sys; from tftutor.tui import shutdown; from tftutor.tui.app import TutorApp\n"
        "from tftutor.start import main\n"
        "shutdown.PATIENCE = 0.5; TutorApp.exit = lambda self, *a, **k: None\n"
        "TutorApp.save_work = lambda self: 1 / 0\n"
        "sys.exit(main([]))"
    )
    greeted(learner)
    with Terminal([sys.executable, "-c", stuck], env=learner.environment(), cwd=learner.home) as terminal:
        terminal.wait_for("Begin: Session 1")
        terminal.hang_up()
        assert not terminal.survivors(timeout=20)


def test_a_broken_course_is_reported_when_the_screen_is_gone(learner: Learner) -> None:
    broken = learner.home / "broken"
    broken.mkdir()
    (broken / "course.yaml").write_text("format: 1\nid: x\ntitle: X\nsessions: []\n", encoding="utf-8")
    with start(greeted(learner).with_({"TFTUTOR_COURSE": str(broken)})) as terminal:
        assert terminal.wait_for_exit() == 3
        assert "course.yaml:4" in terminal.text
        assert "Traceback" not in terminal.text
        assert LEAVES_THE_SCREEN in terminal.raw


def test_a_defect_of_ours_is_a_sentence_and_a_report(learner: Learner) -> None:
    breaks = (
        "import sys; from tftutor.tui.screens.home import HomeScreen; from tftutor.start import main\n"
        "HomeScreen.action_unfold = lambda self: 1 / 0\n"
        "sys.exit(main([]))"
    )
    greeted(learner)
    with Terminal([sys.executable, "-c", breaks], env=learner.environment(), cwd=learner.home) as terminal:
        terminal.wait_for("Begin: Session 1")
        terminal.press("right")
        assert terminal.wait_for_exit() == 4
        said = " ".join(terminal.text.split())
        assert "Something in tftutor itself broke: ZeroDivisionError" in said
        assert "Traceback" not in said
    (report,) = (learner.home / "state" / "tftutor" / "reports").iterdir()
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")


def test_a_key_given_twice_is_reported_before_the_screen(learner: Learner) -> None:
    file = learner.home / "config" / "tftutor" / "config.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("keys:\n  run: f9\n", encoding="utf-8")
    with start(greeted(learner)) as terminal:
        assert terminal.wait_for_exit() == 4
        assert "config.yaml:2: F9 is given to `run`" in " ".join(terminal.text.split())
        assert b"\x1b[?1049h" not in terminal.raw


def test_a_small_window_gets_a_sentence_until_it_grows(learner: Learner) -> None:
    with start(greeted(learner), rows=12, columns=50) as terminal:
        terminal.wait_for("This window is too small")
        terminal.resize(24, 80)
        terminal.wait_for("Begin: Session 1")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TMUX": "/tmp/tmux-0/default,1,0", "TERM": "screen"}, "256"),
        ({"TMUX": "/tmp/tmux-0/default,1,0", "COLORTERM": "truecolor"}, None),
        ({"TERM": "screen"}, None),
    ],
)
def test_tmux_draws_256_colours(environ: dict[str, str], colours: str | None) -> None:
    prepare(environ)
    assert environ.get("TEXTUAL_COLOR_SYSTEM") == colours


def test_an_empty_no_color_is_no_wish() -> None:
    environ = {"NO_COLOR": ""}
    prepare(environ)
    assert environ == {}
