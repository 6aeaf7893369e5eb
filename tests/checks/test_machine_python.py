"""Tasks about Python: the interpreter, virtual environments, packages. Nothing is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from machines import look


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a real virtual environment, made without pip (which takes seconds)."""
    folder = tmp_path_factory.mktemp("workspace")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "first-env"], check=True)
    return folder


def test_the_python_of_these_tests_will_do_and_is_reported_with_its_tensorflow(tmp_path: Path) -> None:
    result = look(tmp_path, "interpreter", python=sys.executable, tensorflow="2.18")
    assert result.status == "passed"
    assert f"Python {'.'.join(map(str, sys.version_info[:3]))}" in result.seen
    assert "tensorflow" in result.seen


def test_a_python_without_tensorflow_is_sent_to_pip(workspace: Path) -> None:
    python = workspace / "first-env" / "bin" / "python"
    result = look(workspace, "interpreter", python=str(python), tensorflow="2.18")
    assert (result.status, result.reason) == ("failed", "This Python has no TensorFlow.")
    assert result.commands[0].startswith(f"{python} -m pip install 'tensorflow")


def test_a_python_of_another_version_is_named(tmp_path: Path) -> None:
    result = look(tmp_path, "interpreter", python=sys.executable, at_most="3.9")
    assert (result.status, result.expected) == ("failed", "3.10 to 3.9")


def test_a_python_that_is_not_there_leads_to_the_doctor(tmp_path: Path) -> None:
    result = look(tmp_path, "interpreter", python=str(tmp_path / "python"))
    assert (result.status, result.seen) == ("failed", "missing")
    assert result.commands == ("tftutor env-doctor --area python",)


def test_an_environment_needs_its_folder(tmp_path: Path) -> None:
    result = look(tmp_path, "environment", folder="first-env")
    assert result.status == "failed"
    assert result.commands == (f"python3 -m venv {tmp_path}/first-env",)


def test_a_folder_of_that_name_is_no_environment(tmp_path: Path) -> None:
    (tmp_path / "first-env").mkdir()
    result = look(tmp_path, "environment", folder="first-env")
    assert "pyvenv.cfg" in result.reason
    assert result.commands[0] == f"mv {tmp_path}/first-env {tmp_path}/first-env-old"


def test_an_environment_without_pip_says_which_package_ubuntu_lacks(workspace: Path) -> None:
    result = look(workspace, "environment", folder="first-env")
    assert result.status == "failed"
    assert result.commands[0] == "sudo apt install python3-venv"


def test_an_environment_with_pip_passes_with_its_version(workspace: Path) -> None:
    site = next((workspace / "first-env" / "lib").glob("python3*")) / "site-packages"
    pip = site / "pip-99.0.dist-info"
    pip.mkdir()
    (pip / "METADATA").write_text("Name: pip\nVersion: 99.0\n")
    try:
        assert look(workspace, "environment", folder="first-env").status == "passed"
        assert look(workspace, "package", name="pip", inside="first-env").seen == "pip 99.0"
        old = look(workspace, "package", name="pip", inside="first-env", at_least="100")
        assert (old.expected, old.seen) == ("100 or later", "99.0")
        assert old.commands == (f"{workspace}/first-env/bin/python -m pip install 'pip>=100'",)
    finally:
        (pip / "METADATA").unlink()
        pip.rmdir()


def test_an_environment_whose_python_is_gone_is_to_be_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "first-env"
    (folder / "bin").mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\n")
    (folder / "bin" / "python").symlink_to("/nowhere/python3")
    result = look(tmp_path, "environment", folder="first-env")
    assert result.commands == (f"python3 -m venv --clear {folder}",)


def test_an_environment_that_borrows_another_ones_python_is_not_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "first-env"
    (folder / "bin").mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\n")
    script = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
    (folder / "bin" / "python").write_text(script)
    (folder / "bin" / "python").chmod(0o755)
    result = look(tmp_path, "environment", folder="first-env")
    assert "somewhere else" in result.reason


def test_a_package_of_the_learners_python_is_read_from_its_files(tmp_path: Path) -> None:
    assert (
        look(tmp_path, "package", python=sys.executable, name="tensorboard", at_least="2.0").status
        == "passed"
    )
    missing = look(tmp_path, "package", python=sys.executable, name="no-such-thing-here")
    assert missing.commands == (f"{sys.executable} -m pip install no-such-thing-here",)


def test_a_package_in_an_environment_that_is_not_there(tmp_path: Path) -> None:
    result = look(tmp_path, "package", name="pip", inside="first-env")
    assert result.commands == (f"python3 -m venv {tmp_path}/first-env",)
