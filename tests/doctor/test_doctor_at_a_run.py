"""A run for which TensorFlow does not start: whoever asked is told the root cause, and what fixes it."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest
from cli_learner import Learner
from doctor_support import Environment

BREAKS = "raise ImportError('libfoo.so.7: cannot open shared object file')\n"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    file = tmp_path / "mine.py"
    file.write_text("print(1)\n")
    return file


def learner_with(env: Environment, folder: Path) -> Learner:
    return Learner(folder / "learner").with_({"TFTUTOR_PYTHON": str(env.python)})


def test_what_is_missing_is_named_with_its_command(bare: Environment, tmp_path: Path, program: Path) -> None:
    said = learner_with(bare, tmp_path).says("run", str(program), code=4)
    assert "TensorFlow is not installed here: no TensorFlow in" in " ".join(said.split())
    command = f"  {shlex.quote(str(bare.python))} -m pip install 'tensorflow~=2.21.0' 'tensorboard~=2.21.0'"
    assert command in said.splitlines()


def test_the_cause_is_named_and_not_what_follows_from_it(
    healthy: Environment, tmp_path: Path, program: Path
) -> None:
    (healthy.site / "tensorflow" / "__init__.py").write_text("raise TypeError('Descriptors: see below')\n")
    healthy.remove("protobuf")
    healthy.install("protobuf", "5.29.5")
    said = learner_with(healthy, tmp_path).says("run", str(program), code=4)
    assert "cannot start TensorFlow: TypeError: Descriptors: see below." in " ".join(said.split())
    assert "protobuf 5.29.5" in said
    assert f"  {shlex.quote(str(healthy.python))} -m pip install 'protobuf" in said


def test_a_file_that_stands_in_for_tensorflow_and_its_command(tmp_path: Path, program: Path) -> None:
    folder = tmp_path / "my code"
    folder.mkdir()
    (folder / "tensorflow.py").write_text(BREAKS)
    learner = Learner(tmp_path / "learner")
    learner = learner.with_({"PYTHONPATH": f"{learner.environment()['PYTHONPATH']}:{folder}"})
    said = learner.says("run", str(program), code=4)
    mending = [line.strip() for line in said.splitlines() if line.startswith("  mv ")]
    assert len(mending) == 1
    subprocess.run(mending[0], shell=True, check=True, timeout=60)
    assert not (folder / "tensorflow.py").exists()


def test_files_in_the_learners_folder_are_not_blamed(
    healthy: Environment, tmp_path: Path, program: Path
) -> None:
    """A run is not in that folder. Nothing else is wrong that files show, and that is said."""
    (healthy.site / "tensorflow" / "__init__.py").write_text(BREAKS)
    learner = learner_with(healthy, tmp_path)
    (learner.home / "numpy.py").write_text("")
    said = learner.says("run", str(program), code=4)
    assert "libfoo.so.7" in said and "env-doctor --deep" in said
    assert "numpy.py" not in said


def test_the_line_dialogue_and_a_check_say_the_same(bare: Environment, tmp_path: Path) -> None:
    learner = learner_with(bare, tmp_path)
    command = f"{shlex.quote(str(bare.python))} -m pip install 'tensorflow~=2.21.0' 'tensorboard~=2.21.0'"
    talk = learner.calls("open", "mean-of-squares", "--plain", stdin="run\nleave\n").stdout
    assert command in [line.strip() for line in talk.splitlines()]
    learner.draft("one/code/mean-of-squares").write_text("x = 1\n")
    checked = learner.says("check", "mean-of-squares", code=4)
    assert command in [line.strip() for line in checked.splitlines()]


def test_a_python_that_is_not_there(tmp_path: Path, program: Path) -> None:
    learner = Learner(tmp_path / "learner").with_({"TFTUTOR_PYTHON": "/nowhere/bin/python"})
    said = learner.says("run", str(program), code=4)
    assert "named by TFTUTOR_PYTHON" in " ".join(said.split())
    assert "  unset TFTUTOR_PYTHON" in said.splitlines()
