"""What the image generators share: batches, labels, and the frame of a data set."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tftutor.data.model import OnProgress, Progress
from tftutor.data.registry import DataSet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tftutor.data.model import Content

    Draw = Callable[[NDArray[np.int64], np.random.Generator], NDArray[Any]]

BATCH = 1000


def labelled_images(data_set: DataSet, seed: int, draw: Draw, on_progress: OnProgress) -> Content:
    """Images of every class, in random order, drawn batch by batch.

    ``draw`` takes labels (n,) and a random generator, and gives images (n, *shape) in 0..1.
    """
    import numpy as np

    content: Content = {}
    done, total = 0, data_set.train + data_set.test
    for split, count, stream in (("train", data_set.train, 0), ("test", data_set.test, 1)):
        random = np.random.default_rng([seed, stream])
        labels = random.permutation(np.arange(count, dtype=np.int64) % len(data_set.stand_in_classes))
        images = np.empty((count, *data_set.shape), np.uint8)
        for start in range(0, count, BATCH):
            chosen = labels[start : start + BATCH]
            drawn = draw(chosen, random)
            images[start : start + len(chosen)] = np.clip(drawn, 0, 1) * 255 + 0.5
            done += len(chosen)
            on_progress(Progress("generating", f"stand-in for {data_set.title}", done, total))
        content[f"x_{split}.npy"] = images
        content[f"y_{split}.npy"] = _as_keras(data_set, labels)
        if data_set.name == "cifar100":
            content[f"y_{split}_coarse.npy"] = _as_keras(data_set, labels // 5)
    return content


def _as_keras(data_set: DataSet, labels: NDArray[np.int64]) -> NDArray[Any]:
    import numpy as np

    dtype = np.int64 if data_set.name == "cifar100" else np.uint8
    return labels.astype(dtype).reshape((-1, 1) if data_set.y_column else (-1,))
