"""Machines that are not here, as file trees: processors, memory, NVIDIA's cards and drivers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from doctor_support import found

from tftutor.doctor import Options, Report, diagnose
from tftutor.doctor.system import System

CARD = {
    "sys/bus/pci/devices/0000:00:1e.0/vendor": "0x10de\n",
    "sys/bus/pci/devices/0000:00:1e.0/class": "0x030200\n",
    "proc/sys/kernel/osrelease": "6.8.0-45-generic\n",
}
LIBRARIES = {
    "usr/lib/x86_64-linux-gnu/libcuda.so.1": "",
    "usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1 -> libnvidia-ml.so.550.54.14": "",
    "usr/lib/x86_64-linux-gnu/libnvidia-ml.so.550.54.14": "",
}
DRIVER = {
    "sys/module/nvidia/version": "550.54.14\n",
    "dev/nvidiactl": "",
    "dev/nvidia0": "",
    "usr/bin/nvidia-modprobe": "",
    "proc/driver/nvidia/gpus/0000:00:1e.0/information": "Model: \t\t NVIDIA L4\nIRQ:  10\n",
    **LIBRARIES,
}
SITE = "venv/lib/python3.11/site-packages"
TENSORFLOW = {
    "venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.11.2\n",
    "venv/bin/python": "#!",
    f"{SITE}/tensorflow-2.21.0.dist-info/METADATA": "Name: tensorflow\nVersion: 2.21.0\n",
    f"{SITE}/tensorflow/python/platform/build_info.py": "build_info = {'is_cuda_build': True}\n",
}


def tree(folder: Path, files: Mapping[str, str]) -> Path:
    """Files by name; `name -> target` is a link."""
    for name, text in files.items():
        link, _, target = name.partition(" -> ")
        path = folder / link
        path.parent.mkdir(parents=True, exist_ok=True)
        if target:
            path.symlink_to(target)
        else:
            path.write_text(text)
            path.chmod(0o755)
    return folder


def examine(folder: Path, *areas: str, environ: Mapping[str, str] | None = None) -> Report:
    system = System(root=folder, environ=dict(environ or {}), cwd=None)
    return diagnose(Options(python="/venv/bin/python", areas=areas, sysroot=folder), system)


def test_a_machine_without_a_gpu_is_all_green(tmp_path: Path) -> None:
    report = examine(tree(tmp_path, {"proc/version": "Linux version 6.8.0\n"}), "gpu")
    assert report.roots == ()
    assert "CPU" in report.areas[0].summary


def test_another_makers_card_is_none(tmp_path: Path) -> None:
    files = {name: text.replace("0x10de", "0x1002") for name, text in CARD.items()}
    assert examine(tree(tmp_path, files), "gpu").roots == ()


def test_a_card_with_its_driver_is_named(tmp_path: Path) -> None:
    report = examine(tree(tmp_path, {**CARD, **DRIVER}), "gpu")
    assert report.roots == ()
    assert report.areas[0].summary == "NVIDIA L4"


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({}, "gpu-no-driver"),
        ({"sys/module/nouveau/initstate": "live"}, "gpu-nouveau"),
        ({".dockerenv": ""}, "gpu-not-in-container"),
        (LIBRARIES, "gpu-module-not-built"),
        ({"lib/modules/6.8.0-45-generic/updates/dkms/nvidia.ko.zst": ""}, "gpu-module-not-loaded"),
        (
            {
                "lib/modules/6.8.0-45-generic/updates/dkms/nvidia.ko.zst": "",
                "sys/firmware/efi/efivars/SecureBoot-8be4df61": "\x06\x00\x00\x00\x01",
            },
            "gpu-secure-boot",
        ),
        ({**DRIVER, "sys/module/nvidia/version": "535.1.1\n"}, "gpu-driver-mismatch"),
        (
            {
                "sys/module/nvidia/version": "470.82.01\n",
                "usr/lib64/libcuda.so.1": "",
                "usr/lib64/libnvidia-ml.so.1": "",
            },
            "gpu-driver-too-old",
        ),
        ({"sys/module/nvidia/version": "550.54.14", "usr/lib64/libcuda.so.1": ""}, "gpu-nvml-missing"),
        (
            {
                "proc/version": "Linux version 5.15 (Microsoft@Microsoft.com) WSL2",
                "dev/dxg": "",
                "usr/lib/x86_64-linux-gnu/libcuda.so.1": "",
            },
            "gpu-wsl-driver",
        ),
    ],
)
def test_the_first_broken_link_is_the_only_one_named(
    tmp_path: Path, more: Mapping[str, str], cause: str
) -> None:
    assert found(examine(tree(tmp_path, {**CARD, **more}), "gpu")) == [cause]


def test_a_card_that_a_cpu_only_tensorflow_cannot_use(tmp_path: Path) -> None:
    built = {f"{SITE}/tensorflow/python/platform/build_info.py": "build_info = {'is_cuda_build': False}\n"}
    report = examine(tree(tmp_path, {**CARD, **DRIVER, **TENSORFLOW, **built}), "gpu")
    assert found(report) == ["gpu-tensorflow-without-cuda"]


@pytest.mark.parametrize("value", ["", "-1"])
def test_every_card_may_be_hidden(tmp_path: Path, value: str) -> None:
    folder = tree(tmp_path, {**CARD, **DRIVER})
    assert found(examine(folder, "gpu", environ={"CUDA_VISIBLE_DEVICES": value})) == ["gpu-hidden"]
    assert found(examine(folder, "gpu", environ={"CUDA_VISIBLE_DEVICES": "0"})) == []


@pytest.mark.parametrize(
    ("name", "cause"), [("stubs", "gpu-stub-libraries"), ("compat", "gpu-compat-libraries")]
)
def test_folders_that_come_before_the_driver(tmp_path: Path, name: str, cause: str) -> None:
    folder = "/usr/local/cuda/lib64/stubs" if name == "stubs" else "/usr/local/cuda-12.4/compat"
    files = {**CARD, **DRIVER, f"{folder[1:]}/libcuda.so.1": ""}
    report = examine(tree(tmp_path, files), "gpu", environ={"LD_LIBRARY_PATH": f"/opt/keep:{folder}"})
    assert found(report) == [cause]
    assert report.roots[0].remedies[0].commands == ("export LD_LIBRARY_PATH=/opt/keep",)


NVIDIA = {
    "cuda_runtime": "libcudart.so.12", "cublas": "libcublas.so.12", "cufft": "libcufft.so.11",
    "cusparse": "libcusparse.so.12", "cudnn": "libcudnn.so.9", "cusolver": "libcusolver.so.11",
}  # fmt: skip


def framework(folder: Path, searched: tuple[str, ...]) -> None:
    """A library with TensorFlow's kind of RUNPATH, made by the real linker."""
    if not shutil.which("gcc"):
        pytest.skip("no gcc")
    path = ":".join(f"$ORIGIN/../nvidia/{name}/lib" for name in searched)
    library = folder / SITE / "tensorflow" / "libtensorflow_framework.so.2"
    command = ["gcc", "-shared", "-nostdlib", "-x", "c", "/dev/null", "-o", str(library)]
    subprocess.run(
        [*command, "-Wl,--enable-new-dtags", f"-Wl,-rpath,{path}"],
        check=True,
        timeout=60,
        capture_output=True,
    )


def wheels(*names: str) -> dict[str, str]:
    files = {f"{SITE}/nvidia/{name}/lib/{NVIDIA[name]}": "" for name in names}
    return files | ({f"{SITE}/nvidia/cublas/lib/libcublasLt.so.12": ""} if "cublas" in names else {})


def test_libraries_are_looked_for_as_tensorflows_own_loader_does(tmp_path: Path) -> None:
    folder = tree(tmp_path, {**CARD, **DRIVER, **TENSORFLOW})
    framework(folder, tuple(name for name in NVIDIA if name != "cusolver"))
    assert found(examine(folder, "gpu")) == ["gpu-cuda-packages-missing"]
    tree(tmp_path, wheels(*NVIDIA))
    report = examine(folder, "gpu")
    assert found(report) == ["gpu-cusolver-not-found"]
    # the remedy, done by hand since its path is the one inside the tree
    link = folder / SITE / "nvidia/cublas/lib/libcusolver.so.11"
    assert report.roots[0].remedies[0].commands == (
        f"ln -sf ../../cusolver/lib/libcusolver.so.11 /{SITE}/nvidia/cublas/lib/",
    )
    link.symlink_to("../../cusolver/lib/libcusolver.so.11")
    assert found(examine(folder, "gpu")) == []


CUDA = {
    f"{SITE}/nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc": "",
    f"{SITE}/nvidia_cuda_runtime_cu12-12.9.79.dist-info/METADATA": "Version: 12.9.79\n",
    f"{SITE}/nvidia_cudnn_cu12-9.28.0.42.dist-info/METADATA": "Version: 9.28.0.42\n",
}


def test_parts_of_cuda_next_to_tensorflow(tmp_path: Path) -> None:
    folder = tree(tmp_path, {**CARD, **DRIVER, **TENSORFLOW, **wheels(*NVIDIA), **CUDA})
    framework(folder, tuple(NVIDIA))
    assert found(examine(folder, "gpu")) == []
    (folder / SITE / "nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc").unlink()
    assert found(examine(folder, "gpu")) == ["gpu-compiler-missing"]
    (folder / SITE / "nvidia_cudnn_cu12-9.28.0.42.dist-info").rename(
        folder / SITE / "nvidia_cudnn_cu12-9.1.0.70.dist-info"
    )
    report = examine(folder, "gpu")
    assert found(report) == ["gpu-cudnn-too-old"]
    assert report.roots[0].remedies[0].commands[0].endswith("-m pip install 'nvidia-cudnn-cu12>=9.3,<10'")


def test_a_card_divided_into_parts(tmp_path: Path) -> None:
    parts = "proc/driver/nvidia/capabilities/gpu0/mig"
    folder = tree(tmp_path, {**CARD, **DRIVER, f"{parts}/config": "", f"{parts}/gi1/access": ""})
    report = examine(folder, "gpu")
    assert found(report) == []
    assert [root.id for root in report.roots] == ["gpu-divided"]


def test_a_module_of_the_driver_that_nothing_loads(tmp_path: Path) -> None:
    files = {name: text for name, text in DRIVER.items() if "modprobe" not in name}
    assert found(examine(tree(tmp_path / "a", {**CARD, **files}), "gpu")) == ["gpu-uvm-missing"]
    assert found(examine(tree(tmp_path / "b", {**CARD, **files, "dev/nvidia-uvm": ""}), "gpu")) == []


def test_a_package_of_nvidias_that_lost_files(tmp_path: Path) -> None:
    info = f"{SITE}/nvidia_cudnn_cu12-9.28.0.42.dist-info"
    files = {**TENSORFLOW, f"{info}/METADATA": "Version: 9.28.0.42\n"}
    files[f"{info}/RECORD"] = "nvidia/cudnn/lib/libcudnn.so.9,,\n"
    folder = tree(tmp_path, files)
    assert found(examine(folder, "gpu")) == ["gpu-package-incomplete"]
    tree(tmp_path, {f"{SITE}/nvidia/cudnn/lib/libcudnn.so.9": ""})
    assert found(examine(folder, "gpu")) == []


def test_ld_library_path_wins_over_tensorflows_own(tmp_path: Path) -> None:
    folder = tree(tmp_path, {**CARD, **DRIVER, **TENSORFLOW, **wheels(*NVIDIA), "opt/old/libcudnn.so.9": ""})
    framework(folder, tuple(NVIDIA))
    assert found(examine(folder, "gpu")) == []
    report = examine(folder, "gpu", environ={"LD_LIBRARY_PATH": "/opt/old"})
    assert found(report) == ["gpu-library-path"]
    assert "/opt/old/libcudnn.so.9" in report.roots[0].evidence


def test_a_processor_without_avx(tmp_path: Path) -> None:
    text = "processor\t: 0\nmodel name\t: QEMU Virtual CPU version 2.5+\nflags\t\t: fpu sse sse2\n"
    report = examine(tree(tmp_path, {"proc/cpuinfo": text}), "machine")
    assert found(report) == ["processor-without-avx"]
    assert "QEMU" in report.roots[0].evidence
    with_avx = tree(tmp_path / "b", {"proc/cpuinfo": text.replace("sse2", "sse2 avx")})
    assert found(examine(with_avx, "machine")) == []


@pytest.mark.parametrize(
    ("files", "enough"),
    [
        ({"proc/meminfo": "MemTotal: 16000000 kB\nMemAvailable: 9000000 kB\n"}, True),
        ({"proc/meminfo": "MemTotal: 16000000 kB\nMemAvailable: 900000 kB\n"}, False),
        (
            {
                "proc/meminfo": "MemTotal: 16000000 kB\nMemAvailable: 9000000 kB\n",
                "proc/1/cgroup": "0::/box/inner\n",
                "sys/fs/cgroup/box/memory.max": "1000000000\n",
                "sys/fs/cgroup/box/inner/memory.max": "max\n",
            },
            False,
        ),
    ],
)
def test_memory_as_the_machine_and_its_control_group_allow(
    tmp_path: Path, files: Mapping[str, str], enough: bool
) -> None:
    assert (found(examine(tree(tmp_path, files), "machine")) == []) is enough


def test_variables_of_this_shell_say_nothing_of_another_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_CERT", "/nowhere/ca.pem")
    monkeypatch.setenv("TFTUTOR_PYTHON", "/nowhere/bin/python")
    report = diagnose(Options(sysroot=tmp_path, areas=("python", "machine")))
    assert "certificates-missing" not in found(report)
    assert "/nowhere" not in report.python


def test_links_in_a_tree_stay_in_the_tree(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {"etc/alternatives/name -> /data/file": "", "data/file": "inside", "a -> b": "", "b -> a": ""},
    )
    system = System(root=tmp_path, environ={}, cwd=None)
    assert system.text("/etc/alternatives/name") == "inside"
    assert system.text("/../../../etc/passwd") == ""
    assert system.text("/a") == ""
