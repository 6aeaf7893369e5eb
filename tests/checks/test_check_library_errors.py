"""Slips in many words, and the sentence that the messages of NumPy, TensorFlow and Keras come down to."""

from __future__ import annotations

import json

import pytest

from tftutor.checks.errors import ErrorExplanation, explain_error, meaning_of
from tftutor.runtime import Program, Runtime

IN_A_GRAPH = "@tf.function\ndef f(x):\n    {}\nf(tf.ones([3]))"
FOR_ANY_LENGTH = (
    "@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])\ndef f(x):\n    {}\nf(tf.ones([3]))"
)
SLIPS = {
    "sizes that meet in the middle": (
        "tf.ones([4, 5]) @ tf.ones([3, 4])",
        "np.ones([4, 5]) @ np.ones([3, 4])",
        "np.dot(np.ones([4, 5]), np.ones([3, 4]))",
        IN_A_GRAPH.format("return tf.ones([4, 5]) @ tf.ones([3, 4])"),
    ),
    "wants tables, of two axes": ("tf.ones([5]) @ tf.ones([5, 3])", "np.ones([5]) @ np.array(3.0)"),
    "number by number": (
        "tf.ones([5]) + tf.ones([3])",
        "np.ones([5]) + np.ones([3])",
        "tf.ones([5]) * tf.ones([3])",
        IN_A_GRAPH.format("return x - tf.ones([5])"),
    ),
    "A reshape keeps all numbers": (
        "tf.reshape(tf.ones([12]), [5, 4])",
        "np.ones(12).reshape(5, 4)",
        IN_A_GRAPH.format("return tf.reshape(x, [5, 4])"),
    ),
    "A layer got an input of another shape": (
        "keras.Sequential([keras.Input([784]), keras.layers.Dense(10)])(tf.ones([2, 28, 28]))",
    ),
    "not as many labels as pictures": (
        "m = keras.Sequential([keras.Input([4]), keras.layers.Dense(3)])\nm.compile(loss='mse')\n"
        "m.fit(np.ones([8, 4]), np.ones([9, 3]), verbose=0)",
    ),
    "This loss wants plain labels": (
        "tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.eye(2, 3), logits=tf.ones([2, 3]))",
        "keras.losses.SparseCategoricalCrossentropy(from_logits=True)(tf.eye(2, 3), tf.ones([2, 3]))",
    ),
    "This loss wants a one-hot row": (
        "tf.nn.softmax_cross_entropy_with_logits(labels=[1, 2], logits=tf.ones([2, 3]))",
        "keras.losses.CategoricalCrossentropy(from_logits=True)(tf.constant([1, 2]), tf.ones([2, 3]))",
    ),
    "Two kinds of numbers": (
        "tf.constant(1) + tf.constant(1.0)",
        "0.5 * tf.constant(1)",
        "tf.ones([2], tf.float64) * tf.ones([2])",
        IN_A_GRAPH.format("return x + tf.constant([1, 2, 3])"),
        IN_A_GRAPH.format("return 0.5 * tf.constant(1)"),
    ),
    "neither NumPy nor Python can have it": (
        IN_A_GRAPH.format("return x.numpy()"),
        IN_A_GRAPH.format("return x - np.mean(x)"),
        "@tf.function(autograph=False)\ndef f(x):\n    return float(x)\nf(tf.constant(1.0))",
    ),
    "that Python could count to": (
        "@tf.function(autograph=False)\ndef f(n):\n    return [0 for _ in range(n)]\nf(tf.constant(3))",
    ),
    "A variable was made in the body": (
        IN_A_GRAPH.format("return tf.Variable(1.0) + x") + "\nf(tf.ones([3]))",
    ),
    "whichever way an `if` or a loop goes": (IN_A_GRAPH.format("if x[0] > 0:\n        y = x\n    return y"),),
    "has no such place": (
        IN_A_GRAPH.format("s = tf.TensorArray(tf.float32, size=3)\n    return s.write(3, 1.0).stack()"),
    ),
    "is None where a number should be": (
        "tf.Variable(1.0).assign_sub(None)",
        "0.1 * None",
        "keras.optimizers.SGD().apply_gradients([(None, tf.Variable(1.0))])",
        FOR_ANY_LENGTH.format("return tf.reduce_sum(x) / x.shape[0]"),
    ),
    "only a tf.Variable has `assign`": ("tf.constant(1.0).assign_sub(1.0)",),
    "cannot be changed one by one": ("tf.zeros([3])[0] = 1",),
    "wants one yes or no": ("if tf.ones([3]) > 0: pass", "if np.ones(3) > 0: pass"),
    "a tensor or an array before them": ("tf.ones([3])(0)", "np.ones(3)(0)"),
    "place was asked for that is not there": ("np.ones(3)[3]", "tf.ones([3])[3]"),
    "Something is None. A function": ("print('loss')[0]",),
}
PROGRAM = """\
import json
import keras
import numpy as np
import tensorflow as tf

for number, slip in enumerate(SLIPS):
    try:
        with open(f"slip{number}.py", "w") as file:  # AutoGraph reads the source
            file.write(slip)
        exec(compile(slip, f"slip{number}.py", "exec"), {"keras": keras, "np": np, "tf": tf})
    except Exception as error:
        print(json.dumps([slip, type(error).__name__, str(error)]))
"""


@pytest.fixture(scope="module")
def errors(runtime: Runtime) -> dict[str, tuple[str, str]]:
    """What each slip is told by the libraries themselves: the exception's type and its message."""
    slips = [slip for group in SLIPS.values() for slip in group]
    evidence = runtime.run(Program(code=f"SLIPS = {slips!r}\n{PROGRAM}"))
    lines = [json.loads(line) for line in evidence.output.splitlines() if line.startswith("[")]
    return {slip: (kind, message) for slip, kind, message in lines}


@pytest.mark.parametrize("words", SLIPS)
def test_one_sentence_for_a_slip_in_many_words(errors: dict[str, tuple[str, str]], words: str) -> None:
    for slip in SLIPS[words]:
        assert words in meaning_of(*errors[slip]).says, (slip, errors[slip])


def test_other_errors_speak_for_themselves() -> None:
    assert explain_error("ZeroDivisionError", "division by zero") == ErrorExplanation(
        "division by zero", "ZeroDivisionError"
    )


def test_a_name_that_is_nearly_right_is_named_inside_a_function_too() -> None:
    code = "def takings(sales):\n    return sale"
    said = explain_error("NameError", "name 'sale' is not defined", code)
    assert said.reason == "there is no `sale`. There is `sales`: is that the one?"
