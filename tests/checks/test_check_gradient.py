"""Gradients: against the solution's and finite differences, there and at places of our own choice."""

from __future__ import annotations

import pytest
from attempts import CheckHarness, Run, check

TAPE = """\
import tensorflow as tf

x = tf.Variable(tf.ones([2, 3]))
with tf.GradientTape() as tape:
    y = tf.reduce_mean(x ** 2)
x_grad = tape.gradient(y, x)
"""
GRAPH = """\
import tensorflow as tf

tf1 = tf.compat.v1
with tf.Graph().as_default():
    x = tf1.Variable(tf.ones([2, 3]))
    mean = tf.reduce_mean(x ** 2)
    gradient = tf.gradients(mean, x)
    with tf1.Session() as session:
        session.run(x.initializer)
        y, x_grad = session.run([mean, gradient])
"""
BY_HAND = """\
import numpy as np

x = np.ones([2, 3])
y = np.mean(x ** 2)
x_grad = 2 * x / 6
"""


@pytest.fixture(scope="module")
def harness(run: Run) -> CheckHarness:
    return CheckHarness(check("gradient", of="y", at="x", **{"in": "x_grad"}), TAPE, run)


@pytest.mark.parametrize(
    "code",
    [
        TAPE.replace("tf.reduce_mean(x ** 2)", "tf.reduce_sum(tf.square(x)) / 6.0"),
        GRAPH,
        BY_HAND,
        TAPE.replace("tf.Variable(tf.ones([2, 3]))", "tf.ones([2, 3])").replace(
            "    y =", "    tape.watch(x)\n    y ="
        ),
        TAPE.replace("tf.ones([2, 3])", "[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]"),
    ],
    ids=["sum by six", "graph and session", "NumPy", "watched tensor", "another x"],
)
def test_every_right_way_passes(harness: CheckHarness, code: str) -> None:
    result = harness.judge(code)
    assert result.status == "passed", result


def test_a_traced_function_passes(harness: CheckHarness) -> None:
    code = """\
import tensorflow as tf

x = tf.Variable(tf.ones([2, 3]))

@tf.function
def slope():
    with tf.GradientTape() as tape:
        y = tf.reduce_mean(x ** 2)
    return y, tape.gradient(y, x)

y, x_grad = slope()
"""
    assert harness.judge(code).status == "passed"


def test_sum_for_mean(harness: CheckHarness) -> None:
    result = harness.judge(TAPE.replace("reduce_mean", "reduce_sum"))
    assert result.reason == "x_grad is 6 times too large everywhere."
    assert result.expected == "0.3333  in all 6 places, shape (2, 3)"
    assert result.seen == "2.0  in all 6 places, shape (2, 3)"
    assert result.advice == "It is the true derivative of your y: look at how y is computed."
    assert result.line == 6


def test_a_right_y_and_a_wrong_way_from_it(harness: CheckHarness) -> None:
    result = harness.judge(BY_HAND.replace("2 * x / 6", "x / 6"))
    assert result.reason == "x_grad is 2 times too small everywhere."
    assert result.advice == "Your y is right; the way from y to x_grad is not."


def test_numbers_written_in_by_hand(harness: CheckHarness) -> None:
    result = harness.judge(TAPE.replace("tape.gradient(y, x)", "tf.fill([2, 3], 1 / 3)"))
    assert result.reason == (
        "x_grad is right at the x you chose, but not elsewhere: the numbers seem written in by hand."
    )


def test_right_only_by_chance(harness: CheckHarness) -> None:
    result = harness.judge(BY_HAND.replace("2 * x / 6", "2 * x ** 2 / 6"))
    assert result.reason.startswith("x_grad is right at the x you chose, but not at x = [[")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (TAPE.replace("tf.Variable(tf.ones([2, 3]))", "tf.ones([2, 3])"),
         "x_grad is None: the tape saw no way from x to y."),
        (BY_HAND.replace("np.mean(x ** 2)", "..."), "y is still `...`: replace the dots with your code."),
        (TAPE.replace("tape.gradient(y, x)", "..."),
         "x_grad is still `...`: replace the dots with your code."),
        ("", "Your program has no y."),
        (TAPE.replace("x_grad =", "grad ="), "Your program has no x_grad."),
        (TAPE.replace("tape.gradient(y, x)", "tf.reduce_sum(tape.gradient(y, x))"),
         "x_grad is a single number, where shape (2, 3) was asked for."),
        (BY_HAND.replace("np.ones([2, 3])", "np.ones([2, 3], int)"),
         "x does not hold floats, so that y has no derivative there."),
        ("def f():\n    global x\n    x = tf.Variable(tf.ones([2, 3]))\n"
         + TAPE.replace("x = tf.Variable(tf.ones([2, 3]))", "f()"),
         "The gradient could not be tried with another x."),
    ],
    ids=["not watched", "dots", "dots of the gradient", "empty", "misnamed", "summed", "whole", "hidden"],
)  # fmt: skip
def test_each_lack_has_its_sentence(harness: CheckHarness, code: str, reason: str) -> None:
    result = harness.judge(code)
    assert (result.status, result.reason) == ("failed", reason)


def test_the_same_mistake_in_other_words_is_the_same(harness: CheckHarness) -> None:
    summed = TAPE.replace("reduce_mean", "reduce_sum")
    loop = """\
import tensorflow as tf
x = tf.Variable(tf.ones([2, 3]))
with tf.GradientTape() as tape:
    y = 0.0
    for row in range(2):
        for column in range(3):
            y += x[row, column] * x[row, column]
x_grad = tape.gradient(y, x)
"""
    assert harness.same(loop, summed)
    assert harness.same(TAPE.replace("reduce_mean(x ** 2)", "reduce_mean(x * x) * 6"), summed)
    by_chance = TAPE.replace("tape.gradient(y, x)", "tf.fill([2, 3], 2.0)")
    assert not harness.same(by_chance, summed)
    assert not harness.same(TAPE, summed)


def test_without_the_solution_the_differences_decide(run: Run) -> None:
    harness = CheckHarness(check("gradient", of="y", at="x", like=None, **{"in": "x_grad"}), TAPE, run)
    cubes = BY_HAND.replace("x ** 2", "x ** 3").replace("2 * x / 6", "3 * x ** 2 / 6")
    assert harness.judge(cubes).status == "passed"
    result = harness.judge(cubes.replace("3 * x ** 2", "2 * x ** 2"))
    assert result.reason == "x_grad is not the derivative of y: a small step of x shows it."


def test_a_solution_with_a_wrong_gradient_is_the_courses_fault(run: Run) -> None:
    harness = CheckHarness(
        check("gradient", of="y", at="x", **{"in": "x_grad"}), BY_HAND.replace("2 * x", "x"), run
    )
    result = harness.judge(BY_HAND)
    assert result.status == "broken"
    assert "not the derivative" in result.reason


def test_a_large_variable_and_many_weights(run: Run) -> None:
    """A layer's weights in float32, where rounding is not small."""
    code = """\
import tensorflow as tf

images = tf.random.stateless_uniform([64, 784], [1, 2])
labels = tf.range(64) % 10
W = tf.Variable(0.01 * tf.random.stateless_normal([784, 10], [3, 4]))
with tf.GradientTape() as tape:
    logits = images @ W
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    loss = tf.reduce_mean(losses)
dW = tape.gradient(loss, W)
"""
    harness = CheckHarness(check("gradient", of="loss", at="W", **{"in": "dW"}), code, run)
    by_hand = code.replace(
        "tape.gradient(loss, W)",
        "tf.transpose(images) @ (tf.nn.softmax(logits) - tf.one_hot(labels, 10)) / 64",
    )
    assert harness.judge(by_hand).status == "passed"
    assert harness.judge(by_hand.replace(" / 64", "")).reason == "dW is 64 times too large everywhere."
