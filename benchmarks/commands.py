"""Whole commands: what they cost from the shell."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.runs import plain_environment
from benchmarks.table import Row
from tftutor.checks import KINDS
from tftutor.course.loader import default_folder, load_course
from tftutor.course.programs import code_of, sections
from tftutor.data import DataSets
from tftutor.places import places

TRAIN = "session3/softmax-regression/train"


def seconds_of(command: list[str], environ: dict[str, str] | None = None, cwd: Path | None = None) -> float:
    """Wall clock of a command that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environ, cwd=cwd)
    return time.perf_counter() - start


def version(repeats: int) -> list[Row]:
    """`tftutor --version` against `python -c pass`, interleaved."""
    script = str(Path(sys.executable).parent / "tftutor")
    ours, plain = [], []
    for _ in range(repeats):
        ours.append(seconds_of([script, "--version"]))
        plain.append(seconds_of([sys.executable, "-c", "pass"]))
    return [
        Row(
            "tftutor --version against python -c pass",
            f"{median(ours) * 1000:.0f} ms",
            f"{median(plain) * 1000:.0f} ms",
            median(ours) / median(plain),
            "ours/plain <= 5",
        )
    ]


def check_session2(scratch: Path) -> list[Row]:
    """`tftutor check session2 --solutions`, nothing known from before."""
    seconds = _fresh_check("session2", scratch / "home2")
    return [Row("tftutor check session2 --solutions", f"{seconds:.1f} s")]


def check_session3(scratch: Path) -> list[Row]:
    """`tftutor check session3 --solutions` against its training program alone in plain `python`."""
    ours = _fresh_check("session3", scratch / "home3")
    script = scratch / "train.py"
    script.write_text(plain_training())
    plain = seconds_of([sys.executable, str(script)], plain_environment(), cwd=scratch)
    return [
        Row(
            "tftutor check session3 --solutions, against its training alone",
            f"{ours:.1f} s",
            f"{plain:.1f} s",
            ours / plain,
            "ours/plain <= 3",
        )
    ]


def plain_training() -> str:
    """The training step's whole program as a file for plain `python`, on the same data set."""
    course = load_course(default_folder(), KINDS)
    ref = course.steps[TRAIN]
    mnist = DataSets(places().cache).resolve("mnist")
    return "\n".join(
        [
            "import keras, numpy",
            f"def load_data(folder={str(mnist.folder)!r}):",
            "    x, y, u, v = (numpy.load(f'{folder}/{n}.npy') for n in",
            "                  ('x_train', 'y_train', 'x_test', 'y_test'))",
            "    return (x, y), (u, v)",
            "keras.datasets.mnist.load_data = load_data",
            "keras.utils.set_random_seed(0)",
            *(code for _, code in sections(course, ref)),
            code_of(ref.step),
        ]
    )


def _fresh_check(scope: str, home: Path) -> float:
    """Wall clock with an empty cache of evidence; the data set is prepared beforehand."""
    environ = {
        **os.environ,
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }
    DataSets(home / "cache" / "tftutor").resolve("mnist")
    return seconds_of([sys.executable, "-m", "tftutor", "check", scope, "--solutions"], environ)
