"""The harness itself: what a terminal does to a program, and what the tests get to see of it."""

from __future__ import annotations

import signal
import sys
import time

from terminal import Terminal
from tmuxes import Tmux, needs_tmux

_ECHO = "import os, sys\nprint('size', *os.get_terminal_size())\nfor line in sys.stdin: print('got', line)"
_RAW = r"""
import os, sys, termios, tty
tty.setraw(0)
os.write(1, b"\x1b[?1049h\x1b[?2026$p\x1b[2;5Hfull\x1b[>1u screen")
reply = os.read(0, 100)
os.write(1, b"\x1b[<u\x1b[?1049l" + repr(reply).encode() + b"\r\n")
"""


def test_a_program_has_a_screen_and_a_keyboard() -> None:
    with Terminal([sys.executable, "-c", _ECHO], rows=10, columns=40) as terminal:
        terminal.wait_for("size 40 10")
        terminal.line("hällo 你好")
        terminal.wait_for("got hällo 你好")
        terminal.press("ctrl+d")
        assert terminal.wait_for_exit() == 0


def test_the_alternate_screen_and_questions_to_the_terminal() -> None:
    with Terminal([sys.executable, "-c", _RAW], rows=10, columns=40) as terminal:
        assert terminal.wait_for_exit() == 0
        assert terminal.screen()[0] == r"b'\x1b[?2026;2$y'"
        assert b"full" in terminal.raw
        assert not terminal.shows("full")


def test_a_new_size_reaches_the_program() -> None:
    code = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGWINCH, lambda *_: print('now', *os.get_terminal_size(), flush=True))\n"
        "print('ready', flush=True)\nwhile True: time.sleep(0.05)"
    )
    with Terminal([sys.executable, "-c", code], rows=10, columns=40) as terminal:
        terminal.wait_for("ready")
        terminal.resize(20, 60)
        terminal.wait_for("now 60 20")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_exit() == -signal.SIGTERM


def test_closing_leaves_no_process_behind() -> None:
    code = (
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)\n"
        "print('ready', flush=True)\ntime.sleep(600)"
    )
    with Terminal([sys.executable, "-c", code]) as terminal:
        terminal.wait_for("ready")
        assert len(terminal.processes()) == 2
    assert terminal.survivors() == []


def test_a_wait_that_fails_shows_the_screen() -> None:
    with Terminal([sys.executable, "-c", "print('all there is', flush=True); input()"]) as terminal:
        terminal.wait_for("all there is")
        try:
            terminal.wait_for("something else", timeout=0.2)
        except AssertionError as error:
            assert "something else" in str(error)
            assert "|all there is" in str(error)
        else:
            raise AssertionError("it waited for nothing")


@needs_tmux
def test_a_program_in_tmux_has_a_row_less() -> None:
    with Tmux([sys.executable, "-c", _ECHO], rows=24, columns=80) as tmux:
        tmux.wait_for("size 80 23")
        tmux.send("a b; c")
        tmux.press("enter")
        tmux.wait_for("got a b; c")
        tmux.press("ctrl+d")
        assert tmux.wait_for_exit() == 0


def test_moments_of_writing_are_kept() -> None:
    before = time.perf_counter()
    with Terminal([sys.executable, "-c", "print('x' * 100000)"]) as terminal:
        terminal.wait_for_exit()
        assert before < terminal.wait_for_bytes(b"xxx") < time.perf_counter()
        assert terminal.text.count("x") == 100000
