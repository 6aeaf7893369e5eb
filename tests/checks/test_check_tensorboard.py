"""What a program logged for TensorBoard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attempts import CheckHarness, Run, check

from tftutor.checks.base import CheckInput, CheckResult
from tftutor.checks.tensorboard import TensorBoardCheck
from tftutor.runtime import Evidence

CODE = """\
import tensorflow as tf

with tf.summary.create_file_writer("logs").as_default():
    for step in range(0, 1000, 10):
        tf.summary.scalar("loss", 2.3 / (1 + step / 100), step=step)
    tf.summary.image("digits", tf.zeros([4, 28, 28, 1]), step=0, max_outputs=4)

    @tf.function
    def f(x):
        return tf.matmul(x, x)

    tf.summary.graph(f.get_concrete_function(tf.ones([2, 2])).graph)
"""
LOSS: dict[str, Any] = {
    "tag": "loss",
    "at_least": 100,
    "every": 10,
    "begins": 0,
    "falls": True,
    "last_below": 0.5,
}
ASKED: dict[str, Any] = {
    "logs": "logs",
    "scalars": [LOSS],
    "images": [{"tag": "digits", "count": 4, "size": [28, 28]}],
    "graph": True,
    "operations": ["MatMul"],
}


@pytest.fixture(scope="module")
def harness(run: Run) -> CheckHarness:
    return CheckHarness(check("tensorboard", **ASKED), run=run)


def test_the_log_that_was_asked_for(harness: CheckHarness) -> None:
    result = harness.judge(CODE)
    assert result.status == "passed", result
    assert result.title == "the log in logs holds loss, 100 points, falling, 4 pictures and a graph"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (CODE, "x = 1\n", "There is no TensorBoard log in logs."),
        ('"loss"', '"Loss"', "The log has no curve 'loss'."),
        ("range(0, 1000, 10)", "range(0, 1000, 100)", "The curve 'loss' has 10 points, fewer than 100."),
        ("range(0, 1000, 10)", "range(0, 1000, 5)", "'loss' has a point every 5 steps, not every 10."),
        ("range(0, 1000, 10)", "range(10, 1010, 10)", "The curve 'loss' begins at step 10, not at 0."),
        ("step=step", "step=0", "The points of 'loss' are all at step 0."),
        ("2.3 / (1 + step / 100)", "2.3", "The curve 'loss' does not fall."),
        ("2.3 / (1 + step / 100)", "2.3 - step / 100000", "The curve 'loss' hardly falls."),
        ("2.3 / (1 + step / 100)", "2.3 - step / 1000", "The curve 'loss' ends too high."),
        ("2.3 / (1 + step / 100)", "float('nan')", "The curve 'loss' is NaN from step 0 on."),
        (", max_outputs=4", "", "The log has 3 pictures 'digits', not 4."),
        ("28, 28, 1]", "14, 28, 1]", "The pictures 'digits' have another size."),
        ("    tf.summary.graph", "    print", "The log has no graph."),
        ("tf.matmul(x, x)", "x + x", "The graph in the log has no MatMul."),
    ],
)
def test_each_lack_has_its_sentence(harness: CheckHarness, old: str, new: str, reason: str) -> None:
    assert old in CODE
    result = harness.judge(CODE.replace(old, new))
    assert (result.status, result.reason) == ("failed", reason)


def test_an_empty_log_is_distinguished_from_a_missing_one(run: Run) -> None:
    code = 'import tensorflow as tf\nwriter = tf.summary.create_file_writer("logs")\nwriter.flush()\n'
    assert (
        CheckHarness(check("tensorboard", **ASKED), run=run).judge(code).reason == "The log in logs is empty."
    )


def test_one_curve_in_two_folders_is_no_comparison(run: Run) -> None:
    code = """\
import tensorflow as tf
for name, start in [("one", 2.0), ("two", 3.0)]:
    with tf.summary.create_file_writer("logs/" + name).as_default():
        for step in range(3):
            tf.summary.scalar("error", start / (1 + step), step=step)
"""
    harness = CheckHarness(
        check("tensorboard", logs="logs/two", scalars=[{"tag": "error"}], unlike="logs/one"), run=run
    )
    assert harness.judge(code).status == "passed"
    copied = harness.judge(code.replace("start / ", "2.0 / "))
    assert copied.reason == "The curve 'error' is the very same in logs/two and in logs/one."


def test_the_same_log_is_the_same(harness: CheckHarness) -> None:
    flat = CODE.replace("2.3 / (1 + step / 100)", "2.3")
    assert harness.same(flat, CODE.replace("2.3 / (1 + step / 100)", "2.31"))
    assert not harness.same(flat, CODE)
    assert harness.same("x = 1\n", "x = 2\n")
    assert not harness.same("x = 1\n", flat)


def test_a_damaged_log_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "events.out.tfevents.1").write_bytes(b"\x07" * 200)
    one = TensorBoardCheck(scalars=[LOSS])
    result: CheckResult = one.judge(CheckInput(Evidence("finished", files={"logs": tmp_path})))
    assert result.status == "failed"
    assert "is damaged" in result.reason
