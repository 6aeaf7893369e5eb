"""CIFAR-10 and CIFAR-100 in the layouts of their home page: binary records, pickles, archives.

A binary record is one label byte (CIFAR-100: coarse, then fine) and 3072 image bytes, channel first.
The pickles of the Python layout are read with an unpickler that can build arrays of numbers, bytes,
lists and dicts, and nothing else: a pickle could otherwise run any code.
"""

from __future__ import annotations

import io
import pickle
import tarfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tftutor.data.model import Unsuitable
from tftutor.data.registry import DataSet, Layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tftutor.data.model import Content

_PIXELS = 3072
_MEMBER_LIMIT = 200_000_000
_MEMBERS_LIMIT = 1000
# What pickles of NumPy arrays of numbers need, by NumPy and Python version.
_ALLOWED = {
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy.core.numeric", "_frombuffer"),
    ("numpy._core.numeric", "_frombuffer"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("_codecs", "encode"),
}


class _ArraysOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}")
        return super().find_class(module, name)


def read(data_set: DataSet, layout: Layout, files: Sequence[Path]) -> Content:
    """The arrays as Keras returns them, and CIFAR-100's coarse labels with them."""
    if layout.reader == "cifar-archive":
        named = _members(data_set, files[0])
    else:
        named = [(file, file.read_bytes()) for file in files]
    pickled = layout.reader == "cifar-pickle" or "python" in files[0].name
    parts = [_unpickle(data_set, *each) if pickled else _records(data_set, *each) for each in named]
    return _assemble(data_set, parts, files[0])


def _members(data_set: DataSet, archive: Path) -> list[tuple[Path, bytes]]:
    """The wanted files of a tar archive, in the layout's order, by their last name; nothing is unpacked."""
    reader = "cifar-pickle" if "python" in archive.name else "cifar-binary"
    wanted = next(layout.files for layout in data_set.layouts if layout.reader == reader)
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(archive, "r|gz") as tar:
            for number, member in enumerate(tar):
                name = member.name.rpartition("/")[2]
                if number > _MEMBERS_LIMIT:
                    raise Unsuitable(archive, f"holds more than {_MEMBERS_LIMIT} files")
                if name not in wanted or name in found or not member.isreg():
                    continue
                if member.size > _MEMBER_LIMIT:
                    raise Unsuitable(archive, f"holds a file {name} of {member.size:,} bytes")
                stream = tar.extractfile(member)
                found[name] = stream.read() if stream else b""
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise Unsuitable(archive, "is not a whole .tar.gz archive") from error
    missing = [name for name in wanted if name not in found]
    if missing:
        raise Unsuitable(archive, f"does not hold {', '.join(missing)}")
    return [(archive / name, found[name]) for name in wanted]


def _records(data_set: DataSet, file: Path, data: bytes) -> tuple[NDArray[Any], list[NDArray[Any]]]:
    """Binary records -> images (n, 3072), and label arrays (n,): fine, then coarse where there is one."""
    import numpy as np

    labels = 2 if data_set.name == "cifar100" else 1
    if not data or len(data) % (labels + _PIXELS):
        raise Unsuitable(file, f"is not made of records of {labels + _PIXELS} bytes")
    table = np.frombuffer(data, np.uint8).reshape(-1, labels + _PIXELS)
    return table[:, labels:], [table[:, k] for k in reversed(range(labels))]


def _unpickle(data_set: DataSet, file: Path, data: bytes) -> tuple[NDArray[Any], list[NDArray[Any]]]:
    import numpy as np

    try:
        loaded = _ArraysOnly(io.BytesIO(data), encoding="bytes").load()
    except Exception as error:  # a hostile or damaged pickle can raise anything at all
        raise Unsuitable(file, f"cannot be read as arrays ({error})") from error
    keys = (b"fine_labels", b"coarse_labels") if data_set.name == "cifar100" else (b"labels",)
    images = loaded.get(b"data") if isinstance(loaded, dict) else None
    if not isinstance(images, np.ndarray) or images.dtype != np.uint8 or images.shape[1:] != (_PIXELS,):
        raise Unsuitable(file, "holds no images of 3072 bytes each")
    try:
        labels = [np.asarray(loaded[key], np.int64) for key in keys]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Unsuitable(file, "holds no list of labels") from error
    if any(each.shape != (len(images),) for each in labels):
        raise Unsuitable(file, "does not hold one label an image")
    return images, labels


def _assemble(
    data_set: DataSet, parts: list[tuple[NDArray[Any], list[NDArray[Any]]]], source: Path
) -> Content:
    import numpy as np

    content: Content = {}
    # Keras returns CIFAR-10's labels as uint8 and CIFAR-100's as int64.
    dtype = np.int64 if data_set.name == "cifar100" else np.uint8
    for split, chosen, count in (("train", parts[:-1], data_set.train), ("test", parts[-1:], data_set.test)):
        flat = np.concatenate([images for images, _ in chosen])
        if len(flat) != count:
            raise Unsuitable(source, f"gives {len(flat):,} {split} images where {count:,} are expected")
        images = flat.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
        content[f"x_{split}.npy"] = np.ascontiguousarray(images)
        for k, suffix in enumerate(("", "_coarse")[: len(chosen[0][1])]):
            labels = np.concatenate([each[k] for _, each in chosen])
            content[f"y_{split}{suffix}.npy"] = labels.astype(dtype).reshape(-1, 1)
    return content
