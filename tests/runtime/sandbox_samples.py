"""Programs and probes that several tests use."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tftutor.runtime import Evidence

Run = Callable[..., Evidence]

GRADIENT = """\
import tensorflow as tf

x = tf.Variable(tf.ones([2, 3]))
with tf.GradientTape() as tape:
    y = tf.reduce_mean(x ** 2)
x_grad = tape.gradient(y, x)
print(x_grad)
"""


def describing(name: str) -> str:
    """The source of a probe that describes one of the learner's names."""
    return f"def probe(context):\n    return context.describe(context.namespace[{name!r}])\n"


def shared() -> Path | None:
    """The folder of shared data and hostile programs, where there is one."""
    named = os.environ.get("TFTUTOR_SHARED")
    beside = Path(__file__).resolve().parents[3] / "shared"
    folder = Path(named) if named else beside
    return folder if folder.is_dir() else None
