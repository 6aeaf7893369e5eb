"""What is known of TensorFlow's versions, and which one is installed."""

from __future__ import annotations

from tftutor.doctor.context import Context
from tftutor.doctor.installed import Distribution, installed
from tftutor.doctor.versions import Version

# Distributions that own the folder `tensorflow`, the usual one first.
OWNERS = (
    "tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tf-nightly", "tf-nightly-cpu", "tf-nightly-gpu",
    "tensorflow-intel", "tensorflow-rocm", "tensorflow-macos", "tensorflow-cpu-aws", "intel-tensorflow",
)  # fmt: skip
# The course is written for these; what TensorFlow 2.21's wheels are built for.
RECOMMENDED = "tensorflow~=2.21.0"
RECOMMENDED_BOARD = "tensorboard~=2.21.0"
OLDEST = (2, 18)
OLDEST_PYTHON, NEWEST_PYTHON = (3, 10), (3, 13)
# What TensorFlow 2.18 to 2.21 needs for a GPU. Lessons quote it from lessons/facts/gpu.yaml.
CUDA = 12
OLDEST_DRIVER = Version("525.60.13")  # NVIDIA's minor-version compatibility for CUDA 12
OLDEST_CUDNN = (9, 3)  # what it was built with


def tensorflows(context: Context) -> list[Distribution]:
    """Every distribution that claims the folder `tensorflow`, those imported first."""
    packages = context.fact(installed)
    found = [one for name in OWNERS for one in packages.all(name)]
    return sorted(found, key=packages.everything.index)


def tensorflow(context: Context) -> Distribution | None:
    """The one that is imported; None without any."""
    found = tensorflows(context)
    return found[0] if found else None
