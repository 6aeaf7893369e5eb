"""Generated data sets of the same shape and size, for machines that can reach no data host.

Everything comes from fixed seeds: the same version makes the same data again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tftutor.data.model import OnProgress
from tftutor.data.registry import DataSet
from tftutor.data.standins.digits import make_digits
from tftutor.data.standins.garments import make_garments
from tftutor.data.standins.prose import make_prose
from tftutor.data.standins.scenes import make_scenes
from tftutor.problems import CourseProblem

if TYPE_CHECKING:
    from tftutor.data.model import Content

VERSION = 2
"""Raised whenever a generator draws anything else than before."""


def key(data_set: DataSet) -> str:
    """A cache key for what `make` would make here; the text depends on the Python that ships it."""
    counts = f"{data_set.train}+{data_set.test}"
    python = "" if data_set.shape else ".".join(map(str, sys.version_info[:3]))
    return f"stand-in {data_set.name} {counts} version {VERSION} {python}".strip()


_GENERATORS: Mapping[str, Callable[[DataSet, OnProgress], Content]] = {
    "mnist": make_digits,
    "fashion_mnist": make_garments,
    "cifar10": make_scenes,
    "cifar100": make_scenes,
    "shakespeare": make_prose,
}


def make(data_set: DataSet, on_progress: OnProgress) -> Content:
    """The data set's stand-in, with the shapes and dtypes of the real one."""
    generator = _GENERATORS.get(data_set.name)
    if generator is None:
        raise CourseProblem(f"No stand-in can be made for {data_set.name}.")
    return generator(data_set, on_progress)
