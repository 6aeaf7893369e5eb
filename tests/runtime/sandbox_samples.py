"""Programs and probes that several tests use."""

from __future__ import annotations

import os
import time
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


def settles(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether a condition becomes true within a generous time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def describing(name: str) -> str:
    """The source of a probe that describes one of the learner's names."""
    return f"def probe(context):\n    return context.describe(context.namespace[{name!r}])\n"


def shared() -> Path | None:
    """The folder of shared data and hostile programs, where there is one."""
    named = os.environ.get("TFTUTOR_SHARED")
    beside = Path(__file__).resolve().parents[3] / "shared"
    folder = Path(named) if named else beside
    return folder if folder.is_dir() else None
