"""Is it what its name says? By checksum where one is published, else by what is inside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tftutor.data.digests import matches, of_file
from tftutor.data.model import Unsuitable
from tftutor.data.readers import idx_header
from tftutor.data.registry import DataSet
from tftutor.data.sources import Found

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tftutor.data.model import Content


def examine(data_set: DataSet, found: Found, content: Content) -> bool:
    """True: a published checksum matches. False: none could be compared, or images are re-encoded,
    and the content has the right form. Unsuitable: it is something else.

    Images that match no published checksum (CIFAR-10 after JPEG, say) are believed only in a folder
    that the user named.
    """
    if data_set.contents:
        for name, digest in data_set.contents.items():
            if not matches(digest, _as_published(content[name])):
                file = _file_of(found, list(data_set.contents).index(name))
                raise Unsuitable(file, f"is not {data_set.title}'s: its checksum differs")
        return True
    _check_labels(data_set, content, found.folder)
    known = [data_set.checksums.get(file.name) for file in found.files]
    if not all(known):
        return False
    differing = [
        file
        for file, digest in zip(found.files, known, strict=True)
        if digest and not matches(digest, of_file(file))
    ]
    if not differing:
        return True
    if found.place == "named" and found.layout.reader == "cifar-pickle":
        return False
    raise Unsuitable(differing[0], f"is not {data_set.title}'s: its checksum differs")


def origin(data_set: DataSet, found: Found, verified: bool) -> str:
    """Where it came from, in words for people."""
    if verified:
        return f"real {data_set.title}, from {found.folder}"
    return (
        f"real {data_set.title} images by their layout, perhaps re-encoded "
        f"(no published checksum matches), from {found.folder}"
    )


def _file_of(found: Found, position: int) -> Path:
    return found.files[position] if position < len(found.files) else found.files[0]


def _as_published(part: NDArray[Any] | bytes) -> Sequence[bytes | memoryview]:
    """The bytes that the digest is of: an IDX file for an array, the text itself for text."""
    if isinstance(part, bytes):
        return [part]
    import numpy as np

    return [idx_header(part.shape), np.ascontiguousarray(part).reshape(-1).data]


def _check_labels(data_set: DataSet, content: Content, folder: Path) -> None:
    import numpy as np

    classes = len(data_set.stand_in_classes)
    for split in ("train", "test"):
        labels = np.asarray(content[f"y_{split}.npy"]).reshape(-1)
        if labels.min() < 0 or labels.max() >= classes or len(np.unique(labels)) != classes:
            raise Unsuitable(folder, f"holds {split} labels that are not the numbers 0 to {classes - 1}")
