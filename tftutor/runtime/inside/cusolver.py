"""The one library that TensorFlow 2.21.0 does not find by itself, loaded before it looks.

Its package lost one folder from its search path (tensorflow pull request #112973, issue #117538): every
GPU is skipped, although all libraries are installed. What is loaded already is found by its name.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping, Sequence

_NAME = "libcusolver.so.11"
_PLACE = f"nvidia/cusolver/lib/{_NAME}"
_PACKAGE = "tensorflow-2.21."
# One of these is there wherever NVIDIA's driver is: on Linux, and under WSL.
DRIVER = ("/dev/nvidiactl", "/proc/driver/nvidia/version", "/dev/dxg")


def load(path: Sequence[str], environ: Mapping[str, str], driver: Sequence[str] = DRIVER) -> str:
    """Loads it where TensorFlow, found along ``path``, needs that. Returns the file, "" for none.

    Nothing is done without a ``driver``, nor where LD_LIBRARY_PATH leads to another: that is their choice.
    """
    if not any(os.path.exists(mark) for mark in driver):
        return ""
    file = _beside_tensorflow(path)
    chosen = environ.get("LD_LIBRARY_PATH", "").split(":")
    if not file or any(folder and os.path.exists(os.path.join(folder, _NAME)) for folder in chosen):
        return ""
    try:
        ctypes.CDLL(file, mode=ctypes.RTLD_GLOBAL)
    except OSError as error:  # then TensorFlow finds no GPU, as it would without us
        print(f"{file} cannot be loaded: {error}", file=sys.stderr)
        return ""
    return file


def _beside_tensorflow(path: Sequence[str]) -> str:
    """The file among the packages of the TensorFlow that will be imported, if it is of that version."""
    for folder in path:
        if os.path.exists(os.path.join(folder, "tensorflow", "__init__.py")):
            file = os.path.join(folder, _PLACE)
            named = any(name.startswith(_PACKAGE) for name in os.listdir(folder))
            return file if named and os.path.exists(file) else ""
    return ""
