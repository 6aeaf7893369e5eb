"""`keras.utils.get_file` for files that the tutor does not keep, but has the content of."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sandbox_samples import Run

from tftutor.data import DataSets, Resolved
from tftutor.data.registry import CIFAR10, CIFAR100, MNIST
from tftutor.runtime import DataMount
from tftutor.tutor.programs import mount

BATCHES = ("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")
ARCHIVE = "cifar-10-binary.tar.gz"
ORIGIN = f"https://www.cs.toronto.edu/~kriz/{ARCHIVE}"
# What each way to ask for it returns, below Keras's cache, and the files that lie there then.
ASK = """
import json, keras, os
answers = []
for options in json.loads({ways!r}):
    path = keras.utils.get_file(origin={origin!r}, cache_dir={cache!r}, **options)
    found = sorted(os.path.join(f, n) for f, _, names in os.walk(path) for n in names)
    answers.append([os.path.relpath(path, os.path.expanduser({cache!r} or "~/.keras")),
                    [os.path.relpath(name, path) for name in found]])
print("answers", json.dumps(answers))
"""
WAYS = (
    {"cache_subdir": "datasets", "fname": ARCHIVE},
    {"cache_subdir": "datasets", "fname": ARCHIVE, "extract": True},
    {"cache_subdir": "named", "fname": "the-images", "untar": True},
    {"cache_subdir": "unnamed", "extract": True},
)


def records(count: int, seed: int) -> np.ndarray:
    table = np.random.default_rng(seed).integers(0, 256, (count, 3073), np.uint8)
    table[:, 0] = np.arange(count) % 10
    return table


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small data set in CIFAR-10's published form, beside the archive of it."""
    top = tmp_path_factory.mktemp("published")
    folder = top / "cifar-10-batches-bin"
    folder.mkdir()
    for seed, name in enumerate(BATCHES):
        (folder / f"{name}.bin").write_bytes(records(20, seed).tobytes())
    (folder / "batches.meta.txt").write_text("\n".join((*CIFAR10.classes, "", "")))
    with tarfile.open(top / ARCHIVE, "w:gz") as archive:
        archive.add(folder, folder.name)
    return top


@pytest.fixture(scope="module")
def cifar(published: Path, data_root: Path) -> Resolved:
    """The same one as the tutor has it: arrays."""
    environ = {"TFTUTOR_DATA_DIR": str(published), "HOME": str(data_root), "XDG_DATA_DIRS": str(data_root)}
    tiny = replace(CIFAR10, train=100, test=20, releases=(), checksums={})
    sets = DataSets(data_root / "cifar", environ, registry={"cifar10": tiny}, offline=True)
    return sets.resolve("cifar10", stand_in="never")


def answers(output: str) -> list[list[object]]:
    (line,) = [line for line in output.splitlines() if line.startswith("answers ")]
    found: list[list[object]] = json.loads(line.removeprefix("answers "))
    return found


def test_it_returns_what_keras_itself_returns(
    run: Run, cifar: Resolved, published: Path, tmp_path: Path
) -> None:
    """Keras fetches the published archive here; in a sandbox it has to be made of arrays."""
    asked = {"ways": json.dumps(WAYS), "origin": f"file://{published / ARCHIVE}", "cache": str(tmp_path)}
    keras = subprocess.run(
        [sys.executable, "-c", ASK.format(**asked)], capture_output=True, text=True, check=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    evidence = run(ASK.format(**asked | {"origin": ORIGIN, "cache": ""}), data=(mount(cifar),))
    assert evidence.ending == "finished", evidence.errors
    assert answers(evidence.output) == answers(keras.stdout)


def same_bytes(folder: str, published: Path) -> str:
    """Code that compares a folder made in the sandbox with the published records."""
    digests = {
        f.name: hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted((published / "cifar-10-batches-bin").iterdir())
    }
    return f"""
import hashlib, pathlib
there = {{f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in pathlib.Path({folder}).iterdir()}}
print(there == {digests!r})
"""


def test_what_it_unpacks_to_are_the_published_records(run: Run, cifar: Resolved, published: Path) -> None:
    code = f"""\
import keras, os
path = keras.utils.get_file({ARCHIVE!r}, {ORIGIN!r}, extract=True)
again = keras.utils.get_file({ARCHIVE!r}, {ORIGIN!r}, extract=True)
print(again == path, oct(os.stat(path).st_mode & 0o200))
"""
    evidence = run(code + same_bytes("path + '/cifar-10-batches-bin'", published), data=(mount(cifar),))
    assert evidence.output == "True 0o200\nTrue\n", evidence.errors


def test_the_archive_itself_can_be_unpacked_by_the_program(
    run: Run, cifar: Resolved, published: Path
) -> None:
    code = f"""\
import keras, tarfile
path = keras.utils.get_file(origin={ORIGIN!r})
with tarfile.open(path, "r:gz") as archive: archive.extractall("here")
"""
    evidence = run(code + same_bytes("'here/cifar-10-batches-bin'", published), data=(mount(cifar),))
    assert evidence.output.endswith("True\n"), evidence.errors


def test_a_folder_of_the_programs_own_choice_is_used(run: Run, cifar: Resolved) -> None:
    code = f"""\
import keras, os
get_file = keras.utils.get_file
print(os.path.relpath(get_file({ARCHIVE!r}, {ORIGIN!r}, extract=True, cache_dir=".", cache_subdir="d")))
print(get_file({ARCHIVE!r}, {ORIGIN!r}, cache_dir="/usr").startswith(os.path.expanduser("~")))
"""
    assert run(code, data=(mount(cifar),)).output == "d/cifar-10-binary_extracted\nTrue\n"


def test_mnist_comes_as_the_file_that_keras_publishes(run: Run, data_root: Path) -> None:
    folder = data_root / "small-mnist"
    folder.mkdir()
    for part, count in (("train", 6), ("test", 2)):
        np.save(folder / f"x_{part}.npy", np.full([count, 28, 28], count, "uint8"))
        np.save(folder / f"y_{part}.npy", np.arange(count, dtype="uint8"))
    code = """\
import numpy as np, tensorflow as tf
path = tf.keras.utils.get_file("mnist.npz", "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz")
with np.load(path) as data: print(data["x_train"].shape, data["y_test"], data["x_test"].max())
"""
    assert run(code, data=(DataMount(MNIST.name, folder),)).output == "(6, 28, 28) [0 1] 2\n"


def test_cifar100_has_a_coarse_and_a_fine_label_byte(run: Run, data_root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cifar-100-binary"
    folder.mkdir()
    for seed, name in enumerate(("train", "test")):
        table = np.random.default_rng(seed).integers(0, 256, (100, 3074), np.uint8)
        table[:, 0], table[:, 1] = np.arange(100) % 20, np.arange(100)
        (folder / f"{name}.bin").write_bytes(table.tobytes())
    environ = {"TFTUTOR_DATA_DIR": str(tmp_path), "HOME": str(data_root), "XDG_DATA_DIRS": str(data_root)}
    tiny = replace(CIFAR100, train=100, test=100, releases=(), checksums={})
    sets = DataSets(data_root / "cifar100", environ, registry={"cifar100": tiny}, offline=True)
    code = """\
import keras
path = keras.utils.get_file("cifar-100-binary.tar.gz", "https://www.cs.toronto.edu/~kriz/", extract=True)
data = open(path + "/cifar-100-binary/test.bin", "rb").read()
import hashlib
print(len(data), hashlib.sha256(data).hexdigest())
"""
    evidence = run(code, data=(mount(sets.resolve("cifar100", stand_in="never")),))
    published = (folder / "test.bin").read_bytes()
    assert evidence.output == f"{len(published)} {hashlib.sha256(published).hexdigest()}\n", evidence.errors


def test_what_cannot_be_made_is_said_with_what_can(run: Run, cifar: Resolved) -> None:
    evidence = run("import keras\nkeras.utils.get_file(origin='https://x.org/c.zip')", data=(mount(cifar),))
    assert evidence.error is not None
    assert evidence.error.message == f"This step has no file 'c.zip'. It has: {ARCHIVE}."


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("stand_in", ["never", "always"])
def test_the_whole_of_cifar10_within_the_usual_limits(
    run: Run, tmp_path: Path, data_root: Path, stand_in: str
) -> None:
    """The real one, re-encoded, where it is; and its stand-in."""
    environ = {"TFTUTOR_DATA_DIR": str(tmp_path), "HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path)}
    if stand_in == "never":
        build(tmp_path)
    resolved = DataSets(data_root / stand_in, environ, offline=True).resolve(
        "cifar10", stand_in="never" if stand_in == "never" else "always"
    )
    code = f"""\
import keras, numpy as np, os, tarfile, tensorflow as tf
path = keras.utils.get_file({ARCHIVE!r}, {ORIGIN!r}, extract=True)
files = [os.path.join(path, "cifar-10-batches-bin", f"data_batch_{{k}}.bin") for k in range(1, 6)]
(x, y), _ = keras.datasets.cifar10.load_data()
seen = 0
for batch in tf.data.FixedLengthRecordDataset(files, 3073).batch(5000):
    table = tf.io.decode_raw(batch, tf.uint8).numpy()
    images = table[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    assert (images == x[seen : seen + 5000]).all() and (table[:, 0] == y[seen : seen + 5000, 0]).all()
    seen += 5000
with tarfile.open(keras.utils.get_file(origin={ORIGIN!r})) as archive: print(seen, len(archive.getnames()))
"""
    evidence = run(code, data=(mount(resolved),), seconds=120)
    assert evidence.output == "50000 7\n", evidence.sentence + evidence.errors


def build(target: Path) -> None:
    shared = Path(os.environ.get("TFTUTOR_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
    script = shared / "data" / "build_cifar10.py"
    if not script.is_file():
        pytest.skip("needs the folder of real data (TFTUTOR_SHARED)")
    pytest.importorskip("PIL")
    subprocess.run([sys.executable, str(script), str(target)], check=True)
