"""Data sets, files that go in, files that come out, seeds, devices."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sandbox_samples import Run

from tftutor.problems import MachineProblem
from tftutor.runtime import DataMount, ProgramError, Runtime


@pytest.fixture(scope="session")
def digits(data_root: Path) -> DataMount:
    folder = data_root / "mnist"
    folder.mkdir()
    for part, count in (("train", 6), ("test", 2)):
        np.save(folder / f"x_{part}.npy", np.full([count, 28, 28], count, "uint8"))
        np.save(folder / f"y_{part}.npy", np.arange(count, dtype="uint8"))
    return DataMount("mnist", folder)


@pytest.fixture(scope="session")
def prose(data_root: Path) -> DataMount:
    folder = data_root / "shakespeare"
    folder.mkdir()
    (folder / "text.txt").write_text("To be, or not to be")
    return DataMount("shakespeare", folder, {"https://example.org/data/shakespeare.txt": "text.txt"})


@pytest.mark.parametrize(
    "way",
    [
        "import keras\nload = keras.datasets.mnist.load_data",
        "import tensorflow as tf\nload = tf.keras.datasets.mnist.load_data",
        "from keras.datasets import mnist\nload = mnist.load_data",
        "from tensorflow.keras.datasets.mnist import load_data as load",
    ],
)
def test_a_data_set_loads_by_every_way_to_write_it(run: Run, digits: DataMount, way: str) -> None:
    code = (
        way
        + """
(x_train, y_train), (x_test, y_test) = load()
x_train[0] = 0
print(x_train.shape, x_train.dtype, y_train.shape, x_test.shape, y_test.tolist())
"""
    )
    evidence = run(code, data=(digits,))
    assert evidence.output == "(6, 28, 28) uint8 (6,) (2, 28, 28) [0, 1]\n"
    assert np.load(digits.folder / "x_train.npy")[0].max() == 6


def test_data_outside_the_runtimes_folders_is_readable_for_its_program_only(
    run: Run, digits: DataMount, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "set"
    digits.folder.rename(elsewhere)
    try:
        code = f"""\
import keras, numpy
print(keras.datasets.mnist.load_data()[0][0].shape, numpy.load({str(elsewhere / "x_train.npy")!r}).size)
"""
        assert run(code, data=(DataMount("mnist", elsewhere),)).output == "(6, 28, 28) 4704\n"
        refused = run(f"open({str(elsewhere / 'x_train.npy')!r}, 'rb')")
        assert refused.error is not None
        assert refused.error.type == "PermissionError"
        written = run(f"open({str(elsewhere / 'new')!r}, 'w')", data=(DataMount("mnist", elsewhere),))
        assert written.error is not None
        assert written.error.type == "PermissionError"
    finally:
        elsewhere.rename(digits.folder)


def test_a_data_set_that_is_not_there_gets_one_sentence(run: Run, digits: DataMount) -> None:
    evidence = run("import keras\nkeras.datasets.cifar100.load_data()", data=(digits,))
    assert evidence.error == ProgramError(
        "FileNotFoundError", "This step has no data set 'cifar100'. It has: mnist.", evidence.error.frames
    )


@pytest.mark.parametrize("module", ["keras", "tf.keras"])
def test_files_are_found_by_name_and_by_address(run: Run, prose: DataMount, module: str) -> None:
    code = f"""\
import keras, tensorflow as tf
get_file = {module}.utils.get_file
for asked in (("shakespeare.txt", "https://example.org/data/shakespeare.txt"), ("s.txt", "http://elsewhere.org/shakespeare.txt")):
    print(open(get_file(*asked)).read())
print(open(get_file(origin="https://example.org/data/shakespeare.txt")).read())
get_file("other.txt", "https://example.org/other.txt")
"""
    evidence = run(code, data=(prose,))
    assert evidence.output == "To be, or not to be\n" * 3
    assert evidence.error is not None
    assert evidence.error.message == "This step has no file 'other.txt'. It has: text.txt."


def test_files_go_in_and_come_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("given")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_text("a")
    code = """\
import os
print(sorted(os.listdir()), os.listdir('sub/folder'))
os.makedirs('logs/train'); open('logs/train/events.1', 'w').write('e'); open('logs/other', 'w')
open('model.keras', 'w').write('m'); open('skipped', 'w')
os.symlink('/etc/passwd', 'logs/link'); os.symlink('/etc', 'link.keras')
"""
    evidence = run(
        code,
        files={"in.txt": tmp_path / "in.txt", "sub/folder": tmp_path / "folder"},
        keep=("*.keras", "logs", "nothing/*"),
        keep_in=tmp_path / "kept",
    )
    assert evidence.output == "['in.txt', 'sub'] ['a']\n"
    assert set(evidence.files) == {"model.keras", "logs"}
    assert evidence.files["model.keras"].read_text() == "m"
    found = sorted(str(p.relative_to(tmp_path / "kept")) for p in (tmp_path / "kept").rglob("*"))
    assert found == ["logs", "logs/other", "logs/train", "logs/train/events.1", "model.keras"]


def test_nothing_kept_makes_no_folder(run: Run, tmp_path: Path) -> None:
    assert run("1", keep=("*.keras",), keep_in=tmp_path / "kept").files == {}
    assert not (tmp_path / "kept").exists()


def test_summaries_that_were_not_flushed_are_written_at_the_end(run: Run, tmp_path: Path) -> None:
    code = """\
import tensorflow as tf
writer = tf.summary.create_file_writer("logs")
with writer.as_default():
    tf.summary.scalar("loss", 0.5, step=1)
"""
    evidence = run(code, keep=("logs",), keep_in=tmp_path / "kept")
    (events,) = list(evidence.files["logs"].iterdir())
    assert b"loss" in events.read_bytes()


RANDOM = """\
import random, numpy as np, tensorflow as tf, keras
model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(2)])
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 3), np.random.rand(8, 2), verbose=0, shuffle=True)
print(random.random(), np.random.rand(), tf.random.normal([2]).numpy(), model.get_weights(), {"a", "b", "c"})
"""


def test_same_seed_same_result(run: Run) -> None:
    first, again, other = (run(RANDOM, seed=seed).output for seed in (3, 3, 4))
    assert first == again
    assert first != other
    assert first.strip()


def test_a_gpu_that_is_not_there_is_a_sentence(runtime: Runtime) -> None:
    from tftutor.runtime import Program

    if runtime.facts().gpus:
        pytest.skip("this machine has a GPU")
    with pytest.raises(MachineProblem, match="This machine has no GPU that TensorFlow can use"):
        runtime.run(Program(code="1", device="gpu"))


def test_training_uses_more_than_one_core(run: Run) -> None:
    if (os.cpu_count() or 1) < 2:
        pytest.skip("this machine has one core")
    source = "def probe(context):\n    return context.namespace['threads']"
    code = """\
import tensorflow as tf, os, time
a = tf.random.normal([2000, 2000])
for _ in range(3): b = a @ a
print(float(b[0, 0]) != 0)
def seconds(task):
    return time.clock_gettime(~int(task) << 3 | 6)  # the kernel's number for a thread's processor time
threads = sum(seconds(task) >= 0.05 for task in os.listdir("/proc/self/task"))
"""
    assert run(code, probes={"it": source}).values["it"] >= 2


def test_tensorflows_own_lines_go_to_the_log(run: Run) -> None:
    code = """\
import sys, os
print("mine", file=sys.stderr)
os.write(2, b"2026-11-22 16:00:00.123456: I tensorflow/core/x.cc:210] This TensorFlow binary is optimized\\n")
os.write(2, b"I0000 00:00:1763827200.123456   12345 gpu_device.cc:2020] Created device\\n")
print("mine too", end="", file=sys.stderr, flush=True)
"""
    evidence = run(code)
    assert evidence.errors == "mine\nmine too"
    assert "This TensorFlow binary" in evidence.log
    assert "Created device" in evidence.log


def test_layers_of_keras_that_use_semaphores_work(run: Run) -> None:
    code = """\
import keras, numpy as np
class Batches(keras.utils.PyDataset):
    def __len__(self): return 3
    def __getitem__(self, i): return np.ones([2, 3]), np.ones([2, 1])
model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(Batches(workers=2), verbose=0)
from multiprocessing.pool import ThreadPool
print(ThreadPool(2).map(abs, [-1, -2]))
"""
    assert run(code).output == "[1, 2]\n"


def test_models_checkpoints_and_logs_are_written_and_read(run: Run, tmp_path: Path) -> None:
    code = """\
import keras, numpy as np, tensorflow as tf
model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
watchers = [keras.callbacks.TensorBoard("logs"), keras.callbacks.ModelCheckpoint("best.keras")]
model.fit(np.ones([4, 3]), np.ones([4, 1]), verbose=0, callbacks=watchers)
model.save("model.keras"); keras.models.load_model("model.keras"); model.export("saved")
print(tf.train.Checkpoint(v=tf.Variable(1.0)).save("ckpt/a"))
print(sum(1 for _ in tf.data.Dataset.range(9).map(lambda x: x * 2, num_parallel_calls=2).cache("cached")))
"""
    evidence = run(code, keep=("logs", "*.keras"), keep_in=tmp_path / "kept", seconds=100)
    assert evidence.output.splitlines()[-1] == "9"
    assert set(evidence.files) == {"best.keras", "logs", "model.keras"}


def test_autograph_sees_the_source(run: Run) -> None:
    code: Any = """\
import tensorflow as tf, inspect
@tf.function
def collatz(n):
    steps = 0
    while n > 1:
        if n % 2 == 0: n //= 2
        else: n = 3 * n + 1
        steps += 1
    return steps
print(collatz(tf.constant(6)).numpy(), inspect.getsource(sorted_twice := lambda x: x).strip()[:5])
"""
    assert run(code).output == "8 print\n"
