"""What the doctor names is what the real TensorFlow then stumbles over, with stand-ins for NVIDIA's driver.

Each state of a GPU machine is made in a mount namespace of its own: a card on the bus, the files of a loaded
driver, and two small libraries in the driver's place. TensorFlow 2.21.0 with all of NVIDIA's packages (6 GB)
is asked for its GPUs there, and the doctor for its verdict. Needs root, gcc, and the package index;
TFTUTOR_GPU_ENVIRONMENT may name an environment with tensorflow[and-cuda]==2.21.0, to save the installation.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from doctor_support import REPOSITORY, Environment, other_python, pip, reach_the_index

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]  # 6 GB are fetched first

STUBS = Path(__file__).parent / "stubs"
DRIVER = "550.54.14"
ASKS = """
import tensorflow as tf
print("GPUs:", len(tf.config.list_physical_devices("GPU")))
"""
COMPUTES = f"{ASKS}print(tf.reduce_sum(tf.ones([8])))\n"


@dataclass
class Machine:
    """A machine with a card. ``said`` is what the driver's stand-ins are told to answer."""

    env: Environment
    folder: Path

    def runs(self, *words: str, said: Mapping[str, str] | None = None, driver: str = DRIVER) -> str:
        libraries = self.folder / "libraries"
        environ = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LD_LIBRARY_PATH": str(libraries)}
        space = self.folder / "space"
        shutil.rmtree(space, ignore_errors=True)
        run = subprocess.run(
            ["unshare", "--mount", "bash", STUBS / "with_card.sh", space, driver, *words],
            env={**environ, "PYTHONDONTWRITEBYTECODE": "1", **(said or {})},
            cwd=REPOSITORY, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        return run.stdout + run.stderr

    def tensorflow(self, code: str, said: Mapping[str, str] | None = None, driver: str = DRIVER) -> str:
        return self.runs(str(self.env.python), "-c", code, said=said, driver=driver)

    def doctor(self, said: Mapping[str, str] | None = None, driver: str = DRIVER) -> list[dict[str, str]]:
        """Findings that are warnings or errors."""
        words = (sys.executable, "-m", "tftutor", "env-doctor", "--area", "gpu", "--json")
        told = self.runs(*words, "--python", str(self.env.python), said=said, driver=driver)
        return [one for one in json.loads(told)["findings"] if one["severity"] != "info"]

    def remedy(self, finding: dict[str, str]) -> None:
        for command in finding["remedies"][0]["commands"]:  # type: ignore[index]
            subprocess.run(command, shell=True, check=True, timeout=120)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    if os.geteuid() != 0 or subprocess.run(["unshare", "--mount", "true"], check=False).returncode:
        pytest.skip("mounts need root")
    if not shutil.which("gcc"):
        pytest.skip("no gcc")
    folder = tmp_path_factory.mktemp("gpu")
    ready = os.environ.get("TFTUTOR_GPU_ENVIRONMENT")
    if ready:
        env = Environment(Path(ready), {}, folder)
    else:
        env = Environment.of(folder / "env", other_python("3.11"))
        reach_the_index(env)
        pip(env, "tensorflow[and-cuda]==2.21.0", seconds=1000)
    made = Machine(env.copy(folder / "copy"), folder)
    libraries = made.env.folder / "lib" / "driver"  # where a sandbox may read, as it may in /usr/lib
    libraries.mkdir()
    (folder / "libraries").symlink_to(libraries)
    for name, source in (("libcuda.so.1", "cuda.c"), ("libnvidia-ml.so.1", "nvml.c")):
        words = ["gcc", "-shared", "-fPIC", f"-Wl,-soname,{name}", "-o", libraries / name, STUBS / source]
        subprocess.run(words, check=True, timeout=60)
    yield made
    subprocess.run(["rm", "-rf", str(folder)], check=False, timeout=300)


def test_what_tensorflow_2_21_misses_is_named_loaded_by_us_and_fixed(machine: Machine) -> None:
    """First of this file: those below need its mending."""
    said = machine.tensorflow(ASKS)
    assert "GPUs: 0" in said and "Cannot dlopen some GPU libraries" in said
    assert "Could not find cuda drivers" not in said
    assert machine.runs(sys.executable, "-c", _SANDBOX, str(machine.env.python)).endswith("1 GPU\n")
    [found] = machine.doctor()
    assert found["id"] == "gpu-cusolver-not-found"
    machine.remedy(found)
    assert "GPUs: 1" in machine.tensorflow(ASKS)
    assert machine.doctor() == []


_SANDBOX = """
import sys, tempfile
from pathlib import Path
from tftutor.runtime import Runtime
with tempfile.TemporaryDirectory() as folder, Runtime(Path(sys.argv[1]), scratch=Path(folder)) as runtime:
    print(len(runtime.facts().gpus), "GPU")
"""


@pytest.mark.parametrize(
    ("said", "cause", "words"),
    [
        ({"STUB_CUDA": "802"}, "gpu-not-ready", "CUDA_ERROR_SYSTEM_NOT_READY"),
        ({"STUB_CUDA": "803"}, "gpu-driver-mismatch", "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"),
        ({"STUB_CUDA": "804"}, "gpu-compat-libraries", "CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE"),
        ({"STUB_CUDA": "34"}, "gpu-stub-libraries", "CUDA_ERROR_STUB_LIBRARY"),
        ({"STUB_CUDA": "999"}, "gpu-unknown-error", "CUDA_ERROR_UNKNOWN"),
        ({"STUB_CUDA": "46"}, "gpu-cuda-fails", "CUDA_ERROR_DEVICE_UNAVAILABLE"),
        ({"STUB_CUDA": "100", "CUDA_VISIBLE_DEVICES": "-1"}, "gpu-hidden", "CUDA_ERROR_NO_DEVICE"),
    ],
)
def test_what_the_driver_answers(machine: Machine, said: dict[str, str], cause: str, words: str) -> None:
    heard = machine.tensorflow(ASKS, said)
    assert "GPUs: 0" in heard and words in heard
    found = machine.doctor(said)
    assert [one["id"] for one in found] == [cause]


@pytest.mark.parametrize(
    ("code", "cause"),
    [("9", "gpu-module-not-loaded"), ("18", "gpu-driver-mismatch"), ("999", None), ("15", "gpu-nvml-fails")],
)
def test_a_silent_tensorflow(machine: Machine, code: str, cause: str | None) -> None:
    """TensorFlow drops every GPU and says nothing of it; the doctor does."""
    heard = machine.tensorflow(ASKS, {"STUB_NVML": code})
    assert "GPUs: 0" in heard
    assert "dlopen" not in heard and "cuInit" not in heard
    lost = "gpu-lost-in-container" if Path("/.dockerenv").exists() else "gpu-nvml-fails"
    assert [one["id"] for one in machine.doctor({"STUB_NVML": code})] == [cause or lost]


def test_without_the_library_of_nvidia_smi(machine: Machine) -> None:
    library = machine.folder / "libraries" / "libnvidia-ml.so.1"
    library.rename(library.with_name("away"))
    try:
        assert "GPUs: 0" in machine.tensorflow(ASKS)
        assert [one["id"] for one in machine.doctor()] == ["gpu-nvml-missing"]
    finally:
        library.with_name("away").rename(library)


def test_without_the_drivers_libraries(machine: Machine) -> None:
    without = {"LD_LIBRARY_PATH": "/nowhere"}
    heard = machine.tensorflow(ASKS, without)
    assert "GPUs: 0" in heard and "failed call to cuInit" in heard
    assert [one["id"] for one in machine.doctor(without)] == ["gpu-no-driver"]


def test_a_driver_that_is_too_old_lists_its_card_and_fails(machine: Machine) -> None:
    said = {"STUB_CUDA_VERSION": "11040"}
    heard = machine.tensorflow(COMPUTES, said, driver="470.82.01")
    assert "GPUs: 1" in heard and "CUDA driver version is insufficient" in heard
    assert [one["id"] for one in machine.doctor(said, driver="470.82.01")] == ["gpu-driver-too-old"]


@pytest.mark.parametrize(("major", "cause"), [("12", "gpu-too-new"), ("5", "gpu-too-old")])
def test_cards_that_tensorflow_was_not_built_for(machine: Machine, major: str, cause: str) -> None:
    said = {"STUB_MAJOR": major}
    assert f"compute capability {major}.0" in machine.tensorflow(COMPUTES, said)
    assert [one["id"] for one in machine.doctor(said)] == [cause]


def test_another_cudnn_that_ld_library_path_puts_first(machine: Machine, tmp_path: Path) -> None:
    own = machine.env.site / "nvidia" / "cudnn" / "lib"
    for library in own.glob("*.so.9"):
        shutil.copy(library, tmp_path)
    said = {"LD_LIBRARY_PATH": f"{machine.folder / 'libraries'}:{tmp_path}"}
    heard = machine.tensorflow(f"{ASKS}print(open('/proc/self/maps').read())", said)
    assert f"{tmp_path}/libcudnn.so.9" in heard and f"{own}/libcudnn.so.9" not in heard
    [found] = machine.doctor(said)
    assert found["id"] == "gpu-library-path" and str(tmp_path) in str(found["evidence"])
    [command] = found["remedies"][0]["commands"]  # type: ignore[index]
    mended = {"LD_LIBRARY_PATH": command.removeprefix("export LD_LIBRARY_PATH=")}
    assert machine.doctor(mended) == []
    assert f"{own}/libcudnn.so.9" in machine.tensorflow(
        f"{ASKS}print(open('/proc/self/maps').read())", mended
    )
