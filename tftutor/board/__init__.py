"""What a run logged: TensorBoard's event files, read without TensorFlow or TensorBoard's server."""

from __future__ import annotations

from tftutor.board.following import Follower, holds_events
from tftutor.board.log import Graph, Image, Log, Scalar
from tftutor.board.reading import event_files, read

__all__ = ["Follower", "Graph", "Image", "Log", "Scalar", "event_files", "holds_events", "read"]
