"""`tftutor --debug-log FILE`: what goes into it, what doesn't, and what is said where it can't be written."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cli_learner import Learner
from terminal import Terminal

SECRET = "a_name_of_the_learners_own"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "bug.log"


def test_a_command_its_versions_and_its_end_are_logged(learner: Learner, log: Path) -> None:
    learner.says("--debug-log", str(log), "list")
    text = log.read_text()
    assert "command: tftutor ['list']" in text
    assert "exit code 0" in text
    assert "Python 3." in text


def test_only_its_owner_can_read_it(learner: Learner, log: Path) -> None:
    log.touch(mode=0o644)
    learner.says("list", "--debug-log", str(log))
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "exit code 0" in log.read_text()


def test_a_second_command_is_added(learner: Learner, log: Path) -> None:
    for command in ("list", "next"):
        learner.says(command, f"--debug-log={log}")
    assert [line for line in ("['list']", "['next']") if line in log.read_text()] == ["['list']", "['next']"]


def test_a_problem_is_logged_with_its_traceback(learner: Learner, log: Path) -> None:
    said = learner.says("--debug-log", str(log), "show", "no-such-step", code=2)
    assert "Traceback" not in said
    text = log.read_text()
    assert "Traceback (most recent call last)" in text
    assert "UsageProblem" in text
    assert "exit code 2" in text


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(learner: Learner, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for file in (tmp_path, tmp_path / "nowhere" / "bug.log", pipe, Path("/dev/null")):
        said = learner.says("--debug-log", str(file), "list", code=2)
        assert f"The debug log {file} can't be written" in " ".join(said.split())


def test_a_file_that_grows_no_more_ends_the_log_and_not_the_tutor(log: Path) -> None:
    program = f"""\
import logging, resource
from pathlib import Path
from tftutor.debug_log import DebugLog, recording
with recording(DebugLog(Path({str(log)!r})), []):
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    for number in range(3):
        logging.getLogger("tftutor.test").info("%d %s", number, "x" * 2000)
print("goes on")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("goes on\n", "")
    assert "0 xxx" in log.read_text()


def test_a_file_is_needed(learner: Learner) -> None:
    assert "needs a file" in learner.says("list", "--debug-log", code=2)
    assert "--debug-log bug.log" in learner.says("list", "--debug-code", code=2)


def test_words_after_two_dashes_are_no_options(learner: Learner, log: Path) -> None:
    learner.says("show", "--", "--debug-log", str(log), code=2)
    assert not log.exists()


@pytest.mark.parametrize("with_code", [False, True])
def test_runs_and_verdicts_are_logged_and_code_only_if_asked_for(
    learner: Learner, log: Path, with_code: bool
) -> None:
    program = learner.home / "mine.py"
    program.write_text(f"{SECRET} = 1\nprint({SECRET})\nraise ValueError({SECRET})\n")
    extra = ["--debug-code"] if with_code else []
    assert learner.calls("run", str(program), "--debug-log", str(log), *extra).returncode == 1
    text = log.read_text()
    assert "run begins" in text
    assert "run ended: error" in text
    assert (SECRET in text) == with_code


def test_the_conversation_in_lines_is_logged(learner: Learner, log: Path) -> None:
    learner.calls("--plain", "--debug-log", str(log), stdin="open no-such-step\nquit\n")
    assert "command: tftutor ['--plain']" in log.read_text()
    assert "UsageProblem" in log.read_text()
    assert "exit code 0" in log.read_text()


def test_the_full_screen_is_logged(learner: Learner, log: Path) -> None:
    words = [sys.executable, "-m", "tftutor", "--debug-log", str(log)]
    with Terminal(words, env=learner.environment(), cwd=learner.home) as terminal:
        terminal.wait_for("Welcome")
        terminal.send(b"\x11")
        assert terminal.wait_for_exit() == 0
    assert "exit code 0" in log.read_text()


def test_a_run_that_cannot_begin_is_logged(learner: Learner, log: Path) -> None:
    broken = {"TFTUTOR_PYTHON": "/nowhere/python"}
    for words, stdin in ((["run", "free-play"], ""), (["--plain"], "open free-play\nrun\nquit\n")):
        learner.with_(broken).calls(*words, "--debug-log", str(log), stdin=stdin)
        assert "/nowhere/python" in log.read_text()
        log.unlink()
