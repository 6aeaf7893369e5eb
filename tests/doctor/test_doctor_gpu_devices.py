"""What the driver says of its cards, through stand-ins for its two libraries."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from doctor_support import found

from tftutor.doctor import Options, Report, diagnose
from tftutor.doctor.areas import gpu_devices
from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.doctor.nvidia import Driver
from tftutor.doctor.system import System

DRIVER = Driver(
    cards=("0000:00:1e.0",), kernel="550.54.14", models=("NVIDIA Stub",), cuda="", nvml="", container=False,
    wsl=False, nodes=(),
)  # fmt: skip


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("gcc"):
        pytest.skip("no gcc")
    folder = tmp_path_factory.mktemp("driver")
    for name in ("nvml", "cuda"):
        source = Path(__file__).parent / "stubs" / f"{name}.c"
        subprocess.run(
            ["gcc", "-shared", "-fPIC", str(source), "-o", str(folder / f"{name}.so")], check=True, timeout=60
        )
    return folder


def examine(libraries: Path, said: Mapping[str, str], *, container: bool = False) -> Report:
    environ = {"PATH": "/usr/bin:/bin", **said}
    driver = replace(DRIVER, container=container)

    def look(context: Context) -> ProbeReport:
        answer = gpu_devices.ask(str(libraries / "nvml.so"), str(libraries / "cuda.so"), environ)
        return gpu_devices.judged(answer, context, driver)

    return diagnose(
        Options(areas=("gpu",)),
        System(environ=environ, cwd=None),
        (DiagnosticProbe("the cards themselves", "gpu", look),),
    )


def test_a_card_in_order_is_described(libraries: Path) -> None:
    report = examine(libraries, {})
    assert report.roots == ()
    assert report.areas[0].details == ("NVIDIA Stub: compute capability 8.0, 14.6 of 16.0 GB free",)


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ({"STUB_NVML": "18"}, "gpu-driver-mismatch"),
        ({"STUB_NVML": "4"}, "gpu-device-permissions"),
        ({"STUB_NVML": "9"}, "gpu-module-not-loaded"),
        ({"STUB_NVML": "15"}, "gpu-nvml-fails"),
        ({"STUB_NVML": "999"}, "gpu-nvml-fails"),
        ({"STUB_CRASH": "1"}, "gpu-nvml-fails"),
        ({"STUB_CUDA": "802"}, "gpu-not-ready"),
        ({"STUB_CUDA": "803"}, "gpu-driver-mismatch"),
        ({"STUB_CUDA": "804"}, "gpu-cuda-fails"),
        ({"STUB_CUDA": "999"}, "gpu-unknown-error"),
        ({"STUB_CUDA": "3"}, "gpu-cuda-fails"),
        ({"STUB_MAJOR": "5", "STUB_MINOR": "2"}, "gpu-too-old"),
        ({"STUB_MAJOR": "12"}, "gpu-too-new"),
        ({"STUB_MIG": "1"}, "gpu-divided-without-parts"),
        ({"STUB_FREE_MB": "300"}, "gpu-memory-taken"),
        ({"STUB_MODE": "2"}, "gpu-exclusive"),
        ({"STUB_MODE": "3", "STUB_PID": "1"}, "gpu-exclusive"),
    ],
)
def test_what_the_driver_says_is_named(libraries: Path, said: Mapping[str, str], cause: str) -> None:
    assert found(examine(libraries, said)) == [cause]


@pytest.mark.parametrize(
    ("said", "cause"),
    [({"STUB_MIG": "1", "STUB_PARTS": "2"}, "gpu-divided"), ({"STUB_PERSISTENCE": "0"}, "gpu-persistence")],
)
def test_what_is_only_good_to_know(libraries: Path, said: Mapping[str, str], cause: str) -> None:
    report = examine(libraries, said)
    assert found(report) == []
    assert [root.id for root in report.roots] == [cause]


@pytest.mark.parametrize(
    "said", [{"STUB_MAJOR": "6"}, {"STUB_MAJOR": "9"}, {"STUB_MODE": "3"}, {"STUB_MIG": "0"}]
)
def test_what_is_no_fault(libraries: Path, said: Mapping[str, str]) -> None:
    assert examine(libraries, said).roots == ()


def test_an_unknown_error_in_a_container_is_the_containers(libraries: Path) -> None:
    assert found(examine(libraries, {"STUB_NVML": "999"}, container=True)) == ["gpu-lost-in-container"]


@pytest.mark.parametrize(("code", "cause"), [("34", "gpu-stub-libraries"), ("804", "gpu-compat-libraries")])
def test_a_driver_for_others_that_ld_library_path_leads_to(
    libraries: Path, tmp_path: Path, code: str, cause: str
) -> None:
    shutil.copy(libraries / "cuda.so", tmp_path / "libcuda.so.1")
    report = examine(libraries, {"STUB_CUDA": code, "LD_LIBRARY_PATH": f"/opt/good:{tmp_path}"})
    assert found(report) == [cause]
    assert report.roots[0].remedies[0].commands == ("export LD_LIBRARY_PATH=/opt/good",)


def test_missing_libraries_do_not_hide_what_the_driver_says(libraries: Path) -> None:
    """Two faults: the driver's is first, since without it libraries are of no use."""

    def look(context: Context) -> ProbeReport:
        answer = gpu_devices.ask(str(libraries / "nvml.so"), str(libraries / "cuda.so"), {"STUB_CUDA": "999"})
        missing = Detection("gpu-cuda-packages-missing", "not found: libcudart.so.12", {"version": "2.21.0"})
        return ProbeReport(detections=(missing, *gpu_devices.judged(answer, context, DRIVER).detections))

    report = diagnose(
        Options(areas=("gpu",)), System(environ={}, cwd=None), (DiagnosticProbe("both", "gpu", look),)
    )
    assert found(report) == ["gpu-unknown-error", "gpu-cuda-packages-missing"]


def test_who_holds_the_memory_is_named(libraries: Path) -> None:
    report = examine(libraries, {"STUB_FREE_MB": "300", "STUB_PID": str(os.getpid())})
    assert f"process {os.getpid()} (" in report.roots[0].evidence
    assert report.roots[0].remedies[0].commands == (f"kill {os.getpid()}",)


def test_a_driver_that_hangs_is_reported(libraries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu_devices, "_SECONDS", 1.0)
    report = examine(libraries, {"STUB_HANG": "1"})
    assert found(report) == ["gpu-nvml-fails"]
    assert "did not answer within 1 s" in report.roots[0].evidence
