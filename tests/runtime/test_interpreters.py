"""Which Python runs the programs, and what is said when it cannot."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tftutor.problems import MachineProblem
from tftutor.runtime import Event, Program, Runtime, Waiting


def script(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


def problem_of(python: Path, scratch: Path) -> MachineProblem:
    with Runtime(python, scratch=scratch) as runtime, pytest.raises(MachineProblem) as caught:
        runtime.run(Program(code="1"))
    assert "env-doctor" in caught.value.next_step
    assert str(python) in caught.value.sentence
    assert not list(scratch.iterdir())
    return caught.value


def test_a_missing_interpreter_is_a_sentence(tmp_path: Path) -> None:
    problem = problem_of(tmp_path / "no-python", tmp_path / "scratch")
    assert "cannot be started: No such file or directory" in problem.sentence


def test_an_interpreter_without_tensorflow_is_a_sentence(tmp_path: Path) -> None:
    bare = script(tmp_path / "bare", f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    problem = problem_of(bare, tmp_path / "scratch")
    assert "numpy" in problem.sentence or "has no TensorFlow" in problem.sentence


def test_a_broken_tensorflow_is_a_sentence_with_its_last_line(tmp_path: Path) -> None:
    package = tmp_path / "broken" / "tensorflow"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('libfoo.so.7: cannot open shared object file')")
    text = f'#!/bin/sh\nPYTHONPATH={tmp_path / "broken"} exec {sys.executable} "$@"\n'
    problem = problem_of(script(tmp_path / "python", text), tmp_path / "scratch")
    assert "libfoo.so.7: cannot open shared object file" in problem.sentence


def test_an_interpreter_that_dies_is_a_sentence(tmp_path: Path) -> None:
    text = "#!/bin/sh\necho 'Illegal instruction' >&2\nkill -ILL $$\n"
    problem = problem_of(script(tmp_path / "python", text), tmp_path / "scratch")
    assert "Illegal instruction (signal 4)" in problem.sentence


def test_a_scratch_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        Runtime(scratch=tmp_path / "file" / "runs") as runtime,
        pytest.raises(MachineProblem, match="written"),
    ):
        runtime.run(Program(code="1"))


def test_another_interpreter_is_taken_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapped = script(
        tmp_path / "python", f'#!/bin/sh\nMARK=wrapped\nexport MARK\nexec {sys.executable} "$@"\n'
    )
    monkeypatch.setenv("TFTUTOR_PYTHON", str(wrapped))
    monkeypatch.setenv("SSH_AUTH_SOCK", "/tmp/agent")
    events: list[Event] = []
    with Runtime(scratch=tmp_path / "scratch") as runtime:
        code = "import os; print(os.environ.get('MARK'), 'SSH_AUTH_SOCK' in os.environ)"
        evidence = runtime.run(Program(code=code), on_event=events.append)
        assert runtime.facts().python == str(wrapped)
    assert evidence.output == "wrapped False\n"
    assert events[0] == Waiting("TensorFlow is starting")
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_closed_runtime_runs_nothing_more(tmp_path: Path) -> None:
    runtime = Runtime(scratch=tmp_path)
    runtime.close()
    with pytest.raises(RuntimeError):
        runtime.run(Program(code="1"))
