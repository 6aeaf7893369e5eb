"""The network of session 4, trained by its own recipe and by that of 2017, taking turns, in one run.

    python -m benchmarks.cnn [--seeds 5] [--steps 10000]

Both train the same network (5x5x32, pool, 5x5x64, pool, dense 512, dropout, 10) on the same 55,000
pictures in the same process. The recipe of 2017 is 10,000 steps of 64 with Adam at 0.001; its steps are
split into as many parts as there are seeds, and between two parts the lesson's recipe trains a network from
start to end: a machine that others use too slows both alike. With fewer --steps the time of the 2017 recipe
is extrapolated, and said so.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from tftutor.checks import KINDS
from tftutor.course.loader import default_folder, load_course
from tftutor.course.programs import code_of
from tftutor.data import DataSets
from tftutor.data.heldout import VALIDATION_IMAGES
from tftutor.places import places

STEPS_2017 = 10_000
BATCH_2017 = 64
RATE_2017 = 0.001


@dataclass(frozen=True)
class Pictures:
    """Prepared pictures, (n, 28, 28, 1) float32 from 0 to 1, and labels, (n,) int32."""

    x: Any
    y: Any


@dataclass(frozen=True)
class Result:
    """What a training came to: error rates and seconds."""

    validation: float
    test: float
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cnn", description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="trainings with the lesson's recipe (5)")
    parser.add_argument("--steps", type=int, default=STEPS_2017, help="steps with the 2017 recipe (10000)")
    parser.add_argument("--stand-in", action="store_true", help="on generated pictures")
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    train, validation, test, origin = _pictures(options.stand_in)
    recipe, build = _from_lesson("write-train", "train"), _from_lesson("build-cnn", "build")
    old = _Recipe2017(build, train)
    ours: list[Result] = []
    for seed in range(options.seeds):
        old.steps(options.steps * (seed + 1) // options.seeds - options.steps * seed // options.seeds)
        ours.append(_ours(recipe, seed, train, validation, test))
        print(f"seed {seed}: {_words(ours[-1])}; 2017: {old.done:,} steps in {old.seconds:.0f} s", flush=True)
    _report(ours, old, Result(*_errors(old.model, validation, test), old.whole_seconds), origin)
    return 0


class _Recipe2017:
    """A network that trains on, part by part; only training counts as time, its first trace included."""

    def __init__(self, build: Callable[[], Any], train: Pictures) -> None:
        import keras
        import tensorflow as tf

        keras.utils.set_random_seed(0)
        self.model = build()
        self.model.compile(
            optimizer=keras.optimizers.Adam(RATE_2017),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )
        deck = tf.data.Dataset.from_tensor_slices((train.x, train.y)).shuffle(len(train.x))
        self._batches = deck.repeat().batch(BATCH_2017).prefetch(2)
        self.done = 0
        self.seconds = 0.0

    def steps(self, count: int) -> None:
        start = time.perf_counter()
        self.model.fit(self._batches, steps_per_epoch=count, epochs=1, verbose=0)
        self.seconds += time.perf_counter() - start
        self.done += count

    @property
    def whole_seconds(self) -> float:
        """Seconds of all 10,000 steps, extrapolated where fewer were taken."""
        return self.seconds * STEPS_2017 / self.done


def _ours(
    recipe: Callable[[Any, Any], Any], seed: int, train: Pictures, validation: Pictures, test: Pictures
) -> Result:
    import keras

    keras.utils.set_random_seed(seed)
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):  # its progress bar
        model = recipe(train.x, train.y)
    seconds = time.perf_counter() - start
    return Result(*_errors(model, validation, test), seconds)


def _errors(model: Any, validation: Pictures, test: Pictures) -> tuple[float, float]:
    import numpy as np

    def error(pictures: Pictures) -> float:
        scores = model.predict(pictures.x, batch_size=500, verbose=0)
        return float(np.mean(np.argmax(scores, axis=1) != pictures.y))

    return error(validation), error(test)


def _from_lesson(step: str, name: str) -> Callable[..., Any]:
    """The function ``name`` of the step's solution, without the lines around it."""
    course = load_course(default_folder(), KINDS)
    code = code_of(course.steps[f"session4/the-cnn/{step}"].step)
    tree = ast.parse(code)
    wanted = (ast.FunctionDef, ast.Import, ast.ImportFrom)
    tree.body = [node for node in tree.body if isinstance(node, wanted)]
    space: dict[str, Any] = {}
    exec(compile(tree, step, "exec"), space)
    function: Callable[..., Any] = space[name]
    return function


def _pictures(stand_in: bool) -> tuple[Pictures, Pictures, Pictures, str]:
    import numpy as np

    found = DataSets(places().cache).resolve("mnist", stand_in="always" if stand_in else "allow")

    def part(name: str, chosen: slice) -> Pictures:
        x = np.load(found.folder / f"x_{name}.npy")[chosen, ..., np.newaxis].astype("float32") / 255
        return Pictures(x, np.load(found.folder / f"y_{name}.npy")[chosen].astype("int32"))

    held = slice(0, VALIDATION_IMAGES)
    rest = slice(VALIDATION_IMAGES, None)
    return part("train", rest), part("train", held), part("test", slice(None)), found.origin


def _report(ours: list[Result], old: _Recipe2017, of_2017: Result, origin: str) -> None:
    best = Result(
        median(r.validation for r in ours), median(r.test for r in ours), median(r.seconds for r in ours)
    )
    cores = len(os.sched_getaffinity(0))
    print(f"\n{platform.platform()}, Python {platform.python_version()}, {cores} cores; {origin}")
    print(f"this recipe, median of {len(ours)} seeds: {_words(best)}")
    note = "" if old.done == STEPS_2017 else f" (time extrapolated from {old.done:,} steps)"
    print(f"2017 recipe, one seed: {_words(of_2017)}{note}")
    print(f"time, this / 2017: {best.seconds / of_2017.seconds:.3f}  (at most 0.25 is claimed)")


def _words(result: Result) -> str:
    return f"validation {result.validation:.2%}, test {result.test:.2%}, {result.seconds:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
