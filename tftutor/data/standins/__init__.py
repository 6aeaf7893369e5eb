"""Generated data sets of the same shape and size, for machines that can reach no data host.

Everything comes from fixed seeds: the same version makes the same data again.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tftutor.data.model import OnProgress
from tftutor.data.registry import DataSet
from tftutor.problems import CourseProblem

if TYPE_CHECKING:
    from tftutor.data.model import Content

VERSION = 2
"""Raised whenever a generator draws anything else than before."""


def key(data_set: DataSet) -> str:
    """Stands for what `make` would make here; the text depends on the Python that ships it."""
    counts = f"{data_set.train}+{data_set.test}"
    python = "" if data_set.shape else ".".join(map(str, sys.version_info[:3]))
    return f"stand-in {data_set.name} {counts} version {VERSION} {python}".strip()


def make(data_set: DataSet, on_progress: OnProgress) -> Content:
    """The data set's stand-in, with the shapes and dtypes of the real one."""
    if data_set.name == "mnist":
        from tftutor.data.standins.digits import make_digits

        return make_digits(data_set, on_progress)
    if data_set.name == "fashion_mnist":
        from tftutor.data.standins.garments import make_garments

        return make_garments(data_set, on_progress)
    if data_set.name in ("cifar10", "cifar100"):
        from tftutor.data.standins.scenes import make_scenes

        return make_scenes(data_set, on_progress)
    if data_set.name == "shakespeare":
        from tftutor.data.standins.prose import make_prose

        return make_prose(data_set, on_progress)
    raise CourseProblem(f"No stand-in can be made for {data_set.name}.")
