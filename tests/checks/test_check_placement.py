"""On which device things are, on a machine with one CPU that is split in two."""

from __future__ import annotations

from typing import Any

import pytest
from attempts import CheckHarness, Run, check
from pydantic import ValidationError

SPLIT = """\
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
"""
PLACED = SPLIT + 'with tf.device("CPU:1"):\n    a = tf.ones([2])\n    v = tf.Variable(a)\nb = tf.zeros([2])\n'
GRAPH = """\
@tf.function
def layer(x):
    with tf.device("CPU:1"):
        y = x @ x
    with tf.device("CPU:0"):
        return y + 1.0
"""


@pytest.fixture
def harness(run: Run) -> Any:
    def make(**settings: Any) -> CheckHarness:
        return CheckHarness(check("placement", **settings), run=run)

    return make


def test_tensors_and_variables_are_found_on_logical_devices(harness: Any) -> None:
    assert harness(of={"a": "CPU:1", "v": "CPU:1", "b": "CPU:0"}).judge(PLACED).status == "passed"


def test_the_device_it_is_on_is_named(harness: Any) -> None:
    result = harness(of={"b": "CPU:1"}).judge(PLACED)
    assert (result.status, result.reason) == ("failed", "b is on CPU:0, not on CPU:1.")
    assert (result.expected, result.seen, result.line) == ("CPU:1", "CPU:0", 7)
    assert 'tf.device("CPU:1")' in result.advice


def test_what_is_on_no_device_and_what_is_missing_are_distinguished(harness: Any) -> None:
    assert "is on no device" in harness(of={"n": "CPU:1"}).judge(PLACED + "n = 3\n").reason
    assert harness(of={"c": "CPU:1"}).judge(PLACED).reason == "Your program has no c."


def test_copies_of_a_mirrored_variable_are_each_on_their_own(harness: Any) -> None:
    scope = 'strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])\nwith strategy.scope():\n'
    copies = harness(of={"w": ["CPU:0", "CPU:1"]})
    assert copies.judge(f"{SPLIT}{scope}    w = tf.Variable(1.0)\n").status == "passed"
    result = copies.judge(f"{SPLIT}w = tf.Variable(1.0)\n")
    assert result.reason == "w has a single copy, on CPU:0."
    assert "strategy.scope()" in result.advice


def test_operations_of_a_graph_are_where_they_were_put(harness: Any) -> None:
    asked = {"graph": "layer.get_concrete_function(tf.ones([2, 2]))"}
    both = harness(**asked, operations={"MatMul": "CPU:1", "AddV2": "CPU:0"})
    assert both.judge(SPLIT + GRAPH).status == "passed"
    left_open = SPLIT + GRAPH.replace('    with tf.device("CPU:0"):\n        return', "    return")
    assert both.judge(left_open).reason == "AddV2 is put on no device, not on CPU:0."
    assert both.judge(SPLIT + GRAPH.replace("@ x", "* x")).reason == "The graph has no operation MatMul."
    assert both.same(left_open, left_open + "# the same\n")
    assert not both.same(left_open, SPLIT + GRAPH)


def test_a_function_that_cannot_be_traced_is_reported(harness: Any) -> None:
    asked = {"graph": "layer.get_concrete_function(tf.ones([2, 2]))", "operations": {"MatMul": "CPU:1"}}
    result = harness(**asked).judge(SPLIT + GRAPH.replace("y = x @ x", "y = nobody"))
    assert (result.status, "nobody" in result.reason) == ("failed", True)


def test_a_graph_and_its_operations_go_together() -> None:
    with pytest.raises(ValidationError, match="go together"):
        check("placement", graph="f.get_concrete_function()")
