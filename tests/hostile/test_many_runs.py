"""Run after run: nothing grows, nothing hangs. Counts come from the environment, see the constants."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_trials import is_alive

from tftutor.runtime import Limits, Program, Runtime
from tftutor.runtime.inside.tree import children, descendants

RUNS = int(os.environ.get("TFTUTOR_TEST_RUNS", "1000"))
RUNS_OF_A_KIND = int(os.environ.get("TFTUTOR_TEST_RUNS_OF_A_KIND", "200"))

KINDS = {
    "fit": """
import numpy as np, tensorflow as tf
model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.ones((16, 4), "float32"), np.ones((16, 1), "float32"), epochs=1, verbose=0)
print("done")
""",
    "tf.data": """
import tensorflow as tf
d = tf.data.Dataset.range(64).map(lambda i: i * 2, num_parallel_calls=tf.data.AUTOTUNE)
print(sum(int(tf.reduce_sum(b)) for b in d.shuffle(8).batch(8).prefetch(2)) and "done")
""",
    "tf.function": """
import tensorflow as tf
@tf.function
def f(x):
    for _ in tf.range(5): x = x * 2.0
    return x
print(float(f(tf.constant(1.0))) and "done")
""",
}


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(scratch=tmp_path_factory.mktemp("many"), device="cpu") as started:
        yield started


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", KINDS)
def test_it_never_hangs(runtime: Runtime, kind: str) -> None:
    program = Program(code=KINDS[kind], limits=Limits(seconds=60))
    endings = [runtime.run(program).ending for _ in range(RUNS_OF_A_KIND)]
    assert endings == ["finished"] * RUNS_OF_A_KIND


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_nothing_grows(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Processes, descriptors and folders as before; the zygote's share of memory within 2 %.

    Of its own memory: its share of TensorFlow's files falls and rises with how many other programs on
    the machine have them open.
    """
    scratch = tmp_path_factory.getbasetemp()
    for _ in range(20):  # what is built once, on the way
        runtime.run(Program(code="print(1)"))
    before = usage(scratch)
    for number in range(RUNS):
        assert runtime.run(Program(code=f"print({number})")).output == f"{number}\n"
    after = usage(scratch)
    print(f"\n{RUNS} runs: before {before}, after {after}")
    assert {**after, "pss_kb": 0} == {**before, "pss_kb": 0}
    assert abs(after["pss_kb"] - before["pss_kb"]) <= 0.02 * before["pss_kb"]


def count(folder: Path) -> int:
    return len(list(folder.iterdir()))


def usage(scratch: Path) -> dict[str, int]:
    """Once the next warm process is up: processes, descriptors here and in the zygote, run folders, PSS."""
    time.sleep(2)
    me = os.getpid()
    family = [pid for pid in descendants(me) if is_alive(pid)]
    (zygote,) = [pid for pid in children(me) if is_alive(pid)]
    rollup = Path(f"/proc/{zygote}/smaps_rollup").read_text() if os.getuid() == 0 else "Pss: 0 kB"
    figures = {line.split()[0]: int(line.split()[1]) for line in rollup.splitlines() if line.endswith(" kB")}
    return {
        "processes": len(family),
        "descriptors": count(Path("/proc/self/fd")),
        "zygote_descriptors": count(Path(f"/proc/{zygote}/fd")) if os.getuid() == 0 else 0,
        "folders": len(list(scratch.glob("**/run-*"))),
        "pss_kb": figures.get("Pss_Anon:", figures["Pss:"]),
    }
