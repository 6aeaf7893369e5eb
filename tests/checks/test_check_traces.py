"""Functions that become graphs, and how often."""

from __future__ import annotations

from typing import Any

import pytest
from attempts import CheckHarness, Run, check

GRAPH = "import tensorflow as tf\n\n@tf.function\ndef scale(x, factor):\n    return x * factor\n"
PLAIN = GRAPH.replace("@tf.function\n", "")
NUMBERS = ["scale(tf.ones([2]), 1.0)", "scale(tf.ones([2]), 2.0)", "scale(tf.ones([2]), 1.0)"]
LENGTHS = ["scale(tf.ones([2]), tf.ones([]))", "scale(tf.ones([3]), tf.ones([]))"]


@pytest.fixture
def harness(run: Run) -> Any:
    def make(**settings: Any) -> CheckHarness:
        return CheckHarness(check("traces", of="scale", **settings), run=run)

    return make


def test_a_tf_function_is_distinguished_from_plain_python(harness: Any) -> None:
    graph = harness()
    assert graph.judge(GRAPH).status == "passed"
    result = graph.judge(PLAIN)
    assert result.reason == "scale is plain Python: TensorFlow makes no graph of it."
    assert "@tf.function" in result.advice


def test_python_numbers_are_traced_again_and_tensors_are_not(harness: Any) -> None:
    result = harness(calls=NUMBERS, at_most=1).judge(GRAPH)
    assert result.reason == "scale was traced twice in 3 calls; once will do."
    tensors = [call.replace("1.0", "tf.constant(1.0)").replace("2.0", "tf.constant(2.0)") for call in NUMBERS]
    assert harness(calls=tensors, at_most=1).judge(GRAPH).status == "passed"


def test_without_calls_the_programs_own_traces_count(harness: Any) -> None:
    code = GRAPH + "\n".join(NUMBERS)
    assert harness(at_least=2, at_most=2).judge(code).status == "passed"
    assert harness(at_least=3).judge(code).reason == "scale was traced twice."


def test_two_programs_do_the_same_if_they_trace_as_often(harness: Any) -> None:
    lengths = harness(calls=LENGTHS, at_most=1)
    relaxed = GRAPH.replace("@tf.function", "@tf.function(reduce_retracing=True)")
    one_length = GRAPH.replace(
        "@tf.function", "@tf.function(input_signature=[tf.TensorSpec([2]), tf.TensorSpec([])])"
    )
    assert lengths.same(GRAPH, relaxed)
    assert not lengths.same(GRAPH, PLAIN)
    assert "scale(tf.ones([3])" in lengths.judge(one_length).reason
