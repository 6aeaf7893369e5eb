"""What every face shows where TensorFlow does not start."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_learner import SMALL_COURSE

from tftutor.checks import KINDS
from tftutor.course.loader import load_course
from tftutor.presentation.outcomes import Outcome
from tftutor.presentation.root_cause import Diagnosed, diagnosed
from tftutor.presentation.verdicts import rows
from tftutor.problems import MachineProblem, TensorFlowProblem


def test_another_problem_is_left_as_it_is() -> None:
    problem = MachineProblem("The disk is full.", "Make room.")
    assert diagnosed(problem) is problem


def test_the_cause_comes_after_the_sentence_and_each_command_stands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "bin" / "python"
    monkeypatch.setenv("TFTUTOR_PYTHON", str(python))
    told = diagnosed(TensorFlowProblem(f"The Python at {python} cannot be started.", python=python))
    assert isinstance(told, Diagnosed)
    said = "named by TFTUTOR_PYTHON: there is no such file. This mends it: `unset TFTUTOR_PYTHON`."
    assert said in str(told)
    ref = load_course(SMALL_COURSE, KINDS).steps["one/code/mean-of-squares"]
    drawn = list(rows(Outcome(ref, "broken", told.sentence, problem=told)))
    assert [row.role for row in drawn] == ["reason", "text", "command", "text"]
    assert drawn[2].text == "unset TFTUTOR_PYTHON"
