"""Files in which data sets are published, made again from this run's arrays when code asks for one by name.

The tutor keeps arrays, not archives. What is made has the names and the layout of the published file, and the
same records in the same order; its bytes differ (nothing is compressed), so no published digest fits.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

_BATCHES = 5
_CIFAR10, _CIFAR100 = "cifar-10-batches-bin", "cifar-100-binary"


class Source(NamedTuple):
    """The prepared arrays of one data set, and what its labels mean."""

    folder: str
    classes: tuple[str, ...]
    numpy: Any

    def array(self, part: str) -> Any:
        return self.numpy.load(os.path.join(self.folder, f"{part}.npy"), mmap_mode="r", allow_pickle=False)


Members = Callable[[Source], Iterator[tuple[str, bytes]]]


def _cifar10(source: Source) -> Iterator[tuple[str, bytes]]:
    """Records of one label byte and the image, channel first: https://www.cs.toronto.edu/~kriz/cifar.html"""
    yield f"{_CIFAR10}/batches.meta.txt", "".join(f"{name}\n" for name in (*source.classes, "")).encode()
    for split, batches in (
        ("train", [f"data_batch_{k + 1}" for k in range(_BATCHES)]),
        ("test", ["test_batch"]),
    ):
        images, labels = source.array(f"x_{split}"), source.array(f"y_{split}")
        for name, part in zip(batches, source.numpy.array_split(range(len(images)), len(batches))):  # noqa: B905
            pixels = images[part].transpose(0, 3, 1, 2).reshape(len(part), -1)
            records = source.numpy.concatenate([labels[part].reshape(-1, 1), pixels], axis=1)
            yield f"{_CIFAR10}/{name}.bin", records.astype("uint8").tobytes()


def _cifar100(source: Source) -> Iterator[tuple[str, bytes]]:
    """The same with two label bytes, coarse then fine."""
    yield f"{_CIFAR100}/fine_label_names.txt", "".join(f"{name}\n" for name in source.classes).encode()
    for split in ("train", "test"):
        images = source.array(f"x_{split}")
        labels = [source.array(f"y_{split}{kind}").reshape(-1, 1) for kind in ("_coarse", "")]
        pixels = images.transpose(0, 3, 1, 2).reshape(len(images), -1)
        records = source.numpy.concatenate([*(column.astype("uint8") for column in labels), pixels], axis=1)
        yield f"{_CIFAR100}/{split}.bin", records.tobytes()


def _mnist(source: Source) -> Iterator[tuple[str, bytes]]:
    data = io.BytesIO()
    source.numpy.savez(
        data, **{part: source.array(part) for part in ("x_train", "y_train", "x_test", "y_test")}
    )
    yield "mnist.npz", data.getvalue()


# Name of the file -> data set that has it, and what is in it. A .tar.gz is an archive of its members.
_MADE: Mapping[str, tuple[str, Members]] = {
    "cifar-10-binary.tar.gz": ("cifar10", _cifar10),
    "cifar-100-binary.tar.gz": ("cifar100", _cifar100),
    "mnist.npz": ("mnist", _mnist),
}


def names(data_set: str) -> list[str]:
    """The files that can be made from that data set."""
    return [name for name, (owner, _) in _MADE.items() if owner == data_set]


def put(name: str, source: Source, target: str, *, extract: bool) -> None:
    """Makes the file, or the folder that its archive unpacks to; nothing is done where it is already."""
    if os.path.exists(target):
        return
    making = f"{target}.part"
    members = _MADE[name][1](source)
    if extract:
        for member, data in members:
            path = os.path.join(making, member)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            _write(path, data)
    elif name.endswith(".tar.gz"):
        _pack(making, members)
    else:
        for _, data in members:
            _write(making, data)
    os.rename(making, target)


def _pack(path: str, members: Iterator[tuple[str, bytes]]) -> None:
    """Stored, not compressed: squeezing it would take longer than anybody waits for a file that is here."""
    with (
        gzip.GzipFile(path, "wb", compresslevel=0, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)
