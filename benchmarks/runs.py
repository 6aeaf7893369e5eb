"""How soon a run answers, and how fast it trains, against `python` with the same file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.table import Row
from tftutor.runtime import Runtime
from tftutor.runtime.events import Event, Output
from tftutor.runtime.program import Limits, Program

GRADIENT = """\
import tensorflow as tf

x = tf.Variable(tf.ones([2, 3]))
with tf.GradientTape() as tape:
    y = tf.reduce_mean(x ** 2)
print(tape.gradient(y, x))
"""

# A softmax regression on made-up pictures.
TRAINING_SETUP = """\
import time
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
images = tf.constant(rng.random((6400, 784), dtype=np.float32))
labels = tf.constant(rng.integers(0, 10, 6400))
w = tf.Variable(tf.zeros([784, 10]))
b = tf.Variable(tf.zeros([10]))

@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, x @ w + b))
    dw, db = tape.gradient(loss, [w, b])
    w.assign_sub(0.1 * dw)
    b.assign_sub(0.1 * db)
    return loss
"""

# It prints steps per second, after 200 steps of warming up.
TRAINING = f"""{TRAINING_SETUP}
for step in range(3200):
    if step == 200:
        start = time.perf_counter()
    i = step % 100 * 64
    loss = train_step(images[i : i + 64], labels[i : i + 64])
print("steps/s", 3000 / (time.perf_counter() - start))
"""


def plain_environment() -> dict[str, str]:
    """The environment of a bare `python`, without anything of the benchmark's own."""
    return {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONDONTWRITEBYTECODE": ""}


def cold_seconds(script: Path) -> float:
    """Seconds from starting `python script` until its first line of output."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=plain_environment(),
    ) as process:
        assert process.stdout
        process.stdout.readline()
        return time.perf_counter() - start


def warm_seconds(runtime: Runtime, code: str) -> float:
    """Seconds from handing the code to the runtime until its first output."""
    first: list[float] = []

    def listen(event: Event) -> None:
        if isinstance(event, Output) and event.stream == "stdout" and not first:
            first.append(time.perf_counter())

    start = time.perf_counter()
    runtime.run(Program(code=code), on_event=listen)
    return first[0] - start


def first_output(scratch: Path, *, cold: int, warm: int) -> list[Row]:
    """Run-to-first-output of the gradient snippet, warm and confined, against a cold `python`."""
    script = scratch / "gradient.py"
    script.write_text(GRADIENT)
    with Runtime(scratch=scratch / "runs") as runtime:
        runtime.run(Program(code=GRADIENT))
        time.sleep(1)
        plain = [cold_seconds(script) for _ in range(cold)]
        ours = []
        for _ in range(warm):
            ours.append(warm_seconds(runtime, GRADIENT))
            time.sleep(0.5)  # a learner's pause; the next child gets warm
    ratio = median(plain) / median(ours)
    return [
        Row(
            f"gradient snippet, run to first output (median of {warm} / {cold})",
            f"{median(ours) * 1000:.0f} ms",
            f"{median(plain) * 1000:.0f} ms",
            ratio,
            "plain/ours >= 40",
        )
    ]


def throughput(scratch: Path, *, pairs: int) -> list[Row]:
    """Training steps a second in the sandbox against plain `python`, in pairs that take turns to begin."""
    script = scratch / "training.py"
    script.write_text(TRAINING)
    ours, plain = [], []
    with Runtime(scratch=scratch / "runs") as runtime:
        for number in range(pairs):
            if number % 2:
                plain.append(_plain_speed(script))
            ours.append(_our_speed(runtime))
            if not number % 2:
                plain.append(_plain_speed(script))
    ratios = [one / other for one, other in zip(ours, plain, strict=True)]
    return [
        Row(
            f"training, softmax regression ({pairs} pairs, ratios {min(ratios):.2f} to {max(ratios):.2f})",
            f"{median(ours):.0f} steps/s",
            f"{median(plain):.0f} steps/s",
            median(ratios),
            "ours/plain >= 0.98",
        )
    ]


def _plain_speed(script: Path) -> float:
    answer = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env=plain_environment(), check=True
    )
    return steps_per_second(answer.stdout)


def _our_speed(runtime: Runtime) -> float:
    return steps_per_second(runtime.run(Program(code=TRAINING, limits=Limits(seconds=120))).output)


def steps_per_second(output: str) -> float:
    return float(output.split("steps/s")[1].split()[0])
