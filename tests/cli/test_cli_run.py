"""`run`: output as it comes, made safe; Ctrl+C; what is left."""

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

FINISH_SECONDS = 120.0
PROGRAM = """
import sys
print("one")
print("\\x1b]0;a title\\x07two \\x1b[2Jthree")
print("to the side", file=sys.stderr)
raise ValueError("no more")
"""
ENDLESS = 'print("begun", flush=True)\nwhile True:\n    pass\n'


def test_output_is_safe_and_apart_from_what_we_say(learner: Learner) -> None:
    (learner.home / "mine.py").write_text(PROGRAM)
    done = learner.calls("run", "mine.py")
    assert done.returncode == 1
    assert done.stdout == "one\ntwo three\n"
    assert "\x1b" not in done.stderr
    assert "to the side" in done.stderr
    assert "ValueError: no more" in done.stderr
    assert "by an error, ValueError" in done.stderr.splitlines()[-1]


def test_a_prediction_runs_once_it_was_answered(learner: Learner) -> None:
    learner.says("answer", "guess-first", "42")
    done = learner.calls("run", "guess-first")
    assert (done.returncode, done.stdout) == (0, "42\n")
    assert "Next: tftutor show one/code/mean-of-squares" in done.stderr


def test_control_c_ends_a_run_cleanly(learner: Learner) -> None:
    (learner.home / "mine.py").write_text(ENDLESS)
    code, said = interrupted(learner, ["run", "mine.py"], after="begun")
    assert code == 130
    assert "You stopped it" in said
    assert "Traceback" not in said
    assert left_behind(learner.home) == []


def test_control_c_ends_a_check_cleanly(learner: Learner) -> None:
    learner.says("show", "mean-of-squares")
    learner.draft("one/code/mean-of-squares").write_text(ENDLESS)
    code, said = interrupted(learner, ["check", "mean-of-squares"], after="mean-of-squares")
    assert code == 130
    assert "Stopped" in said
    assert "Traceback" not in said
    assert "0 of 5 steps done" in learner.says("progress")
    assert left_behind(learner.home) == []


def test_the_second_control_c_ends_at_once(learner: Learner) -> None:
    stubborn = (
        "import time\nfrom tftutor.cli.interrupt import cancel_on_interrupt\n"
        "with cancel_on_interrupt():\n    print('ready', flush=True)\n    while True:\n"
        "        time.sleep(0.05)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", stubborn],
        env=learner.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout and process.stderr
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    assert process.stderr.readline() == b"\n"
    assert b"Stopping" in process.stderr.readline()
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(FINISH_SECONDS) == 130
    assert process.stderr.read() == b""


def interrupted(learner: Learner, words: list[str], *, after: str) -> tuple[int, str]:
    """Runs a command in a terminal of its own and presses Ctrl+C once ``after`` is on the screen."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(learner.home)
        os.execve(sys.executable, [sys.executable, "-m", "tftutor", *words], learner.environment())
    said = ""
    pressed = False
    until = time.monotonic() + FINISH_SECONDS
    while time.monotonic() < until:
        try:
            said += os.read(terminal, 4096).decode(errors="replace")
        except OSError:
            break
        if not pressed and after in said:
            os.write(terminal, b"\x03")
            pressed = True
    else:
        os.kill(pid, signal.SIGKILL)
        pytest.fail(f"{words} did not end:\n{said}")
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), said


def left_behind(home: Path) -> list[str]:
    """The processes that this learner started and that are still there a little later."""
    mark = f"HOME={home}".encode()
    found: list[str] = []
    for _ in range(50):
        found = [
            entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit() and _has(entry, mark)
        ]
        if not found:
            break
        time.sleep(0.1)
    return found


def _has(process: Path, mark: bytes) -> bool:
    try:
        return mark in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
