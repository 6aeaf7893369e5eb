"""Graphs that `tf.summary.trace_export` writes: inside a trace, not as an event of their own."""

from __future__ import annotations

from pathlib import Path

from tensorboard.compat.proto.config_pb2 import RunMetadata
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
from tensorboard.compat.proto.tensor_pb2 import TensorProto

from tftutor.board import read
from tftutor.board.records import record


def traced(content: bytes) -> bytes:
    """An event with a trace, framed."""
    metadata = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="graph_run_metadata_graph"))
    tensor = TensorProto(dtype=7, string_val=[content])
    summary = Summary(value=[Summary.Value(tag="square", metadata=metadata, tensor=tensor)])
    return record(Event(step=0, wall_time=1.0, summary=summary).SerializeToString())


def test_the_graphs_of_a_trace_are_read(tmp_path: Path) -> None:
    trace = RunMetadata()
    graph = trace.function_graphs.add().pre_optimization_graph
    graph.node.add(name="pow", op="Pow")
    graph.node.add(name="Mean", op="Mean")
    (tmp_path / "events.out.tfevents.1.here").write_bytes(traced(trace.SerializeToString()))

    (found,) = read(tmp_path).graphs

    assert found.nodes == ("pow", "Mean")
    assert found.operations == {"Pow": 1, "Mean": 1}


def test_a_trace_that_saw_nothing_has_no_graph(tmp_path: Path) -> None:
    (tmp_path / "events.out.tfevents.1.here").write_bytes(traced(RunMetadata().SerializeToString()))

    assert read(tmp_path).graphs == ()


def test_a_trace_that_is_none_is_damage(tmp_path: Path) -> None:
    (tmp_path / "events.out.tfevents.1.here").write_bytes(traced(b"\xff\xff\xff"))

    log = read(tmp_path)

    assert log.graphs == ()
    assert log.problems
