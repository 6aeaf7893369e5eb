"""Event files for the tests: real ones by TensorFlow, and records made by hand."""

from __future__ import annotations

import struct

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.compat.proto.tensor_pb2 import TensorProto

from tftutor.board.records import record

WRITER = """\
import tensorflow as tf

tf1 = tf.compat.v1
with tf.summary.create_file_writer("logs/train").as_default():
    for step in range(0, 100, 10):
        tf.summary.scalar("loss", 2.3 / (1 + step), step=step)
        tf.summary.scalar("error", tf.constant(0.5, tf.float64), step=step)
    tf.summary.image("digits", tf.zeros([4, 28, 20, 1]), step=0, max_outputs=4)
    tf.summary.histogram("weights", tf.random.normal([50]), step=0)
    tf.summary.text("note", "hello", step=0)

    @tf.function
    def f(x):
        return tf.matmul(x, x)

    tf.summary.graph(f.get_concrete_function(tf.ones([2, 2])).graph)

with tf.Graph().as_default():
    x = tf1.placeholder(tf.float32, name="x")
    pictures = tf1.summary.image("old_digits", tf.zeros([2, 8, 8, 1]))
    merged = tf1.summary.merge([tf1.summary.scalar("old", x), pictures])
    with tf1.Session() as session:
        writer = tf1.summary.FileWriter("logs/v1", session.graph)
        for step in range(3):
            writer.add_summary(session.run(merged, {x: step / 2}), step)
        writer.close()
"""


def simple(tag: str, step: int, value: float) -> bytes:
    """A point as TensorFlow 1 writes it, framed."""
    summary = Summary(value=[Summary.Value(tag=tag, simple_value=value)])
    return record(Event(step=step, wall_time=1.0, summary=summary).SerializeToString())


def packed(tag: str, step: int, value: float) -> bytes:
    """A point as a tensor whose bytes stand in `tensor_content`, framed."""
    tensor = TensorProto(dtype=2, tensor_content=struct.pack("<d", value))
    summary = Summary(value=[Summary.Value(tag=tag, tensor=tensor)])
    return record(Event(step=step, wall_time=1.0, summary=summary).SerializeToString())
