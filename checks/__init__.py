"""The kinds of check, by the name that authors write in a lesson's YAML."""

from __future__ import annotations

from tftutor.checks.accuracy import Accuracy, Error
from tftutor.checks.base import Check
from tftutor.checks.files import Files
from tftutor.checks.function import Function
from tftutor.checks.gradient import Gradient
from tftutor.checks.model import Model
from tftutor.checks.output import Output
from tftutor.checks.source import Source
from tftutor.checks.tensorboard import TensorBoard
from tftutor.checks.value import Value

_ALL: tuple[type[Check], ...] = (
    Accuracy, Error, Files, Function, Gradient, Model, Output, Source, TensorBoard, Value,
)  # fmt: skip

KINDS: dict[str, type[Check]] = {kind.kind: kind for kind in _ALL}

__all__ = ["KINDS", "Check"]
