"""What lessons say TensorFlow needs for a GPU is what the doctor looks for."""

from __future__ import annotations

from tftutor.course.loader import default_folder
from tftutor.doctor import tensorflow_packages
from tftutor.yamlfile import read_yaml


def test_lessons_quote_the_doctors_own_figures() -> None:
    today = read_yaml(default_folder() / "facts" / "gpu.yaml").data["today"]
    assert today["driver"] == str(tensorflow_packages.OLDEST_DRIVER)
    assert today["cuda"] == str(tensorflow_packages.CUDA)
    assert today["cudnn"] == ".".join(map(str, tensorflow_packages.OLDEST_CUDNN))
    assert f"tensorflow~={today['tensorflow']}.0" == tensorflow_packages.RECOMMENDED
