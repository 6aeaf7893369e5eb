"""Data sets that already lie somewhere on the machine."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pickle
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest
from data_support import HASTY, Make, Server, packed, put_files, tiny_idx_files, tiny_mnist

from tftutor.data import DataSets, FetchFailed
from tftutor.data.registry import (
    CIFAR10,
    CIFAR100,
    FASHION_MNIST,
    REGISTRY,
    SHAKESPEARE,
    DataSet,
    Release,
    RemoteFile,
)
from tftutor.problems import CourseProblem, MachineProblem, UsageProblem

FILES = tiny_idx_files()
BATCHES = ("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")


def npz(folder: Path) -> None:
    """The tiny data set as Keras keeps MNIST."""
    folder.mkdir(parents=True)
    images = [np.frombuffer(data, np.uint8, offset=16).reshape(-1, 28, 28)
              for name, data in FILES.items() if "images" in name]  # fmt: skip
    labels = [np.frombuffer(data, np.uint8, offset=8) for name, data in FILES.items() if "labels" in name]
    np.savez(folder / "mnist.npz", x_train=images[0], y_train=labels[0], x_test=images[1], y_test=labels[1])


@pytest.mark.parametrize("folder", ["mnist", ".", "MNIST/raw"])
@pytest.mark.parametrize("files", [FILES, packed(FILES)], ids=["plain", "gzipped"])
def test_a_named_folder_is_used(datasets: Make, tmp_path: Path, folder: str, files: dict[str, bytes]) -> None:
    put_files(tmp_path / "data" / folder, files)
    resolved = datasets(TFTUTOR_DATA_DIR=str(tmp_path / "data")).resolve("mnist")
    assert resolved.origin == f"real MNIST, from {tmp_path / 'data' / folder}"


def test_the_order_is_named_system_cache_keras_fetched(
    datasets: Make, bare: dict[str, str], server: Server, tmp_path: Path
) -> None:
    named = put_files(tmp_path / "named" / "mnist", FILES)
    system = put_files(tmp_path / "share" / "datasets" / "mnist", FILES)
    cache = put_files(tmp_path / "cache" / "fetched" / "mnist", packed(FILES))
    keras = Path(bare["HOME"]) / ".keras" / "datasets"
    npz(keras)
    for place in (named, system, cache, keras):
        origin = datasets(server.url, TFTUTOR_DATA_DIR=str(tmp_path / "named")).resolve("mnist").origin
        assert origin == f"real MNIST, from {place}"
        assert not server.requests
        shutil.rmtree(place)
    assert not datasets(server.url, TFTUTOR_DATA_DIR=str(tmp_path / "named")).resolve("mnist").stand_in
    assert server.requests


def test_every_source_gives_the_same_folder_and_digest(datasets: Make, tmp_path: Path) -> None:
    put_files(tmp_path / "one" / "mnist", packed(FILES))
    npz(tmp_path / "two" / "mnist")
    one = datasets(TFTUTOR_DATA_DIR=str(tmp_path / "one")).resolve("mnist")
    two = datasets(TFTUTOR_DATA_DIR=str(tmp_path / "two")).resolve("mnist")
    assert (one.folder, one.digest) == (two.folder, two.digest)
    assert one.origin != two.origin


def test_keras_home_is_respected(datasets: Make, tmp_path: Path) -> None:
    npz(tmp_path / "keras" / "datasets")
    resolved = datasets(KERAS_HOME=str(tmp_path / "keras")).resolve("mnist")
    assert resolved.origin == f"real MNIST, from {tmp_path / 'keras' / 'datasets'}"


def test_a_folder_that_is_not_there_is_reported(datasets: Make, tmp_path: Path) -> None:
    with pytest.raises(MachineProblem, match="there is no such folder"):
        datasets(TFTUTOR_DATA_DIR=str(tmp_path / "mistyped")).resolve("mnist")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data[:-1] + b"\xff", "checksum"),
        (lambda data: data[:-1], "bytes where"),
        (lambda data: b"\x1f\x8b" + data[2:], "not an IDX file"),
        (lambda data: b"", "not an IDX file"),
    ],
)
def test_a_damaged_file_in_a_named_folder_is_reported(
    datasets: Make, tmp_path: Path, damage: object, reason: str
) -> None:
    name = "t10k-labels-idx1-ubyte"
    assert callable(damage)
    put_files(tmp_path / "mnist", FILES | {name: damage(FILES[name])})
    with pytest.raises(MachineProblem, match=reason) as told:
        datasets(TFTUTOR_DATA_DIR=str(tmp_path)).resolve("mnist")
    assert str(tmp_path / "mnist" / name) in str(told.value)


def test_a_damaged_file_elsewhere_is_passed_over(datasets: Make, server: Server, tmp_path: Path) -> None:
    put_files(tmp_path / "share" / "datasets" / "mnist", FILES | {"t10k-labels-idx1-ubyte": b"damaged"})
    resolved = datasets(server.url).resolve("mnist")
    assert not resolved.stand_in
    assert "fetched" in resolved.origin
    notes = datasets(server.url).verify("mnist")
    assert {note.level for note in notes} == {"ok", "error"}


def test_another_data_sets_files_in_the_root_are_not_taken(bare: dict[str, str], tmp_path: Path) -> None:
    put_files(tmp_path / "data", FILES)
    fashion = dataclasses.replace(FASHION_MNIST, train=2000, test=50, releases=())
    datasets = DataSets(
        tmp_path / "cache", bare | {"TFTUTOR_DATA_DIR": str(tmp_path / "data")},
        registry={"mnist": tiny_mnist(), "fashion_mnist": fashion}, patience=HASTY,
    )  # fmt: skip
    assert not datasets.resolve("mnist").stand_in
    assert datasets.resolve("fashion_mnist").stand_in


def test_a_replaced_file_is_noticed(datasets: Make, tmp_path: Path) -> None:
    folder = put_files(tmp_path / "mnist", FILES)
    named = {"TFTUTOR_DATA_DIR": str(tmp_path)}
    datasets(**named).resolve("mnist")
    (folder / "t10k-labels-idx1-ubyte").write_bytes(b"something else")
    with pytest.raises(MachineProblem):
        datasets(**named).resolve("mnist")


def test_the_prepared_folder_may_be_deleted_or_damaged_at_any_time(datasets: Make, tmp_path: Path) -> None:
    put_files(tmp_path / "mnist", FILES)
    made = datasets(TFTUTOR_DATA_DIR=str(tmp_path))
    first = made.resolve("mnist")
    content = (first.folder / "x_train.npy").read_bytes()
    shutil.rmtree(first.folder)
    assert (made.resolve("mnist").folder / "x_train.npy").read_bytes() == content
    (first.folder / "x_train.npy").write_bytes(content[:1000])
    assert (made.resolve("mnist").folder / "x_train.npy").read_bytes() == content


def test_what_a_killed_tutor_left_in_the_making_is_cleared(datasets: Make, tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    abandoned = tmp_path / "cache" / "prepared" / f".making-{ended.pid}-abc"
    put_files(abandoned, {"x_train.npy": b"half of it"})
    put_files(tmp_path / "mnist", FILES)
    datasets(TFTUTOR_DATA_DIR=str(tmp_path)).resolve("mnist")
    assert not abandoned.exists()


def test_verify_notices_a_changed_prepared_file(datasets: Make, tmp_path: Path) -> None:
    put_files(tmp_path / "mnist", FILES)
    made = datasets(TFTUTOR_DATA_DIR=str(tmp_path))
    resolved = made.resolve("mnist")
    assert [finding.level for finding in made.verify("mnist")] == ["ok"]
    data = (resolved.folder / "y_test.npy").read_bytes()
    (resolved.folder / "y_test.npy").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert "error" in [finding.level for finding in made.verify("mnist")]


def test_held_out_is_the_first_training_images_and_the_test_set(datasets: Make, tmp_path: Path) -> None:
    put_files(tmp_path / "mnist", FILES)
    made = datasets(TFTUTOR_DATA_DIR=str(tmp_path))
    resolved = made.resolve("mnist")
    inputs, labels = made.held_out(resolved, "validation")
    assert np.load(inputs).shape == (2000, 28, 28)  # the first 5,000, or as many as there are
    assert labels.tolist() == list(FILES["train-labels-idx1-ubyte"][8:])
    inputs, labels = made.held_out(resolved, "test")
    assert np.load(inputs).tobytes() == FILES["t10k-images-idx3-ubyte"][16:]
    assert labels.shape == (50,)


def test_status_says_what_is_here(datasets: Make, tmp_path: Path) -> None:
    assert [line.state for line in datasets().status()] == ["not here"]
    datasets().resolve("mnist", stand_in="always")
    assert [line.state for line in datasets().status()] == ["stand-in"]
    put_files(tmp_path / "mnist", FILES)
    found = datasets(TFTUTOR_DATA_DIR=str(tmp_path)).status()
    assert [(line.state, line.note) for line in found] == [("real", "not verified yet")]


def test_an_unknown_name_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="Did you mean fashion_mnist"):
        DataSets(tmp_path, {}).resolve("fashion-mnst")


# --- text ------------------------------------------------------------------------------------------


def test_another_text_is_not_taken_for_shakespeare(bare: dict[str, str], tmp_path: Path) -> None:
    put_files(tmp_path / "text", {"shakespeare.txt": b"To be, or not to be"})
    with pytest.raises(MachineProblem, match="checksum"):
        DataSets(tmp_path / "cache", bare | {"TFTUTOR_DATA_DIR": str(tmp_path)}).resolve("shakespeare")


def test_shakespeare_answers_to_its_addresses_and_has_no_test_set(
    bare: dict[str, str], shared_data: Path, tmp_path: Path
) -> None:
    datasets = DataSets(tmp_path, bare | {"TFTUTOR_DATA_DIR": str(shared_data)})
    resolved = datasets.resolve("shakespeare")
    address = "https://storage.googleapis.com/download.tensorflow.org/data/shakespeare.txt"
    assert (resolved.folder / resolved.files[address]).read_text().startswith("First Citizen")
    assert resolved.files["shakespeare.txt"] == resolved.files[address]
    with pytest.raises(CourseProblem):
        datasets.held_out(resolved, "test")


def test_of_a_text_the_last_tenth_is_held_out_as_numbers(
    bare: dict[str, str], shared_data: Path, tmp_path: Path
) -> None:
    datasets = DataSets(tmp_path, bare | {"TFTUTOR_DATA_DIR": str(shared_data)})
    resolved = datasets.resolve("shakespeare")
    text = (resolved.folder / "shakespeare.txt").read_text()
    vocabulary, tenth = sorted(set(text)), text[len(text) * 9 // 10 :]
    inputs, labels = datasets.held_out(resolved, "validation")
    assert "".join(vocabulary[i] for i in np.load(inputs)) == tenth
    assert "".join(vocabulary[i] for i in labels) == tenth[1:]


# --- the real MNIST --------------------------------------------------------------------------------


def test_real_mnist_is_recognised(bare: dict[str, str], shared_data: Path, tmp_path: Path) -> None:
    datasets = DataSets(tmp_path, bare | {"TFTUTOR_DATA_DIR": str(shared_data)}, offline=True)
    resolved = datasets.resolve("mnist", stand_in="never")
    assert not resolved.stand_in
    labels = np.load(resolved.folder / "y_train.npy")
    assert (labels.shape, labels.dtype, labels[:5].tolist()) == ((60000,), np.uint8, [5, 0, 4, 1, 9])
    assert [finding.level for finding in datasets.verify("mnist")] == ["ok"]
    assert np.load(datasets.held_out(resolved, "validation")[0]).shape == (5000, 28, 28)


@pytest.mark.skipif(
    not Path("/usr/share/datasets/fashion-mnist").is_dir(), reason="needs the package dataset-fashion-mnist"
)
def test_the_systems_fashion_mnist_is_recognised(tmp_path: Path) -> None:
    resolved = DataSets(tmp_path, {"HOME": str(tmp_path)}, offline=True).resolve("fashion_mnist")
    assert resolved.origin == "real Fashion-MNIST, from /usr/share/datasets/fashion-mnist"


# --- CIFAR -----------------------------------------------------------------------------------------


def records(count: int, seed: int, labels: int = 1) -> np.ndarray:
    """Binary records of ``count`` random images that have every label from 0 to 9."""
    random = np.random.default_rng(seed)
    table = random.integers(0, 256, (count, labels + 3072), np.uint8)
    table[:, :labels] = np.arange(count)[:, None] % 10
    return table


def tiny_cifar(folder: Path, *, pickled: bool) -> None:
    folder.mkdir(parents=True)
    for seed, name in enumerate(BATCHES):
        table = records(20, seed)
        if pickled:
            batch = {b"data": table[:, 1:], b"labels": table[:, 0].tolist()}
            (folder / name).write_bytes(pickle.dumps(batch, protocol=4))
        else:
            (folder / f"{name}.bin").write_bytes(table.tobytes())


def cifar_datasets(tmp_path: Path, bare: dict[str, str]) -> DataSets:
    tiny = dataclasses.replace(CIFAR10, train=100, test=20, releases=())
    named = bare | {"TFTUTOR_DATA_DIR": str(tmp_path / "data")}
    return DataSets(tmp_path / "cache", named, registry={"cifar10": tiny}, offline=True)


@pytest.mark.parametrize("layout", ["cifar-10-batches-bin", "cifar10/cifar-10-batches-py"])
def test_cifars_layouts_give_kerass_arrays(bare: dict[str, str], tmp_path: Path, layout: str) -> None:
    tiny_cifar(tmp_path / "data" / layout, pickled=layout.endswith("py"))
    resolved = cifar_datasets(tmp_path, bare).resolve("cifar10", stand_in="never")
    images, labels = (np.load(resolved.folder / f"{name}.npy") for name in ("x_train", "y_train"))
    assert (images.shape, images.dtype) == ((100, 32, 32, 3), np.uint8)
    assert (labels.shape, labels.dtype) == ((100, 1), np.uint8)
    # Channel first in the file: the green value of the image's second pixel is byte 1024 + 1.
    assert images[0, 0, 1, 1] == records(20, 0)[0, 1 + 1024 + 1]
    assert "no published checksum matches" in resolved.origin


def test_reencoded_pickles_outside_a_named_folder_are_not_believed(
    bare: dict[str, str], tmp_path: Path
) -> None:
    tiny_cifar(Path(bare["HOME"]) / ".keras" / "datasets" / "cifar-10-batches-py", pickled=True)
    (tmp_path / "data").mkdir()
    assert cifar_datasets(tmp_path, bare).resolve("cifar10").stand_in


class Hostile:
    """A pickle of it runs a command when loaded by the usual unpickler."""

    def __init__(self, witness: Path) -> None:
        self.witness = witness

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.witness}",)


def test_a_pickle_that_runs_code_is_refused_unrun(bare: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "data" / "cifar-10-batches-py"
    tiny_cifar(folder, pickled=True)
    witness = tmp_path / "witness"
    (folder / "data_batch_3").write_bytes(pickle.dumps({b"data": Hostile(witness)}))
    with pytest.raises(MachineProblem, match="data_batch_3"):
        cifar_datasets(tmp_path, bare).resolve("cifar10")
    assert not witness.exists()


def test_labels_out_of_range_are_reported(bare: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "data" / "cifar-10-batches-bin"
    tiny_cifar(folder, pickled=False)
    table = records(20, 0)
    table[0, 0] = 10
    (folder / "data_batch_1.bin").write_bytes(table.tobytes())
    with pytest.raises(MachineProblem, match="labels that are not the numbers 0 to 9"):
        cifar_datasets(tmp_path, bare).resolve("cifar10")


def tiny_archive(folder: Path, target: Path, *, pickled: bool) -> DataSet:
    """An archive as its home page has it, and the registry's entry that knows its checksum."""
    tiny_cifar(folder, pickled=pickled)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(target, "w:gz") as tar:
        escaping = tarfile.TarInfo("../../escaped")
        tar.addfile(escaping)
        tar.add(folder, arcname=folder.name)
    digest = f"sha256:{hashlib.sha256(target.read_bytes()).hexdigest()}"
    file = RemoteFile(target.name, target.stat().st_size, digest)
    return dataclasses.replace(
        CIFAR10, train=100, test=20, checksums={target.name: digest}, releases=(Release((file,), ()),)
    )


@pytest.mark.parametrize("kind", ["binary", "python"])
def test_an_archive_is_fetched_and_read_without_unpacking(
    bare: dict[str, str], server: Server, tmp_path: Path, kind: str
) -> None:
    archive = tmp_path / "home-page" / f"cifar-10-{kind}.tar.gz"
    tiny = tiny_archive(tmp_path / "made" / "cifar-10-batches", archive, pickled=kind == "python")
    server.files[archive.name] = archive.read_bytes()
    mirrored = bare | {"TFTUTOR_DATA_MIRROR": server.url}
    datasets = DataSets(tmp_path / "cache", mirrored, registry={"cifar10": tiny}, patience=HASTY)
    resolved = datasets.fetch("cifar10")
    assert resolved.origin.startswith("real CIFAR-10, from")
    assert np.load(resolved.folder / "x_test.npy").shape == (20, 32, 32, 3)
    assert not list(tmp_path.rglob("escaped"))


def test_an_archive_with_other_bytes_is_refused(bare: dict[str, str], server: Server, tmp_path: Path) -> None:
    archive = tmp_path / "home-page" / "cifar-10-binary.tar.gz"
    tiny = tiny_archive(tmp_path / "made" / "cifar-10-batches", archive, pickled=False)
    server.files[archive.name] = archive.read_bytes()[:-1] + b"?"
    mirrored = bare | {"TFTUTOR_DATA_MIRROR": server.url}
    with pytest.raises(FetchFailed, match=archive.name):
        DataSets(tmp_path / "cache", mirrored, registry={"cifar10": tiny}, patience=HASTY).fetch("cifar10")
    assert not list((tmp_path / "cache" / "fetched").rglob("*.gz*"))


@pytest.mark.slow
def test_the_reencoded_cifar10_is_accepted_by_its_layout(
    bare: dict[str, str], shared_data: Path, tmp_path: Path
) -> None:
    pytest.importorskip("PIL")
    command = [sys.executable, str(shared_data / "build_cifar10.py"), str(tmp_path / "cifar")]
    subprocess.run(command, check=True)
    named = bare | {"TFTUTOR_DATA_DIR": str(tmp_path / "cifar")}
    datasets = DataSets(tmp_path / "cache", named, offline=True)
    resolved = datasets.resolve("cifar10", stand_in="never")
    assert "perhaps re-encoded" in resolved.origin
    assert np.load(resolved.folder / "x_train.npy", mmap_mode="r").shape == (50000, 32, 32, 3)
    counts = np.bincount(np.load(resolved.folder / "y_train.npy").reshape(-1))
    assert counts.tolist() == [5000] * 10


# --- the registry ----------------------------------------------------------------------------------


@pytest.mark.parametrize("data_set", REGISTRY.values(), ids=REGISTRY)
def test_every_published_file_has_a_digest_an_address_and_a_licence(data_set: object) -> None:
    assert isinstance(data_set, DataSet)
    assert data_set.licence and data_set.made
    for release in data_set.releases:
        assert all(base.endswith("/") for base in release.bases)
        for file in release.files:
            algorithm, value = file.digest.split(":")
            assert len(value) == {"md5": 32, "sha256": 64}[algorithm]


def test_a_hundred_classes_have_a_hundred_names() -> None:
    assert len(set(CIFAR100.stand_in_classes)) == 100
    assert SHAKESPEARE.names["shakespeare.txt"] == "shakespeare.txt"
