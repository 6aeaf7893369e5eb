"""Tasks about files, free resources and health; and how a task's checks are looked at together."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import ClassVar

import pytest
from machines import look
from pydantic import ValidationError

from tftutor.checks import KINDS, Machine, MachineCheck
from tftutor.checks.base import CheckResult
from tftutor.runtime import Cancel
from tftutor.tutor.machine_checks import inspect


def test_a_file_is_asked_for_its_content(tmp_path: Path) -> None:
    asked = {"path": "notes/first.txt", "matches": r"Python 3\.\d+\.\d+", "how": ("python3 --version",)}
    missing = look(tmp_path, "workspace_file", **asked)
    assert missing.commands == (f"cd {tmp_path}", "python3 --version")
    (tmp_path / "notes").mkdir()
    file = tmp_path / "notes" / "first.txt"
    file.write_text("\n")
    assert look(tmp_path, "workspace_file", **asked).seen == "an empty file"
    file.write_text("Python 2.7.18\n")
    assert look(tmp_path, "workspace_file", **asked).seen == "Python 2.7.18"
    file.write_text("hello\nPython 3.11.7\n")
    assert look(tmp_path, "workspace_file", **asked).status == "passed"


def test_a_pattern_that_is_none_is_refused_when_the_lesson_is_read() -> None:
    with pytest.raises(ValidationError, match="not a regular expression"):
        KINDS["workspace_file"].model_validate({"path": "a.txt", "matches": "("})


@pytest.mark.parametrize(
    ("wanted", "first_command"), [({"disk": 1e9}, "pip cache purge"), ({"memory": 1e9}, "ps -eo")]
)
def test_too_little_room_names_what_makes_some(
    tmp_path: Path, wanted: dict[str, float], first_command: str
) -> None:
    result = look(tmp_path, "resources", **wanted)
    assert result.status == "failed"
    assert first_command in result.commands[0]
    assert look(tmp_path, "resources", disk=0.001, memory=0.001).status == "passed"


def test_the_doctor_is_asked_about_the_learners_python(tmp_path: Path) -> None:
    bare = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    result = look(tmp_path, "doctor", python=str(bare / "bin" / "python"), areas=("tensorflow",))
    assert result.status == "failed"
    assert "pip install" in " ".join(result.commands)
    assert result.commands[-1].startswith("tftutor env-doctor explain tensorflow-")
    ours = look(tmp_path, "doctor", python=sys.executable, areas=("tensorflow",))
    assert ours.status == "passed"


class Slow(MachineCheck):
    """Never ends by itself."""

    kind: ClassVar[str] = "slow"
    seconds: ClassVar[float] = 0.3

    def look(self, machine: Machine) -> CheckResult:
        threading.Event().wait()
        raise AssertionError


def test_a_look_that_hangs_is_given_up_and_the_others_still_count(tmp_path: Path) -> None:
    resources = KINDS["resources"].model_validate({"disk": 0, "memory": 0})
    assert isinstance(resources, MachineCheck)
    verdict = inspect([Slow(), resources], Machine.here(tmp_path))
    assert verdict.status == "failed"
    assert [check.status for check in verdict.checks] == ["failed", "passed"]
    assert "did not end within 0.3 s" in verdict.headline


def test_a_learner_who_stops_it_does_not_wait(tmp_path: Path) -> None:
    class Slower(Slow):
        seconds: ClassVar[float] = 1000.0

    cancel = Cancel()
    threading.Timer(0.1, cancel.cancel).start()
    began = time.monotonic()
    verdict = inspect([Slower()], Machine.here(tmp_path), cancel)
    assert verdict.checks == ()
    assert time.monotonic() - began < 60


def test_a_fault_of_ours_is_not_swallowed(tmp_path: Path) -> None:
    class Faulty(Slow):
        def look(self, machine: Machine) -> CheckResult:
            raise RuntimeError("a fault")

    with pytest.raises(RuntimeError, match="a fault"):
        inspect([Faulty()], Machine.here(tmp_path))
