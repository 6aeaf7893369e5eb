"""Programs and probes that several tests use."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tftutor.runtime import Evidence, Runtime
from tftutor.runtime.inside.tree import descendants

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


def zygote_of(runtime: Runtime) -> int:
    """Its process id. Another runtime of the same test session has a family of its own."""
    assert runtime._zygote is not None
    return runtime._zygote._process.pid


def family_of(runtime: Runtime) -> list[int]:
    """The zygote and all living processes below it."""
    zygote = zygote_of(runtime)
    return [pid for pid in (zygote, *descendants(zygote)) if alive(pid)]


# A function for probes: what a value is, with its numbers where it has any by now.
LOOK = """\
def look(value):
    import numpy
    try:
        array = numpy.asarray(value.numpy() if hasattr(value, "numpy") else value)
    except Exception:
        array = None  # a tensor or a variable of a graph
    shape = list(value.shape) if hasattr(value, "shape") else list(array.shape)
    dtype = getattr(getattr(value, "dtype", None), "name", None)
    return {"type": type(value).__name__, "dtype": dtype, "shape": shape, "array": array}
"""


def looking_at(name: str) -> str:
    """The source of a probe that looks at one of the learner's names."""
    return f"{LOOK}\ndef probe(context):\n    return look(context.namespace[{name!r}])\n"
