"""`env-doctor --fix`: it shows, asks, does what stays in the environment, and looks again."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from doctor_support import REPOSITORY, Environment, Index, doctor

from tftutor.doctor.fixing import plans
from tftutor.doctor.system import System

PACKAGES = ("--area", "python", "--area", "tensorflow", "--area", "tensorboard")


def fix(env: Environment, *words: str) -> subprocess.CompletedProcess[str]:
    named = () if "TFTUTOR_PYTHON" in env.environ else ("--python", str(env.python))
    return doctor("--fix", *PACKAGES, *named, *words, environ=env.environ, cwd=env.cwd)


def contents(env: Environment) -> set[str]:
    return {str(path) for path in env.folder.rglob("*") if "__pycache__" not in path.parts}


def no_board(env: Environment) -> None:
    env.remove("tensorboard")


def mixed(env: Environment) -> None:
    env.install("tensorflow-cpu", "2.20.0")


def old_protobuf(env: Environment) -> None:
    env.remove("protobuf")
    env.install("protobuf", "5.29.5")


def half_a_package(env: Environment) -> None:
    (env.site / "numpy" / "__init__.py").unlink()


def package_twice(env: Environment) -> None:
    env.install("numpy", "1.26.4")


def file_named_tensorflow(env: Environment) -> None:
    (env.cwd / "tensorflow.py").write_text("print('mine')\n")
    (env.cwd / "__pycache__").mkdir()


@pytest.mark.parametrize(
    "break_it", [no_board, mixed, old_protobuf, half_a_package, package_twice, file_named_tensorflow]
)
def test_with_yes_it_is_fixed(
    healthy: Environment, index: Index, break_it: Callable[[Environment], None]
) -> None:
    break_it(healthy)
    assert len(healthy.ids("python", "tensorflow", "tensorboard")) == 1
    run = fix(healthy, "--yes")
    assert ": mended\n" in run.stdout, run.stdout + run.stderr
    assert run.returncode == 0
    assert healthy.ids("python", "tensorflow", "tensorboard") == []


def test_what_was_fixed_with_something_else_is_not_done_again(healthy: Environment, index: Index) -> None:
    for break_it in (old_protobuf, mixed, no_board):
        break_it(healthy)
    run = fix(healthy, "--yes")
    # what fixes the first brings TensorBoard and a protobuf that fits, too
    assert run.stdout.count(": mended\n") == 1
    assert run.stdout.count(": gone already\n") == 2
    assert healthy.ids("python", "tensorflow", "tensorboard") == []


def test_two_files_of_one_kind_are_two_things_to_fix(healthy: Environment) -> None:
    for name in ("random", "numpy"):
        (healthy.cwd / f"{name}.py").write_text("mine = 1\n")
    run = fix(healthy, "--yes")
    assert run.stdout.count(": mended\n") == 2
    assert (healthy.cwd / "my_random.py").read_text() == (healthy.cwd / "my_numpy.py").read_text()


def test_without_a_terminal_it_shows_and_does_nothing(healthy: Environment, index: Index) -> None:
    no_board(healthy)
    before = contents(healthy)
    run = fix(healthy)
    assert run.returncode == 2
    assert "-m pip install 'tensorboard~=2.21.0'" in run.stdout
    assert "--fix --yes" in run.stderr
    assert contents(healthy) == before


@pytest.mark.parametrize(("answer", "done"), [("n\n", False), ("\n", False), ("y\n", True)])
def test_at_a_terminal_it_asks(healthy: Environment, index: Index, answer: str, done: bool) -> None:
    no_board(healthy)
    said = at_a_terminal(healthy, answer)
    assert "Do this? [y/N]" in said
    assert ("Nothing was changed." in said) is not done
    assert (healthy.ids("tensorboard") == []) is done


def at_a_terminal(env: Environment, answer: str) -> str:
    """What a terminal shows when ``answer`` is typed at the question."""
    start = f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); from tftutor.cli.main import main; "
    words = ["env-doctor", "--fix", "--python", str(env.python), "--area", "tensorboard"]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", start + "sys.exit(main())", *words],
        stdin=theirs, stdout=theirs, stderr=theirs, env={**env.environ, "TERM": "xterm"}, cwd=env.cwd,
    )  # fmt: skip
    os.close(theirs)
    said, typed, latest = b"", False, time.monotonic() + 100
    try:
        while time.monotonic() < latest:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # the other end is closed: it has ended
                break
            said += piece
            if b"[y/N]" in said and not typed:
                os.write(ours, answer.encode())
                typed = True
        process.wait(timeout=30)
    finally:
        process.kill()
        os.close(ours)
    return said.decode()


def test_nothing_is_removed_when_nothing_can_come_in_its_place(healthy: Environment, index: Index) -> None:
    mixed(healthy)
    next(index.folder.glob("tensorflow-2.21*")).unlink()
    before = contents(healthy)
    run = fix(healthy, "--yes")
    assert run.returncode == 1
    assert "nothing was removed" in run.stdout
    assert contents(healthy) == before


def test_what_fails_is_reported_and_the_fault_is_still_named(healthy: Environment, index: Index) -> None:
    no_board(healthy)
    next(index.folder.glob("tensorboard-*")).unlink()
    run = fix(healthy, "--yes")
    assert run.returncode == 1
    assert "pip ended with code 1" in run.stdout
    assert "[tensorboard-missing]" in run.stdout


def test_a_python_of_the_systems_is_left_alone(healthy: Environment, index: Index) -> None:
    no_board(healthy)
    (healthy.folder / "pyvenv.cfg").rename(healthy.folder / "pyvenv.gone")
    before = contents(healthy)
    report = healthy.report("tensorboard")
    made, left = plans(report, System(environ=healthy.environ, cwd=healthy.cwd))
    assert made == []
    assert left and all("virtual environment" in one.why for one in left)
    assert fix(healthy, "--yes").returncode == 1
    assert contents(healthy) == before


@pytest.mark.parametrize("section", ["global", "install"])
def test_settings_of_pips_that_lead_elsewhere_stop_it(
    healthy: Environment, index: Index, tmp_path: Path, section: str
) -> None:
    no_board(healthy)
    settings = tmp_path / "pip.conf"
    settings.write_text(f"[{section}]\ntarget = {tmp_path / 'elsewhere'}\n")
    healthy.environ["PIP_CONFIG_FILE"] = str(settings)
    run = fix(healthy, "--yes")
    assert run.returncode == 1
    assert "`target`" in run.stdout
    assert not (tmp_path / "elsewhere").exists()


def test_variables_of_pips_that_lead_elsewhere_are_not_passed_on(
    healthy: Environment, index: Index, tmp_path: Path
) -> None:
    no_board(healthy)
    healthy.environ |= {"PIP_TARGET": str(tmp_path / "elsewhere"), "PIP_USER": "1"}
    assert fix(healthy, "--yes").returncode == 0
    assert not (tmp_path / "elsewhere").exists()
    assert healthy.ids("tensorboard") == []


def test_what_the_shell_must_do_is_left_to_the_reader(healthy: Environment) -> None:
    healthy.environ["KERAS_BACKEND"] = "jax"
    run = fix(healthy, "--yes")
    assert run.returncode == 1
    assert "Left to you" in run.stdout and "variable of your shell" in run.stdout


def test_files_of_somebody_elses_are_left_alone(healthy: Environment, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "random.py").write_text("")
    healthy.environ["PYTHONPATH"] = str(folder)
    run = fix(healthy, "--yes")
    assert run.returncode == 1
    assert "not among your own files" in run.stdout
    assert (folder / "random.py").exists()


def test_a_file_of_that_name_is_not_written_over(healthy: Environment) -> None:
    (healthy.cwd / "random.py").write_text("first")
    (healthy.cwd / "my_random.py").write_text("second")
    run = fix(healthy, "--yes")
    assert "there is already a" in run.stdout
    assert (healthy.cwd / "my_random.py").read_text() == "second"


def test_a_healthy_environment_needs_no_yes(healthy: Environment) -> None:
    run = fix(healthy)
    assert run.returncode == 0
    assert "nothing here that --fix mends" in run.stdout


@pytest.mark.parametrize(
    "words", [("--yes",), ("--fix", "--json"), ("--fix", "--sysroot", "/"), ("--fix", "--report")]
)
def test_options_that_exclude_each_other(words: tuple[str, ...]) -> None:
    run = doctor(*words)
    assert (run.returncode, run.stdout) == (2, "")
