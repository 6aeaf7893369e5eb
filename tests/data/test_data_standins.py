"""Stand-ins: the same each time, of the right form, neither trivial nor hopeless to learn."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from tftutor.data import DataSets, Progress, Resolved, readers, standins
from tftutor.data.registry import REGISTRY, Reader

IMAGE_SETS = ("mnist", "fashion_mnist", "cifar10", "cifar100")


def make(name: str, cache: Path, train: int = 3000, test: int = 1000, **more: Any) -> Resolved:
    """A small stand-in: images, or characters by the hundred."""
    data_set = REGISTRY[name]
    sizes = {"train": train, "test": test} if data_set.shape else {"train": train * 100}
    data_set = dataclasses.replace(data_set, **sizes)
    return DataSets(cache, {"HOME": str(cache)}, registry={name: data_set}).resolve(
        name, stand_in="always", **more
    )


def load(resolved: Resolved) -> list[Any]:
    return [np.load(resolved.folder / f"{name}.npy") for name in ("x_train", "y_train", "x_test", "y_test")]


@pytest.mark.parametrize("name", [*IMAGE_SETS, "shakespeare"])
def test_the_same_stand_in_is_made_each_time(name: str, tmp_path: Path) -> None:
    size = 1000 if REGISTRY[name].shape else 6000  # enough text to go beyond the help topics
    one, two = (make(name, tmp_path / cache, size, 100) for cache in ("one", "two"))
    assert one.digest == two.digest
    assert one.stand_in and one.origin.startswith("stand-in (generated")
    for file in one.folder.iterdir():
        assert file.read_bytes() == (two.folder / file.name).read_bytes()


@pytest.mark.parametrize("name", IMAGE_SETS)
def test_shapes_and_types_are_kerass(name: str, tmp_path: Path) -> None:
    data_set = REGISTRY[name]
    x_train, y_train, x_test, y_test = load(make(name, tmp_path))
    column = (1,) if data_set.y_column else ()
    assert (x_train.shape, x_test.shape) == ((3000, *data_set.shape), (1000, *data_set.shape))
    assert (y_train.shape, y_test.shape) == ((3000, *column), (1000, *column))
    assert x_train.dtype == np.uint8
    assert set(y_train.reshape(-1)) == set(range(len(data_set.stand_in_classes)))
    assert len(np.unique(x_train.reshape(3000, -1), axis=0)) == 3000


@pytest.mark.parametrize(("name", "accuracy"), [("mnist", 0.7), ("fashion_mnist", 0.55)])
def test_classes_differ_by_their_mean_images(name: str, accuracy: float, tmp_path: Path) -> None:
    x_train, y_train, x_test, y_test = load(make(name, tmp_path))
    train, test = x_train.reshape(3000, -1) / 255, x_test.reshape(1000, -1) / 255
    means = np.stack([train[y_train == label].mean(axis=0) for label in range(10)])
    distances = ((test[:, None] - means[None]) ** 2).sum(axis=2)
    right = (distances.argmin(axis=1) == y_test).mean()
    assert accuracy < right < 0.95  # learnable, and something is left to learn


def edges(images: Any) -> Any:
    """How often bright steps of each direction occur near each place: blind to colour, (n, 128)."""
    grey = images.astype(np.float32).mean(axis=3) / 255
    dy, dx = np.gradient(grey, axis=(1, 2))
    strength = np.hypot(dx, dy)
    sector = ((np.arctan2(dy, dx) % np.pi) / np.pi * 7.999).astype(int)
    n = len(images)
    cells = [
        (strength * (sector == k)).reshape(n, 4, 8, 4, 8).sum(axis=(2, 4)).reshape(n, -1) for k in range(8)
    ]
    found = np.concatenate(cells, axis=1)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_cifars_stand_in_is_distinguished_by_form_not_by_colour(tmp_path: Path) -> None:
    x_train, y_train, x_test, y_test = load(make("cifar10", tmp_path))
    similar = edges(x_test) @ edges(x_train).T
    by_form = y_train[:, 0][similar.argmax(axis=1)] == y_test[:, 0]
    assert by_form.mean() > 0.3  # chance is 0.1
    colours = x_train.mean(axis=(1, 2)), x_test.mean(axis=(1, 2))
    nearest = ((colours[1][:, None] - colours[0][None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (y_train[:, 0][nearest] == y_test[:, 0]).mean() < 0.2


def test_digits_are_centred_like_mnists(tmp_path: Path) -> None:
    images = load(make("mnist", tmp_path))[0] / 255
    assert images[:, [0, -1], :].max() < 0.2  # next to nothing at the rim
    assert images[:, :, [0, -1]].max() < 0.2
    middle = (images * np.arange(28)).sum(axis=(1, 2)) / images.sum(axis=(1, 2))
    assert abs(middle - 13.5).mean() < 0.5
    assert 0.05 < images.mean() < 0.25  # MNIST: 0.13


def test_prose_is_as_long_as_shakespeare_and_repeats_nothing(tmp_path: Path) -> None:
    datasets = DataSets(tmp_path, {"HOME": str(tmp_path)})
    resolved = datasets.resolve("shakespeare", stand_in="always")
    text = (resolved.folder / "shakespeare.txt").read_bytes().decode("ascii")
    assert len(text) == 1_115_394
    assert 50 < len(set(text)) < 100
    paragraphs = [part for part in text.split("\n\n") if len(part) > 100]
    assert len(paragraphs) == len(set(paragraphs))


def test_making_one_shows_progress_to_the_end(tmp_path: Path) -> None:
    told: list[Progress] = []
    make("mnist", tmp_path, on_progress=told.append)
    made = [step for step in told if step.doing == "generating"]
    assert made[-1].done == made[-1].total == 4000


def test_a_stand_in_is_made_once(tmp_path: Path) -> None:
    make("mnist", tmp_path)
    told: list[Progress] = []
    make("mnist", tmp_path, on_progress=told.append)
    assert not told


def test_every_data_set_can_be_read_and_generated() -> None:
    layouts = {layout.reader for data_set in REGISTRY.values() for layout in data_set.layouts}
    assert layouts <= set(readers._READERS) == set(get_args(Reader))
    assert set(REGISTRY) == set(standins._GENERATORS)
