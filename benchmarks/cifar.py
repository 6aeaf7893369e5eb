"""CIFAR-10: the recipes of session 5 and that of 2017, side by side in one run.

    python -m benchmarks.cifar [--seeds 3] [--epochs 30]

Trains, on the same 45,000 pictures and in the same process, with the code of the lessons themselves:
the full choice once, the small network as often as there are seeds, and the network of 2017 by its own
recipe (Adam at 0.001, batches of 64, no augmentation) until its validation error has not fallen for
three epochs, or for --epochs at most. The epochs of 2017 are spread between the other trainings, so
that a machine that others use too slows both alike. Only training counts as time, tracing included.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from tftutor.checks import KINDS
from tftutor.course.loader import default_folder, load_course
from tftutor.course.model import AnyStep, Course, Exercise
from tftutor.course.programs import code_of, sections
from tftutor.data import DataSets
from tftutor.data.heldout import VALIDATION_IMAGES
from tftutor.places import places

LESSON = "session5/training-for-real"
NETWORK_2017 = "session5/vgg-and-overfitting/build-vgg"
BATCH_2017 = 64
RATE_2017 = 0.001
PATIENCE = 3
EPOCHS_BETWEEN = 3
RATIO_CLAIMED = 1 / 6


@dataclass(frozen=True)
class Pictures:
    """Pictures, (n, 32, 32, 3) uint8, and labels, (n,) int32."""

    x: Any
    y: Any


@dataclass(frozen=True)
class Data:
    """The three parts of CIFAR-10, and where it came from."""

    train: Pictures
    validation: Pictures
    test: Pictures
    origin: str


@dataclass(frozen=True)
class Result:
    """What a training came to: error rates and seconds."""

    validation: float
    test: float
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cifar", description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="trainings of the small network (3)")
    parser.add_argument("--epochs", type=int, default=30, help="most epochs of the 2017 recipe (30); 0: none")
    parser.add_argument("--without-full", action="store_true", help="leave the full choice out")
    parser.add_argument("--stand-in", action="store_true", help="on generated pictures")
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    data = _pictures(options.stand_in)
    old = _Recipe2017(data, options.epochs)
    full = None if options.without_full else _by_lesson("full-training", 0, data)
    if full:
        print(f"full choice: {_words(full)}", flush=True)
    small = []
    for seed in range(options.seeds):
        small.append(_by_lesson("train-small", seed, data))
        print(f"small network, seed {seed}: {_words(small[-1])}", flush=True)
        old.epochs(EPOCHS_BETWEEN)
    while not old.finished:
        old.epochs(1)
    _report(small, full, old.best if old.done else None, data.origin)
    return 0


@dataclass
class _Recipe2017:
    """The network of 2017, epoch by epoch, until its validation error falls no more."""

    data: Data
    most: int
    done: list[Result] = field(default_factory=list)

    def __post_init__(self) -> None:
        import keras
        import tensorflow as tf

        keras.utils.set_random_seed(0)
        space: dict[str, Any] = {}
        exec(code_of(_course().steps[NETWORK_2017].step), space)
        self.model = space["build"](32)
        self.model.compile(
            optimizer=keras.optimizers.Adam(RATE_2017),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        )
        train = tf.data.Dataset.from_tensor_slices((self.data.train.x, self.data.train.y))
        train = train.shuffle(len(self.data.train.x)).batch(BATCH_2017)
        self._batches = train.map(lambda x, y: (tf.cast(x, tf.float32) / 255, y)).prefetch(2)

    @property
    def best(self) -> Result:
        """The epoch of the lowest test error: what the recipe can come to at best."""
        return min(self.done, key=lambda result: result.test)

    @property
    def finished(self) -> bool:
        if self.most == 0:
            return True
        if not self.done:
            return False
        errors = [result.validation for result in self.done]
        return len(errors) >= self.most or len(errors) - errors.index(min(errors)) > PATIENCE

    def epochs(self, count: int) -> None:
        for _ in range(count):
            if self.finished:
                return
            start = time.perf_counter()
            self.model.fit(self._batches, epochs=1, verbose=0)
            seconds = time.perf_counter() - start + (self.done[-1].seconds if self.done else 0.0)
            validation, test = (
                _error(self.model, part, 255) for part in (self.data.validation, self.data.test)
            )
            self.done.append(Result(validation, test, seconds))
            print(f"2017, epoch {len(self.done)}: {_words(self.done[-1])}", flush=True)


def _by_lesson(step: str, seed: int, data: Data) -> Result:
    """A training step of the lesson, run as its solution has it; what runs before it isn't timed."""
    import keras

    course = _course()
    ref = course.steps[f"{LESSON}/{step}"]
    space: dict[str, Any] = {}
    with _in_a_new_folder(), _as_keras_loads(data):
        with contextlib.redirect_stdout(io.StringIO()):
            for name, code in sections(course, ref):
                exec(compile(code, name, "exec"), space)
            keras.utils.set_random_seed(seed)
            start = time.perf_counter()
            exec(compile(code_of(ref.step), step, "exec"), space)
            seconds = time.perf_counter() - start
        model = keras.models.load_model(_kept(ref.step), compile=False)
    return Result(_error(model, data.validation, 1), _error(model, data.test, 1), seconds)


def _kept(step: AnyStep) -> str:
    """The model file that a training step leaves."""
    assert isinstance(step, Exercise)
    return step.keeps[0]


@contextlib.contextmanager
def _in_a_new_folder() -> Iterator[None]:
    """Lets a program write its files where they're dropped afterwards."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


@cache
def _course() -> Course:
    return load_course(default_folder(), KINDS)


@contextlib.contextmanager
def _as_keras_loads(data: Data) -> Iterator[None]:
    """Lets `keras.datasets.cifar10.load_data` return these pictures."""
    import keras
    import numpy as np

    def load_data() -> Any:
        x = np.concatenate([data.validation.x, data.train.x])
        y = np.concatenate([data.validation.y, data.train.y])[:, np.newaxis]
        return (x, y), (data.test.x, data.test.y[:, np.newaxis])

    real = keras.datasets.cifar10.load_data
    keras.datasets.cifar10.load_data = load_data
    try:
        yield
    finally:
        keras.datasets.cifar10.load_data = real


def _error(model: Any, pictures: Pictures, divide_by: int) -> float:
    import numpy as np

    parts = range(0, len(pictures.x), 500)
    scores = [
        model(pictures.x[k : k + 500].astype("float32") / divide_by, training=False).numpy() for k in parts
    ]
    return float(np.mean(np.argmax(np.concatenate(scores), axis=1) != pictures.y))


def _pictures(stand_in: bool) -> Data:
    import numpy as np

    found = DataSets(places().cache).resolve("cifar10", stand_in="always" if stand_in else "allow")

    def part(name: str, chosen: slice) -> Pictures:
        x = np.load(found.folder / f"x_{name}.npy")[chosen]
        return Pictures(x, np.load(found.folder / f"y_{name}.npy")[chosen, 0].astype("int32"))

    held, rest = slice(0, VALIDATION_IMAGES), slice(VALIDATION_IMAGES, None)
    return Data(part("train", rest), part("train", held), part("test", slice(None)), found.origin)


def _report(small: list[Result], full: Result | None, of_2017: Result | None, origin: str) -> None:
    middle = Result(
        median(r.validation for r in small), median(r.test for r in small), median(r.seconds for r in small)
    )
    cores = len(os.sched_getaffinity(0))
    print(f"\n{platform.platform()}, Python {platform.python_version()}, {cores} cores; {origin}")
    print(f"small network, median of {len(small)} seeds: {_words(middle)}  (21.27 % in 120 s is claimed)")
    if full:
        print(f"full choice, one seed: {_words(full)}  (16 % in 441 s is claimed)")
    if of_2017:
        print(f"2017 at its best test error: {_words(of_2017)}")
        ratio = middle.seconds / of_2017.seconds
        print(f"time, small / 2017: {ratio:.3f}  (at most {RATIO_CLAIMED:.3f} is claimed)")


def _words(result: Result) -> str:
    return f"validation {result.validation:.2%}, test {result.test:.2%}, {result.seconds:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
