"""Files in their published layouts -> arrays with the shapes and dtypes that Keras returns.

Nothing is believed: sizes, magic numbers and label ranges are checked, archives are read without
unpacking, and no pickled object is ever built.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tftutor.data import cifar
from tftutor.data.digests import of_file, of_packed
from tftutor.data.model import Unsuitable
from tftutor.data.registry import DataSet, Layout, Reader

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tftutor.data.model import Content

ARRAYS = ("x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy")
_TEXT_LIMIT = 50_000_000


def idx_header(shape: tuple[int, ...]) -> bytes:
    """The header of an IDX file of unsigned bytes: magic number, then the sizes, big-endian."""
    return struct.pack(f">HBB{len(shape)}I", 0, 0x08, len(shape), *shape)


def _read_idx_files(data_set: DataSet, _layout: Layout, files: Sequence[Path]) -> Content:
    shapes = ((data_set.train, *data_set.shape), (data_set.train,),
              (data_set.test, *data_set.shape), (data_set.test,))  # fmt: skip
    return {name: read_idx(file, shape) for name, file, shape in zip(ARRAYS, files, shapes, strict=True)}


def read_idx(file: Path, shape: tuple[int, ...]) -> NDArray[Any]:
    """One IDX file of unsigned bytes, gzipped or not, that must have this shape."""
    import numpy as np

    header = idx_header(shape)
    count = 1
    for size in shape:
        count *= size
    length = len(header) + count
    pieces = of_packed(file, length) if file.suffix == ".gz" else of_file(file)
    data = b"".join(pieces)
    if data[: len(header)] != header:
        raise Unsuitable(file, f"is not an IDX file of {shape[0]:,} items of shape {shape[1:]}")
    if len(data) != length:
        raise Unsuitable(file, f"has {len(data):,} bytes where {length:,} are expected")
    return np.frombuffer(data, np.uint8, offset=len(header)).reshape(shape)


def _read_npz(data_set: DataSet, _layout: Layout, files: Sequence[Path]) -> Content:
    import numpy as np

    file = files[0]
    shapes = {"x_train": (data_set.train, *data_set.shape), "y_train": (data_set.train,),
              "x_test": (data_set.test, *data_set.shape), "y_test": (data_set.test,)}  # fmt: skip
    content: Content = {}
    try:
        with zipfile.ZipFile(file) as archive:
            for name, shape in shapes.items():
                limit = int(np.prod(shape)) + 4096
                if archive.getinfo(f"{name}.npy").file_size > limit:
                    raise Unsuitable(file, f"holds more than {limit:,} bytes in {name}")
                with archive.open(f"{name}.npy") as member:
                    array = np.lib.format.read_array(member, allow_pickle=False)
                if array.shape != shape or array.dtype != np.uint8:
                    raise Unsuitable(file, f"has {name} of shape {array.shape} where {shape} is expected")
                content[f"{name}.npy"] = array
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError) as error:
        raise Unsuitable(file, "is not an .npz file with x_train, y_train, x_test and y_test") from error
    return content


def _read_text(_data_set: DataSet, _layout: Layout, files: Sequence[Path]) -> Content:
    file = files[0]
    if file.stat().st_size > _TEXT_LIMIT:
        raise Unsuitable(file, f"is larger than {_TEXT_LIMIT:,} bytes")
    return {"shakespeare.txt": file.read_bytes()}


_READERS: Mapping[Reader, Callable[[DataSet, Layout, Sequence[Path]], Content]] = {
    "idx": _read_idx_files,
    "npz": _read_npz,
    "text": _read_text,
    "cifar-binary": cifar.read,
    "cifar-pickle": cifar.read,
    "cifar-archive": cifar.read,
}


def read(data_set: DataSet, layout: Layout, files: Sequence[Path]) -> Content:
    """The data set's content from files in the order of ``layout.files``; Unsuitable if they are not it."""
    try:
        return _READERS[layout.reader](data_set, layout, files)
    except (OSError, MemoryError) as error:
        raise Unsuitable(files[0], f"could not be read ({error})") from error
