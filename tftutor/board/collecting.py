"""Sorts the events of a log into curves, pictures, graphs and the rest."""

from __future__ import annotations

import struct
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from tftutor.board.log import Graph, Image, Log, Scalar
from tftutor.board.records import Damaged

# numbers of types.proto -> struct codes; half and bfloat16 stand in half_val, which nobody logs scalars in
_CODES = {1: "f", 2: "d", 3: "i", 4: "B", 5: "h", 6: "b", 9: "q", 10: "?", 17: "H", 22: "I", 23: "Q"}
_STRING = 7
_AROUND_AN_IMAGE = 200  # bytes that even an empty one takes
_TRACES = ("graph_run_metadata_graph", "graph_run_metadata")  # what tf.summary.trace_export writes


@dataclass
class Capacity:
    """How much more is taken in: points of curves, bytes of pictures, nodes of graphs, texts, tags."""

    points: int = 2_000_000
    image_bytes: int = 256 << 20
    nodes: int = 200_000
    texts: int = 10_000
    tags: int = 200_000

    @property
    def is_left(self) -> bool:
        """Whether there is some of each."""
        return min(self.points, self.image_bytes, self.nodes, self.texts, self.tags) > 0


class Collector:
    """What was read so far. Give it events one by one, then take the `Log`.

    ``capacity``: how much may be taken in; several collectors may share one.
    """

    def __init__(self, capacity: Capacity | None = None) -> None:
        self._scalars: dict[str, list[Scalar]] = defaultdict(list)
        self._images: dict[str, list[Image]] = defaultdict(list)
        self._histograms: Counter[str] = Counter()
        self._texts: dict[str, list[str]] = defaultdict(list)
        self._tensors: Counter[str] = Counter()
        self._graphs: list[Graph] = []
        self._plugins: dict[str, str] = {}  # only the first event of a tag says which plugin it is for
        self._room = capacity or Capacity()

    def add(self, data: bytes) -> bool:
        """One event, serialized. False when there is no more room. Raises `Damaged`."""
        from google.protobuf.message import DecodeError
        from tensorboard.compat.proto.event_pb2 import Event

        event: Any = Event()
        try:
            event.ParseFromString(data)
        except DecodeError as error:
            raise Damaged("a record is not an event") from error
        which = event.WhichOneof("what")
        if which == "graph_def":
            self._graph(event.graph_def)
        elif which == "summary":
            for value in event.summary.value:
                self._value(event, value)
                if not self._room.is_left:
                    break
        return self._room.is_left

    def log(self, files: int, problems: list[str]) -> Log:
        """All of it, points in order of step."""
        return Log(
            scalars={
                tag: tuple(sorted(p, key=lambda s: (s.step, s.time))) for tag, p in self._scalars.items()
            },
            images={tag: tuple(sorted(p, key=lambda i: i.step)) for tag, p in self._images.items()},
            histograms=dict(self._histograms),
            texts={tag: tuple(t) for tag, t in self._texts.items()},
            tensors=dict(self._tensors),
            graphs=tuple(self._graphs),
            files=files,
            problems=tuple(problems),
        )

    def _value(self, event: Any, value: Any) -> None:
        tag = value.tag
        plugin = value.metadata.plugin_data.plugin_name if value.HasField("metadata") else ""
        if tag not in self._plugins:
            self._plugins[tag] = plugin
            self._room.tags -= 1
        plugin = self._plugins[tag]
        which = value.WhichOneof("value")
        if which == "simple_value":
            self._scalar(event, tag, value.simple_value)
        elif which == "image":
            self._image(event, tag, value.image.width, value.image.height, value.image.encoded_image_string)
        elif which == "histo":
            self._histograms[tag] += 1
        elif which == "tensor":
            self._tensor(event, tag, plugin, value.tensor)

    def _tensor(self, event: Any, tag: str, plugin: str, tensor: Any) -> None:
        if plugin == "images":
            self._images_of(event, tag, list(tensor.string_val))
        elif plugin == "histograms":
            self._histograms[tag] += 1
        elif plugin in _TRACES:
            for data in tensor.string_val:
                self._trace(data)
        elif plugin == "text" or (not plugin and tensor.dtype == _STRING):
            texts = [text.decode("utf-8", "replace")[:10_000] for text in tensor.string_val[:100]]
            self._room.texts -= len(texts)
            self._texts[tag] += texts
        elif plugin in ("scalars", "") and (number := _number(tensor)) is not None:
            self._scalar(event, tag, number)
        else:
            self._tensors[tag] += 1

    def _scalar(self, event: Any, tag: str, value: float) -> None:
        self._room.points -= 1
        self._scalars[tag].append(Scalar(int(event.step), float(event.wall_time), float(value)))

    def _images_of(self, event: Any, tag: str, parts: list[bytes]) -> None:
        """TensorFlow 2 writes width and height as two strings, then each picture."""
        width, height = [
            int(part) if part.isdigit() and len(part) < 7 else 0 for part in (*parts[:2], b"", b"")
        ][:2]
        for data in parts[2:]:
            self._image(event, tag, width, height, data)

    def _image(self, event: Any, tag: str, width: int, height: int, data: bytes) -> None:
        self._room.image_bytes -= len(data) + _AROUND_AN_IMAGE
        self._images[tag].append(Image(int(event.step), width, height, data))

    def _graph(self, serialized: bytes) -> None:
        from google.protobuf.message import DecodeError
        from tensorboard.compat.proto.graph_pb2 import GraphDef

        graph: Any = GraphDef()
        try:
            graph.ParseFromString(serialized)
        except DecodeError as error:
            raise Damaged("a graph in it is not one") from error
        self._nodes_of(graph)

    def _trace(self, serialized: bytes) -> None:
        """A trace holds the graph of each function that ran, as it was before it was made faster."""
        from google.protobuf.message import DecodeError
        from tensorboard.compat.proto.config_pb2 import RunMetadata

        trace: Any = RunMetadata()
        try:
            trace.ParseFromString(serialized)
        except DecodeError as error:
            raise Damaged("a trace in it is not one") from error
        for function in trace.function_graphs:
            self._nodes_of(function.pre_optimization_graph)

    def _nodes_of(self, graph: Any) -> None:
        nodes = [*graph.node, *(node for function in graph.library.function for node in function.node_def)]
        kept = nodes[: max(0, self._room.nodes)]
        self._room.nodes -= max(1, len(nodes))
        self._graphs.append(Graph(tuple(n.name for n in kept), dict(Counter(n.op for n in nodes))))


def _number(tensor: Any) -> float | None:
    """The one number of a tensor; None where it holds none, or several."""
    if tensor.tensor_shape.dim and any(dim.size != 1 for dim in tensor.tensor_shape.dim):
        return None
    code = _CODES.get(tensor.dtype)
    if tensor.tensor_content and code:
        if len(tensor.tensor_content) != struct.calcsize(f"<{code}"):
            return None
        return float(struct.unpack(f"<{code}", tensor.tensor_content)[0])
    for held in (tensor.float_val, tensor.double_val, tensor.int_val, tensor.int64_val, tensor.bool_val):
        if len(held) == 1:
            return float(held[0])
    return None
