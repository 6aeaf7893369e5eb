"""A curve that must be the solution's, point by point."""

from __future__ import annotations

import pytest
from attempts import CheckHarness, Run, check

CODE = """\
import tensorflow as tf

with tf.summary.create_file_writer("logs").as_default():
    for step in range(5):
        tf.summary.scalar("ink", 0.1 * step, step=step)
"""


@pytest.fixture(scope="module")
def harness(run: Run) -> CheckHarness:
    return CheckHarness(check("curve", tag="ink"), CODE, run=run)


def test_the_same_points_pass_whatever_wrote_them(harness: CheckHarness) -> None:
    other = CODE.replace("0.1 * step, step=step", "step / 10, step").replace('"logs"', '"logs/"')
    assert harness.judge(other).status == "passed"


@pytest.mark.parametrize(
    ("old", "new", "reason", "advice"),
    [
        ("step=step", "step=step + 1", "aren't at the steps", ""),
        ("range(5)", "range(4)", "aren't at the steps", ""),
        ("0.1 * step", "0.2 * step", "another number at step 1", ""),
        ("0.1 * step", "0.1", "another number at step 0", "All its points are equal"),
        ('"ink"', '"tint"', "no curve 'ink'", ""),
    ],
)
def test_what_is_wrong_is_said(harness: CheckHarness, old: str, new: str, reason: str, advice: str) -> None:
    result = harness.judge(CODE.replace(old, new))
    assert result.status == "failed"
    assert reason in result.reason
    assert advice in result.advice


def test_two_curves_are_the_same_only_at_the_same_steps(harness: CheckHarness) -> None:
    later = CODE.replace("step=step", "step=step + 1")
    assert harness.same(later, later.replace("0.1 * step", "step / 10"))
    assert not harness.same(later, CODE)
