"""What goes into a sandbox: a program, its limits, the data it may read.

Plain data only: the runtime knows nothing of courses, steps or checks.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Device = Literal["auto", "cpu", "gpu"]

OWN_SECTION = "your code"  # what the learner's part of a program is called, in tracebacks too
_CPU_OF_A_START = 10
_THREADS_OF_A_RUN = 512
# Calls of `tf.config` that TensorFlow refuses once it has run its first operation.
_CONFIGURES_DEVICES = re.compile(
    r"\bset_(?:logical_device_configuration|virtual_device_configuration|visible_devices|memory_growth"
    r"|(?:inter|intra)_op_parallelism_threads)\b"
)


@dataclass(frozen=True)
class Section:
    """One piece of code, run in the same namespace as the others. ``name`` appears in tracebacks."""

    name: str
    code: str


@dataclass(frozen=True)
class Probe:
    """Code evaluated after the learner's, in the same process: it looks, and reports data.

    ``source`` is Python text that defines ``probe(context, **params)``; it may use the standard
    library, NumPy and TensorFlow, and nothing of tftutor. It is sent only once the learner's code
    has ended. What it returns (dicts with string keys, lists, strings, numbers, booleans, None,
    NumPy arrays) is found in ``Evidence.values[name]``. What a value is, as data, the checks' own
    probes say (`checks/probes/look.py`). The context offers:

    namespace            the dict the learner's code ran in
    folder               the run folder (a string)
    evaluate(expression) value of a Python expression in the namespace
    rerun(replacing)     runs the learner's section again, silently, in a copy of the namespace as
                         it was before it, with each top-level name in ``replacing`` set to the
                         given array right after the learner's code assigns it; returns that namespace
    """

    name: str
    source: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DataMount:
    """A data set that a run may read.

    ``folder`` holds ``x_train.npy``, ``y_train.npy``, ``x_test.npy`` and ``y_test.npy`` for image
    sets, which ``keras.datasets.<name>.load_data()`` then returns; ``files`` maps each file name
    or address that ``keras.utils.get_file`` may be asked for to a file inside ``folder``; ``classes``
    says what the labels mean.
    """

    name: str
    folder: Path
    files: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What one run may use. Past any of them it is ended, with a sentence.

    seconds     wall clock, from the first line of the program
    memory_mb   anonymous and shared memory of the whole run, TensorFlow's own share included, MiB
    output_kb   bytes printed on stdout and stderr together, KiB
    processes   processes (not threads) alive at once
    disk_mb     bytes in the run folder, MiB
    """

    seconds: float = 30.0
    memory_mb: int = 3000
    output_kb: int = 1024
    processes: int = 16
    disk_mb: int = 500

    @property
    def cpu_seconds(self) -> int:
        """Processor time after which a run ends even if the tutor itself is stopped, by Ctrl+Z for one.

        Every core for the code and again for the probes, and some for the start: nothing that is
        within ``seconds`` reaches it.
        """
        return 2 * math.ceil(self.seconds * (os.cpu_count() or 1)) + _CPU_OF_A_START

    @property
    def tasks(self) -> int:
        """Processes and threads that a run may have, all together: what the kernel itself can count."""
        return _THREADS_OF_A_RUN + self.processes


@dataclass(frozen=True)
class Program:
    """One run's worth of code: prelude, the learner's code, probes.

    ``files`` are copied into the run folder before the start (name there -> file or folder here).
    ``keep`` are glob patterns of files, relative to the run folder, to be kept as evidence.
    """

    code: str
    name: str = OWN_SECTION
    prelude: tuple[Section, ...] = ()
    probes: tuple[Probe, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    data: tuple[DataMount, ...] = ()
    seed: int = 0
    device: Device = "auto"
    limits: Limits = Limits()

    @property
    def configures_devices(self) -> bool:
        """Whether it sets up TensorFlow's devices or threads: then no operation may have run before it."""
        texts = (*(section.code for section in self.prelude), self.code)
        return any(_CONFIGURES_DEVICES.search(text) for text in texts)
