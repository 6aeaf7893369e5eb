"""The course's first gradient: one number, many ways to write it, and to miss it."""

from __future__ import annotations

import pytest

from tftutor.tutor import Tutor

STEP = "session2/define-and-run/gradient-of-a-mean"

PROGRAM = """\
import tensorflow as tf

x = tf.Variable(tf.ones([2, 3]))
with tf.GradientTape() as tape:
    {y}
x_grad = tape.gradient(y, x)
print(x_grad)
"""

SUMS = {
    "reduce_sum": "y = tf.reduce_sum(x**2)",
    "six means": "y = 6*tf.reduce_mean(x*x)",
    "a loop": """y = 0.0
    for row in range(2):
        for column in range(3):
            y = y + x[row, column] ** 2""",
    "an einsum": "y = tf.einsum('ij,ij->', x, x)",
}

MEANS = {
    "reduce_mean": "y = tf.reduce_mean(x ** 2)",
    "sum over six": "y = tf.reduce_sum(tf.square(x)) / 6",
    "a norm": "y = tf.norm(x) ** 2 / tf.cast(tf.size(x), tf.float32)",
}


@pytest.mark.parametrize("y", SUMS.values(), ids=SUMS.keys())
def test_a_sum_is_distinguished_from_a_mean_however_it_is_written(tutor: Tutor, y: str) -> None:
    verdict = tutor.attempt(tutor.course.steps[STEP], PROGRAM.format(y=y)).verdict
    assert verdict.mistake == "sum for mean"
    assert "You summed where the formula averages" in verdict.headline


@pytest.mark.parametrize("y", MEANS.values(), ids=MEANS.keys())
def test_a_mean_is_a_mean(tutor: Tutor, y: str) -> None:
    attempt = tutor.attempt(tutor.course.steps[STEP], PROGRAM.format(y=y))
    assert attempt.verdict.status == "passed"
    assert attempt.evidence and attempt.evidence.output.count("0.333333") == 6


def test_numbers_written_in_by_hand_do_not_pass(tutor: Tutor) -> None:
    code = PROGRAM.format(y="y = tf.reduce_mean(x ** 2)") + "x_grad = tf.fill([2, 3], 1/3)\n"
    verdict = tutor.attempt(tutor.course.steps[STEP], code).verdict
    assert verdict.status == "failed"


FIRST_PROGRAM_OF_2017 = """\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default():
    x = tf.Variable(tf.ones([2, 3], tf.float32))
    y = tf.reduce_mean(x ** 2)
    x_grad = tf.gradients(y, x)
    with tf.Session() as sess:
        sess.run(x.initializer)
        print(sess.run(x_grad))
"""


def test_the_first_program_of_2017_still_prints_its_number(tutor: Tutor) -> None:
    evidence = tutor.try_out(tutor.course.steps[STEP], FIRST_PROGRAM_OF_2017)
    assert evidence.completed
    assert evidence.output.count("0.33333334") == 6
