"""`check` on a learner's files: verdicts, figures, reports and exit codes. One start of TensorFlow."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from cli_learner import REPOSITORY, Learner

from tftutor.cli.checking import exit_code
from tftutor.course.loader import load_course
from tftutor.presentation.outcomes import Outcome
from tftutor.problems import CourseProblem, MachineProblem

SUM = "import tensorflow as tf\n\nx = tf.constant([1.0, 2.0, 3.0])\ny = tf.reduce_sum(x * x)\n"
MEAN = SUM.replace("reduce_sum", "reduce_mean")


@pytest.fixture(scope="module")
def beginner(tmp_path_factory: pytest.TempPathFactory) -> Learner:
    """Somebody who summed where the text averages. Later checks reuse the evidence of the first."""
    learner = Learner(tmp_path_factory.mktemp("beginner") / "home")
    learner.says("show", "mean-of-squares")
    learner.draft("one/code/mean-of-squares").write_text(SUM)
    learner.says("answer", "two-and-two", "b")
    return learner


def valid(text: str, schema: str) -> dict[str, object]:
    """The JSON in ``text``, which must be as the schema says."""
    file = REPOSITORY / "tftutor" / "cli" / "schemas" / f"{schema}.schema.json"
    report = json.loads(text)
    jsonschema.validate(report, json.loads(file.read_text()), jsonschema.Draft202012Validator)
    assert isinstance(report, dict)
    return report


def test_json_says_what_was_found_of_every_step(beginner: Learner) -> None:
    junit = beginner.home / "report.xml"
    done = beginner.calls("check", "one", "--json", "--junit", str(junit))
    assert done.returncode == 1, done.stderr
    report = valid(done.stdout, "check")
    steps = {step["id"].rpartition("/")[2]: step for step in report["steps"]}  # type: ignore[attr-defined]
    assert {name: step["status"] for name, step in steps.items()} == {
        "two-and-two": "passed",
        "guess-first": "not started",
        "mean-of-squares": "failed",
        "on-a-gpu": "not started",
    }
    assert steps["mean-of-squares"]["mistake"] == "sum for mean"
    suites = ElementTree.parse(junit).getroot()
    assert (suites.get("tests"), suites.get("failures"), suites.get("errors")) == ("4", "3", "0")
    failure = suites.find(".//testcase[@name='mean-of-squares']/failure")
    assert failure is not None
    assert "You summed" in (failure.get("message") or "")


def test_several_steps_are_a_table_in_course_order_and_the_first_failure_in_full(beginner: Learner) -> None:
    lines = beginner.says("check", "one", code=1).splitlines()
    assert [line.split()[-1] for line in lines[:2]] == [
        "one/questions/two-and-two",
        "one/questions/guess-first",
    ]
    assert "one/code/mean-of-squares" in lines[2]
    said = "\n".join(lines)
    assert "\x1b" not in said
    assert max(len(line) for line in lines) <= 80
    assert "1 passed, 1 not yet, 2 not started" in said
    assert "✗ Not yet: You summed where the text averages." in said


def test_a_verdict_has_the_reason_then_what_was_expected_then_what_to_try(beginner: Learner) -> None:
    said = beginner.says("check", "mean-of-squares", code=1)
    parts = ["You summed where the text averages.", "expected", "seen", "look at", "line 4", "tftutor hint"]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_code_from_another_file_is_checked_in_place_of_the_draft(beginner: Learner) -> None:
    (beginner.home / "mine.py").write_text(MEAN)
    said = beginner.says("check", "mean-of-squares", "--from", "mine.py")
    assert "✓ Passed" in said
    assert "An average does not depend" in said
    assert beginner.draft("one/code/mean-of-squares").read_text() == SUM


def test_a_step_that_needs_a_gpu_is_not_possible_without_one(beginner: Learner) -> None:
    (beginner.home / "mine.py").write_text("n = 60000\n")
    without = beginner.with_({"CUDA_VISIBLE_DEVICES": "-1"})
    said = without.says("check", "on-a-gpu", "--from", "mine.py", code=4)
    assert "Not possible here" in said
    assert "needs a GPU" in said


def test_steps_to_read_have_nothing_to_check(beginner: Learner) -> None:
    assert "nothing to check" in beginner.says("check", "read-this")


def test_progress_and_list_are_valid_json(beginner: Learner) -> None:
    report = valid(beginner.calls("progress", "--json").stdout, "progress")
    assert report["total"] == 5
    valid(beginner.calls("list", "all", "--json").stdout, "list")
    valid(beginner.calls("data", "list", "--json").stdout, "data")


def test_exit_codes_of_several_outcomes() -> None:
    ref = next(iter(load_course(Path(__file__).parent / "course").steps.values()))
    passed, failed = Outcome(ref, "passed"), Outcome(ref, "failed")
    blocked, stopped = Outcome(ref, "blocked"), Outcome(ref, "cancelled")
    course = Outcome(ref, "broken", problem=CourseProblem("the lesson is torn"))
    machine = Outcome(ref, "broken", problem=MachineProblem("no TensorFlow"))
    assert exit_code([passed, passed]) == 0
    assert exit_code([passed, blocked]) == 0
    assert exit_code([blocked]) == 4
    assert exit_code([passed, failed, Outcome(ref, "not started")]) == 1
    assert exit_code([failed, machine]) == 4
    assert exit_code([failed, machine, course]) == 3
    assert exit_code([passed, stopped]) == 130
    assert exit_code([failed, stopped]) == 1
    assert exit_code([]) == 0
