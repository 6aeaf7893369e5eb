"""What is kept back from training, to judge a model by: inputs as a file, labels for the judge.

Of a text, that is the last tenth, as numbers: each character's place in the sorted vocabulary of the whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tftutor.data.disk import disk_problems, folder_in_making
from tftutor.data.model import Resolved, Split
from tftutor.problems import CourseProblem

if TYPE_CHECKING:
    from numpy.typing import NDArray

VALIDATION_IMAGES = 5000
"""The validation set is the first 5,000 training images, as in the course of 2017."""


def held_out(cache: Path, resolved: Resolved, split: Split) -> tuple[Path, NDArray[Any]]:
    """Inputs as a `.npy` file, shape (n, height, width[, 3]) uint8, and labels (n,) int64.

    Of a text: inputs (n,) int32, and as labels the characters that follow, (n - 1,) int64.
    """
    import numpy as np

    if (resolved.folder / "shakespeare.txt").exists() and split == "validation":
        return _held_out_text(cache, resolved)
    if not (resolved.folder / "y_test.npy").exists():
        raise CourseProblem(f"{resolved.name} has no labels, so nothing of it can be held out.")
    if split == "test":
        labels = np.load(resolved.folder / "y_test.npy")
        return resolved.folder / "x_test.npy", labels.reshape(-1).astype(np.int64)
    labels = np.load(resolved.folder / "y_train.npy")[:VALIDATION_IMAGES]
    inputs = cache / "held-out" / f"{resolved.folder.name}-validation.npy"
    if not inputs.exists():
        images = np.load(resolved.folder / "x_train.npy", mmap_mode="r")[:VALIDATION_IMAGES]
        with disk_problems(inputs.parent), folder_in_making(inputs.parent) as making:
            np.save(making / inputs.name, images)
            (making / inputs.name).replace(inputs)
    return inputs, labels.reshape(-1).astype(np.int64)


def _held_out_text(cache: Path, resolved: Resolved) -> tuple[Path, NDArray[Any]]:
    import numpy as np

    inputs = cache / "held-out" / f"{resolved.folder.name}-validation.npy"
    if not inputs.exists():
        text = (resolved.folder / "shakespeare.txt").read_bytes()
        ids = np.unique(np.frombuffer(text, np.uint8), return_inverse=True)[1].reshape(-1)
        with disk_problems(inputs.parent), folder_in_making(inputs.parent) as making:
            np.save(making / inputs.name, ids[len(ids) * 9 // 10 :].astype(np.int32))
            (making / inputs.name).replace(inputs)
    return inputs, np.load(inputs)[1:].astype(np.int64)
