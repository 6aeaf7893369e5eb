"""What passes between this room and the others: data sets found, progress, notes of a verification."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tftutor.problems import MachineProblem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    # Prepared file name -> what goes into it: an array into a `.npy`, bytes as they are.
    Content = dict[str, NDArray[Any] | bytes]

State = Literal["real", "stand-in", "not here"]
StandIn = Literal["allow", "never", "always"]
Split = Literal["validation", "test"]


@dataclass(frozen=True)
class Resolved:
    """A data set, ready to be read.

    name      Keras's name: "mnist"
    stand_in  it is generated, not real
    origin    for people: "real MNIST, from <folder>", "stand-in (generated; ...)"
    folder    read only: ``x_train.npy``, ``y_train.npy``, ``x_test.npy`` and ``y_test.npy`` with the
              shapes and dtypes that Keras returns, or the text file
    files     names and addresses that ``keras.utils.get_file`` may be asked for -> file in ``folder``
    digest    SHA-256 of the content, hexadecimal; part of cache keys
    classes   what the labels mean, in their order; empty for text
    """

    name: str
    stand_in: bool
    origin: str
    folder: Path
    files: Mapping[str, str]
    digest: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far a piece of work is. ``total`` is 0 where it is not known.

    doing  "fetching" (bytes), "waiting", "reading", "preparing" or "generating" (images, characters)
    what   the file or data set, for people
    """

    doing: Literal["fetching", "waiting", "reading", "preparing", "generating"]
    what: str
    done: int = 0
    total: int = 0


OnProgress = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """The progress callback of those who do not listen."""


@dataclass(frozen=True)
class Status:
    """One line of the list of data sets. ``size`` in bytes: on disk, or to fetch when not here."""

    name: str
    title: str
    state: State
    where: str
    size: int
    licence: str
    note: str = ""


@dataclass(frozen=True)
class VerifyNote:
    """One thing that a verification found out, good or bad."""

    level: Literal["ok", "warning", "error"]
    sentence: str
    file: Path | None = None


class DataMissing(MachineProblem):
    """A data set is not here, and nothing may take its place."""


class FetchFailed(MachineProblem):
    """No address gave the data set. ``reasons`` has one sentence an address."""

    def __init__(self, sentence: str, next_step: str = "", *, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(sentence, next_step)
        self.reasons = reasons


class Unsuitable(Exception):
    """A file is not what its name says. ``reason`` completes "<file> ..."."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file} {reason}")
        self.file = file
