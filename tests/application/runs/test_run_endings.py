"""How a run ended comes back from its file as it was, and from a damaged file not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tftutor.application.runs.endings import RunEnding, in_a_sentence, read_ending, write_ending
from tftutor.checks import KINDS
from tftutor.checks.base import CheckResult
from tftutor.course.loader import load_course
from tftutor.presentation.outcomes import Outcome, outcome_of
from tftutor.presentation.verdicts import rows
from tftutor.problems import MachineProblem
from tftutor.runtime.evidence import Evidence, ProgramError, StackFrame, Usage
from tftutor.tutor import Attempt, Verdict
from tftutor.tutor.verdict import DataUsed

COURSE = load_course(Path(__file__).parents[2] / "cli" / "course", KINDS)
REF = COURSE.steps["one/code/mean-of-squares"]
CODE = "import tensorflow as tf\ny = ...\n"
MEASURED = CheckResult(
    "accuracy", "validation error at most 7.5 %", "failed", reason="It is mistaken too often.", line=2,
    expected="7.5 %", seen="9 %", commands=("ls",),
    measured={"value": 0.09, "pass_mark": 0.075, "x": float("nan")},
)  # fmt: skip
ERROR = ProgramError("NameError", "name 'y' is not defined", (StackFrame("your code", 2, "<module>", "y"),))
EVIDENCE = Evidence("finished", usage=Usage(1.5, 1.0, 300.0), device="cpu", code=CODE)


def checked(verdict: Verdict) -> Outcome:
    data = (DataUsed("mnist", False, "real MNIST"),)
    return outcome_of(Attempt(REF, CODE, verdict, EVIDENCE, 3, data, note="A note."), seconds=2.0)


FAILED = checked(Verdict("failed", "It errs.", "Train longer.", (MEASURED,), "too-short"))
OUTCOMES = [
    None,
    FAILED,
    checked(Verdict("failed", "A name is missing.", error=ERROR)),
    checked(Verdict("passed", "It does what it should.")),
    Outcome(REF, "broken", "There is no room.", problem=MachineProblem("There is no room.", "Make some.")),
]


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda one: one.status if one else "none")
def test_it_comes_back_as_it_was(tmp_path: Path, outcome: Outcome | None) -> None:
    file = tmp_path / "output" / "ending.json"
    write_ending(file, RunEnding("check", CODE, outcome, EVIDENCE, 12.5, "cpu", unseen=True))
    found = read_ending(file, REF)
    assert found is not None
    assert (found.kind, found.code, found.seconds, found.device) == ("check", CODE, 12.5, "cpu")
    assert found.unseen
    assert found.evidence == EVIDENCE
    assert (found.outcome is None) is (outcome is None)
    if outcome is not None and found.outcome is not None:
        assert list(rows(found.outcome)) == list(rows(outcome))


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2}, {"outcome": 3}, {"outcome": {"status": "wonderful"}}, {"attempt": {"verdict": {}}},
        {"evidence": []}, {"seconds": "x"},
    ],
)  # fmt: skip
def test_a_file_that_says_something_else_says_nothing(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "ending.json"
    assert read_ending(file, REF) is None
    write_ending(file, RunEnding("check", CODE, FAILED, EVIDENCE, 12.5))
    said = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**said, **change}), encoding="utf-8")
    assert read_ending(file, REF) is None
    file.write_text("[", encoding="utf-8")
    assert read_ending(file, REF) is None


def test_in_a_sentence_it_says_what_matters() -> None:
    assert in_a_sentence(RunEnding("check", CODE, FAILED, None, 5.0), "") == (
        "Not yet: It errs. Validation error 9 %, pass mark 7.5 %."
    )
    ran = RunEnding("run", CODE, None, Evidence("finished", usage=Usage(130.0)), 150.0)
    assert in_a_sentence(ran, "") == "It came to its end after 2 min 10 s."
    said = in_a_sentence(ran, "\x1b[2J" + "x" * 400)
    assert said.startswith("It came to its end after 2 min 10 s, and printed last: ")
    assert "\x1b" not in said and said.endswith("…") and len(said) < 250
