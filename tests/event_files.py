"""Event files for the tests: real ones by TensorFlow, and records made by hand."""

from __future__ import annotations

import struct
import zlib

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
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


def png(rows: list[list[tuple[int, ...]]], way: int = 0) -> bytes:
    """A PNG of 8 bits a channel, each pixel of 1 to 4 channels. ``way``: how rows are written, 0 to 4."""
    channels = len(rows[0][0])
    flat = [[value for pixel in row for value in pixel] for row in rows]
    lines, above = [], [0] * len(flat[0])
    for row in flat:
        guesses = [
            _guess(way, *((row[x - channels], above[x - channels]) if x >= channels else (0, 0)), above[x])
            for x in range(len(row))
        ]
        lines.append(
            bytes([way, *((value - guess) % 256 for value, guess in zip(row, guesses, strict=True))])
        )
        above = row
    colour = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, colour, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _guess(way: int, left: int, corner: int, above: int) -> int:
    """PNG, third edition, 9.2."""
    near = left + above - corner
    paeth = min((left, above, corner), key=lambda value: abs(near - value))
    return (0, left, above, (left + above) // 2, paeth)[way]


def picture(tag: str, step: int, data: bytes) -> bytes:
    """A picture as TensorFlow 1 writes it, framed."""
    image = Summary.Image(width=1, height=1, encoded_image_string=data)
    summary = Summary(value=[Summary.Value(tag=tag, image=image)])
    return record(Event(step=step, wall_time=1.0, summary=summary).SerializeToString())


def graph(*kinds: str) -> bytes:
    """A graph with one operation of each of these kinds, framed."""
    from tensorboard.compat.proto.graph_pb2 import GraphDef
    from tensorboard.compat.proto.node_def_pb2 import NodeDef

    nodes = [NodeDef(name=f"node{number}", op=kind) for number, kind in enumerate(kinds)]
    event = Event(wall_time=1.0, graph_def=GraphDef(node=nodes).SerializeToString())
    return record(event.SerializeToString())


def words(tag: str, said: str) -> bytes:
    """A text as TensorFlow 2 writes it, framed."""
    metadata = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="text"))
    tensor = TensorProto(dtype=7, string_val=[said.encode("utf-8", "surrogatepass")])
    summary = Summary(value=[Summary.Value(tag=tag, metadata=metadata, tensor=tensor)])
    return record(Event(step=0, wall_time=1.0, summary=summary).SerializeToString())
