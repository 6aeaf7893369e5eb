"""The character model of session 6, trained by its own recipe and by that of 2017, in one run.

    python -m benchmarks.rnn [--seeds 3] [--steps 17864] [--without-full]

Both train two recurrent layers of 64 on the same nine tenths of the same text, over 32 characters a step, in
one process. The recipe of 2017 is 17,864 steps of 32 rows (4 epochs of 4,466 steps) with Adam at a fixed
0.001, clipped. Those steps are split into as many parts as there are seeds, and the lesson's recipe trains a
model from start to end between two parts: a machine that others use too slows both alike. Its cells are GRU
here, which take less time than LSTM, so the comparison favours 2017. With fewer --steps its time is
extrapolated, and said so. In the end the lesson's full choice trains once.

The course of 2017 reported a training loss of 1.696. Its 4,466 steps of 32 x 32 characters fit a text of
4.6 MB; the text here has 1.1 MB. It measured no held-out loss.
"""

from __future__ import annotations

import argparse
import ast
import linecache
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tftutor.checks import KINDS
from tftutor.course.loader import default_folder, load_course
from tftutor.course.model import Exercise
from tftutor.course.programs import code_of
from tftutor.data import DataSets
from tftutor.places import places

STEPS_2017 = 4 * 4466
ROWS_2017 = 32
RATE_2017 = 0.001
LENGTH = 32
LAST = 50  # a training loss is the mean over this many last steps
BATCHES = "session6/text-as-numbers/batches-in-order"
LESSON = "session6/training-on-shakespeare"


@dataclass(frozen=True)
class Result:
    """What a training came to: losses in nats a character, and seconds."""

    train: float
    held_out: float
    seconds: float


@dataclass(frozen=True)
class Text:
    """Characters as ids (n,) int32, the last tenth held out; ``characters`` is the vocabulary's size."""

    train: Any
    held_out: Any
    characters: int
    origin: str


@dataclass(frozen=True)
class Lesson:
    """What the solutions of the lesson define."""

    make_batches: Callable[..., Any]
    build: Callable[..., Any]
    fading: Callable[..., Any]
    train: Callable[..., Any]
    loss_on: Callable[..., Any]
    short: Mapping[str, Any]
    full: Mapping[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rnn", description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="trainings with the lesson's recipe (3)")
    parser.add_argument("--steps", type=int, default=STEPS_2017, help="steps with the 2017 recipe (17864)")
    parser.add_argument("--without-full", action="store_true", help="leave the full choice out")
    parser.add_argument("--stand-in", action="store_true", help="on generated text")
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    text = _text(options.stand_in)
    lesson = _lesson()
    old = _Recipe2017(lesson, text)
    ours: list[Result] = []
    for seed in range(options.seeds):
        old.steps(options.steps * (seed + 1) // options.seeds - options.steps * seed // options.seeds)
        ours.append(_ours(lesson, seed, text, lesson.short))
        print(f"seed {seed}: {_words(ours[-1])}; 2017: {old.done:,} steps in {old.seconds:.0f} s", flush=True)
    of_2017 = Result(old.loss, float(lesson.loss_on(old.model, text.held_out)), old.whole_seconds)
    full = None if options.without_full else _ours(lesson, 0, text, lesson.full)
    _report(ours, of_2017, old.done, full)
    print(text.origin)
    return 0


class _Recipe2017:
    """A model that trains on, part by part; only training counts as time, its first trace included."""

    def __init__(self, lesson: Lesson, text: Text) -> None:
        import keras

        keras.utils.set_random_seed(0)
        self._train = lesson.train
        self.model = lesson.build(text.characters, 64)
        self._optimizer = keras.optimizers.Adam(RATE_2017, global_clipnorm=1.0)
        self._optimizer.build(self.model.trainable_variables)  # one step function serves several
        self._batches = lesson.make_batches(text.train, ROWS_2017, LENGTH)
        self._losses: list[Any] = []
        self.done = 0
        self.seconds = 0.0

    def steps(self, count: int) -> None:
        """Trains on. Each part begins with states of 0, and so do the epochs in it."""
        start = time.perf_counter()
        self._train(self.model, self._optimizer, *self._batches, self.done + count, self.done, self._note)
        self.seconds += time.perf_counter() - start
        self.done += count

    def _note(self, step: int, loss: Any) -> None:
        self._losses.append(loss)

    @property
    def loss(self) -> float:
        """The mean training loss of the last steps."""
        return _mean(self._losses)

    @property
    def whole_seconds(self) -> float:
        """Seconds of all 17,864 steps, extrapolated where fewer were taken."""
        return self.seconds * STEPS_2017 / self.done


def _ours(lesson: Lesson, seed: int, text: Text, settings: Mapping[str, Any]) -> Result:
    import keras

    keras.utils.set_random_seed(seed)
    losses: list[Any] = []
    start = time.perf_counter()
    batches = lesson.make_batches(text.train, settings["rows"], LENGTH)
    model = lesson.build(text.characters, settings["units"], settings["dropout"])
    optimizer = lesson.fading(settings["rate"], settings["steps"])
    optimizer.build(model.trainable_variables)
    lesson.train(model, optimizer, *batches, settings["steps"], watch=lambda step, loss: losses.append(loss))
    train = _mean(losses)
    seconds = time.perf_counter() - start
    return Result(train, float(lesson.loss_on(model, text.held_out)), seconds)


def _mean(losses: list[Any]) -> float:
    last = [float(loss) for loss in losses[-LAST:]]
    return sum(last) / len(last)


def _lesson() -> Lesson:
    """Functions and settings, as the solutions of the lesson's steps define them."""
    course, space = load_course(default_folder(), KINDS), dict[str, Any]()
    parts = ("build-the-model", "one-training-step", "the-loop", "loss-on-a-text")
    for step in (BATCHES, *(f"{LESSON}/{part}" for part in parts)):
        _run_definitions(code_of(course.steps[step].step), step, space)
    settings = {}
    for step in ("train-it", "train-longer"):
        exercise = course.steps[f"{LESSON}/{step}"].step
        assert isinstance(exercise, Exercise)
        settings[step] = _settings(exercise)
        _run_definitions(exercise.setup, step, space)
    functions = {name: space[name] for name in ("make_batches", "build", "fading", "train", "loss_on")}
    return Lesson(**functions, short=settings["train-it"], full=settings["train-longer"])


def _run_definitions(code: str, name: str, space: dict[str, Any]) -> None:
    """Runs the imports and functions of a program, and what it names before them, not what it does."""
    tree = ast.parse(code)
    kept = (ast.FunctionDef, ast.Import, ast.ImportFrom)
    tree.body = [node for node in tree.body if isinstance(node, kept) or _is_constant(node)]
    file = f"<{name}>"
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)  # AutoGraph reads it
    exec(compile(tree, file, "exec"), space)


def _is_constant(node: ast.stmt) -> bool:
    """Whether it makes something that functions use by its name: here, the loss."""
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "cross_entropy"


def _settings(exercise: Exercise) -> dict[str, Any]:
    """The literal assignments of a solution, such as `units = 64`."""
    found = {"dropout": 0.0}
    for node in ast.parse(exercise.solution).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            found[ast.unparse(node.targets[0])] = node.value.value
    return found


def _text(stand_in: bool) -> Text:
    import numpy as np

    found = DataSets(places().cache).resolve("shakespeare", stand_in="always" if stand_in else "allow")
    letters = np.frombuffer(Path(found.folder, "shakespeare.txt").read_bytes(), np.uint8)
    vocabulary, ids = np.unique(letters, return_inverse=True)
    ids = ids.reshape(-1).astype("int32")
    cut = len(ids) * 9 // 10
    return Text(ids[:cut], ids[cut:], len(vocabulary), found.origin)


def _report(ours: list[Result], of_2017: Result, done: int, full: Result | None) -> None:
    middle = Result(*(median(getattr(r, part) for r in ours) for part in ("train", "held_out", "seconds")))
    cores = len(os.sched_getaffinity(0))
    print(f"\n{platform.platform()}, Python {platform.python_version()}, {cores} cores")
    print(f"this recipe, median of {len(ours)} seeds: {_words(middle)}  (1.696 in 30 s is claimed)")
    note = "" if done == STEPS_2017 else f" (time extrapolated from {done:,} steps)"
    print(f"2017 recipe, one seed: {_words(of_2017)}{note}")
    print(f"time, this / 2017: {middle.seconds / of_2017.seconds:.3f}  (at most 0.1 is claimed)")
    if full:
        print(f"full choice, one seed: {_words(full)}  (held-out 1.55 in 300 s is claimed)")


def _words(result: Result) -> str:
    return f"training loss {result.train:.3f}, held-out {result.held_out:.3f}, {result.seconds:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
