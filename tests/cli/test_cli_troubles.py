"""What goes unmet: a sentence, a next step, the exit code, and never a traceback."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_learner import SMALL_COURSE, Learner

from tftutor.cli.main import main


def test_version_comes_alone(learner: Learner) -> None:
    assert learner.says("--version").startswith("tftutor ")


def test_version_imports_nothing_that_it_does_not_need(learner: Learner) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tftutor", "--version"],
        env=learner.environment(), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "tftutor.cli.main" in imported
    assert not imported & {
        "argparse",
        "rich",
        "textual",
        "pydantic",
        "yaml",
        "sqlite3",
        "tftutor.cli.dispatch",
    }


def test_listing_imports_neither_rich_nor_numpy(learner: Learner) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tftutor", "list"],
        env=learner.environment(), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not imported & {"rich", "textual", "numpy", "tensorflow"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["shwo"], "Did you mean `tftutor show`?"),
        (["--shwo"], "tftutor has no option --shwo."),
        (["check", "--fersh"], "did you mean --fresh?"),
        (["check", "--seconds", "soon"], "--seconds should be a number, not soon."),
        (["check", "--seconds"], "--seconds needs a value after it."),
        (["check", "--device", "tpu"], "--device cannot be tpu"),
        (["run"], "Something is missing: STEP|FILE.py."),
        (["next", "please"], "one word too many"),
        (["show", "mean-of-square"], "Did you mean `one/code/mean-of-squares`"),
        (["show", "one"], "holds 6 steps"),
        (["show", "two-and-two", "--solution"], "no exercise"),
        (["hint", "two-and-two"], "has no hints"),
        (["hint", "mean-of-squares", "--level", "7"], "has 3 hints"),
        (["answer", "mean-of-squares", "a"], "asks no question"),
        (["answer", "two-and-two", "z"], "cannot be read"),
        (["run", "nowhere.py"], "nowhere.py cannot be read"),
        (["run", "read-this"], "has no code to run"),
        (["check", "one", "--from", "mine.py"], "--from needs one step"),
        (["check", "mean-of-squares", "--junit", "no/such/folder/x.xml"], "cannot be written"),
        (["data", "fetch", "nist"], "Did you mean mnist?"),
        (["data", "fetch"], "Which data set"),
    ],
)
def test_what_cannot_be_understood_is_said_in_a_sentence(
    learner: Learner,
    words: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in learner.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(learner.home)
    assert main(words) == 2
    said = capsys.readouterr()
    assert sentence in " ".join(said.err.split())
    assert "usage:" not in said.err
    assert said.out == ""


def test_a_command_that_is_not_understood_is_code_2(learner: Learner) -> None:
    assert "Did you mean `tftutor show`?" in learner.says("shwo", code=2)


def test_a_broken_course_is_code_3_with_file_and_line(learner: Learner, tmp_path: Path) -> None:
    learner.course = tmp_path / "course"
    shutil.copytree(SMALL_COURSE, learner.course)
    lesson = learner.course / "one" / "code.yaml"
    lesson.write_text(lesson.read_text().replace("starter:", "startre:", 1))
    done = learner.calls("list")
    assert done.returncode == 3
    assert "code.yaml:" in done.stderr
    assert "starter" in done.stderr


def test_a_missing_course_folder_is_a_sentence(learner: Learner) -> None:
    learner.course = Path("/nowhere/at/all")
    assert "TFTUTOR_COURSE" in learner.says("list", code=2)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_home_that_cannot_be_written_is_code_4(learner: Learner) -> None:
    learner.home.chmod(0o555)
    assert "you may not write there" in learner.says("list", code=4)


def test_a_state_folder_that_cannot_be_is_code_4(learner: Learner) -> None:
    (learner.home / "state").write_text("a file stands where the folder should be")
    said = learner.says("list", code=4)
    assert "progress" in said


def test_a_missing_interpreter_is_code_4(learner: Learner) -> None:
    draft = learner.home / "mine.py"
    draft.write_text("print(1)\n")
    learner.says("check", "mean-of-squares", "--from", "mine.py", "--python", "/no/such/python", code=4)
    assert "/no/such/python" in learner.says("run", "mine.py", "--python", "/no/such/python", code=4)


def test_a_draft_that_is_no_text_is_told_of(learner: Learner) -> None:
    (learner.home / "mine.py").write_bytes(b"\xff\xfe\x00print")
    assert "not UTF-8" in learner.says("run", "mine.py", code=2)


def test_a_defect_of_ours_leaves_a_report_and_no_traceback(learner: Learner) -> None:
    broken = learner.home / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import tftutor.application.desk\n"
        "def fails():\n    raise RuntimeError('the bolt is loose')\n"
        "tftutor.application.desk.course_here = fails\n"
    )
    path = f"{broken}:{learner.environment()['PYTHONPATH']}"
    done = learner.with_({"PYTHONPATH": path}).calls("list")
    assert done.returncode == 4
    assert "Something in tftutor itself broke" in done.stderr
    assert "Traceback" not in done.stderr
    reports = list((learner.home / "state" / "tftutor" / "reports").iterdir())
    assert len(reports) == 1
    assert "the bolt is loose" in reports[0].read_text()
    assert "Traceback" in reports[0].read_text()


def test_a_reader_that_stops_reading_is_no_trouble(learner: Learner) -> None:
    command = f"{sys.executable} -m tftutor schema lesson | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command],
        env=learner.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_a_terminal_without_unicode_gets_ascii(learner: Learner) -> None:
    said = learner.with_({"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}).says("list", "one")
    assert said.isascii()
    assert "o new" in said


def test_a_full_disk_behind_the_output_is_code_4(learner: Learner) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tftutor", "list"], env=learner.environment(), stdout=full,
            stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 4
    assert "full" in done.stderr
    assert "Traceback" not in done.stderr


def test_closed_streams_are_no_trouble(learner: Learner) -> None:
    command = f"{sys.executable} -m tftutor list >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], env=learner.environment(), timeout=60).returncode == 0


def test_colour_only_on_a_terminal_that_wants_it(learner: Learner) -> None:
    assert "\x1b[1m" in on_a_terminal(learner, "list")
    assert "\x1b" not in on_a_terminal(learner.with_({"NO_COLOR": "1"}), "list")
    assert "\x1b" not in on_a_terminal(learner.with_({"TERM": "dumb"}), "list")


def on_a_terminal(learner: Learner, *words: str) -> str:
    """What a command writes to a terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-m", "tftutor", *words], learner.environment())
    said = b""
    while True:
        try:
            said += os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    return said.decode()
