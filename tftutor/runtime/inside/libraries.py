"""TensorFlow, Keras and NumPy as they were imported, before any learner's code could touch them."""

from __future__ import annotations

import importlib
import platform
import random
import sys
from typing import Any, NamedTuple


class Libraries(NamedTuple):
    tf: Any
    numpy: Any
    keras: Any


def load() -> Libraries:
    """Imports them, and the lazy `tf.keras`, without running a single operation."""
    tf: Any = importlib.import_module("tensorflow")
    tf.keras.datasets  # noqa: B018  (loads it)
    numpy = importlib.import_module("numpy")
    importlib.import_module("numpy.random")
    return Libraries(tf, numpy, importlib.import_module("keras"))


def versions(libraries: Libraries) -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "tensorflow": str(libraries.tf.__version__),
        "keras": str(libraries.keras.__version__),
    }


def gpus(tf: Any) -> list[str]:
    """Names of the GPUs that TensorFlow can use; takes none of their memory."""
    names = []
    for device in tf.config.list_physical_devices("GPU"):
        details = tf.config.experimental.get_device_details(device)
        names.append(str(details.get("device_name", device.name)))
    return names


def use_device(tf: Any, device: str) -> str:
    """Hides the GPUs for ``cpu``, lets their memory grow otherwise. Returns ``cpu`` or ``gpu``."""
    found = tf.config.list_physical_devices("GPU")
    if not found:
        return "cpu"
    if device == "cpu":
        tf.config.set_visible_devices([], "GPU")
        return "cpu"
    for gpu in found:
        tf.config.experimental.set_memory_growth(gpu, True)
    return "gpu"


def warm_up(tf: Any) -> None:
    """One operation: it builds TensorFlow's context and threads, which takes most of a first one's time."""
    tf.reduce_sum(tf.ones([8]) * 2.0).numpy()


def seed(libraries: Libraries, number: int) -> None:
    """Same seed, same result: Python, NumPy, TensorFlow and Keras."""
    random.seed(number)
    libraries.numpy.random.seed(number % 2**32)
    libraries.tf.random.set_seed(number)
    libraries.keras.utils.set_random_seed(number % 2**32)


class Captured:
    """The modules that probes lean on, as they are now; `restore` undoes what was done to them since."""

    _NAMES = ("builtins", "json", "os", "linecache", "traceback", "ast", "numpy", "tensorflow", "keras")

    def __init__(self) -> None:
        self._modules = dict(sys.modules)
        named = [self._modules[name] for name in self._NAMES if name in self._modules]
        self._contents = [(vars(module), dict(vars(module))) for module in named]

    def restore(self) -> None:
        for now, before in self._contents:
            now.update(before)
        modules = sys.modules
        for name, module in self._modules.items():
            if name != "__main__":
                modules[name] = module
