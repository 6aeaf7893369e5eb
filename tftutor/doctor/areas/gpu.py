"""From the card to TensorFlow: where the chain breaks first. What a CPU-only machine lacks is no fault."""

from __future__ import annotations

import os
import re
import shlex

from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.elf import search_path
from tftutor.doctor.installed import Distribution, installed
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.doctor.nvidia import Driver, driver, find_library, library_folders
from tftutor.doctor.tensorflow_packages import OLDEST_CUDNN, OLDEST_DRIVER, tensorflow
from tftutor.doctor.versions import version_or_none

# What TensorFlow 2.18 to 2.21 loads when it looks for GPUs, besides the driver's own libraries.
_WANTED = (
    "libcudart.so.12", "libcublas.so.12", "libcublasLt.so.12", "libcufft.so.11", "libcusolver.so.11",
    "libcusparse.so.12", "libcudnn.so.9",
)  # fmt: skip


def look(context: Context) -> ProbeReport:
    """The first link that is broken, and only that."""
    found = context.fact(driver)
    if not found.cards:
        return ProbeReport("none here; everything runs on the CPU")
    name = found.models[0] if found.models else f"a card at {found.cards[0]}"
    details = (
        f"driver: kernel module {found.kernel or 'not loaded'}, libraries {found.user_version or 'unknown'}",
        f"libcuda.so.1: {found.cuda or 'not found'}",
        f"libnvidia-ml.so.1: {found.nvml or 'not found'}",
    )
    seen = broken_link(context, found) or _tensorflow(context)
    return ProbeReport(name, details, (*seen, *_divided(context), *_hidden(context)))


def broken_link(context: Context, found: Driver) -> tuple[Detection, ...]:
    """What is wrong between the card and the driver's libraries, as far as files show it."""
    return _module(context, found) or _reachable(context, found) or _libraries(context, found)


def _module(context: Context, found: Driver) -> tuple[Detection, ...]:
    """Is the kernel's part of the driver there?"""
    system = context.system
    if found.wsl:
        if found.cuda and "/wsl/" not in found.cuda:
            return (Detection("gpu-wsl-driver", f"libcuda.so.1 is {found.cuda}"),)
        return ()
    if found.container and not found.nodes:
        return (Detection("gpu-not-in-container", "this is a container without /dev/nvidiactl"),)
    if found.is_loaded:
        return ()
    if system.exists("/sys/module/nouveau"):
        return (Detection("gpu-nouveau", "/sys/module/nouveau is there, /sys/module/nvidia is not"),)
    release = _kernel_release(context)
    if _built_for(context, release):
        if _secure_boot(context):
            return (Detection("gpu-secure-boot", f"a module for {release} is there, but it is not loaded"),)
        return (Detection("gpu-module-not-loaded", f"a module for {release} is there, but it is not loaded"),)
    if found.cuda or found.nvml:
        return (Detection("gpu-module-not-built", f"no nvidia module under /lib/modules/{release}"),)
    return (Detection("gpu-no-driver", f"a card at {found.cards[0]}, no driver for it"),)


def _kernel_release(context: Context) -> str:
    text = context.system.text("/proc/sys/kernel/osrelease", 200).strip()
    if text:
        return text
    return (
        os.uname().release if context.system.is_live else next(iter(context.system.names("/lib/modules")), "")
    )


def _built_for(context: Context, release: str) -> bool:
    system = context.system
    root = f"/lib/modules/{release}"
    folders = ("updates/dkms", "kernel/nvidia", "extra", "kernel/drivers/video", "updates", "misc")
    names = (name for folder in folders for name in system.names(f"{root}/{folder}"))
    listed = "/nvidia.ko" in system.text(f"{root}/modules.dep") if release else False
    return listed or any(name.startswith("nvidia.ko") for name in names)


def _secure_boot(context: Context) -> bool:
    folder = "/sys/firmware/efi/efivars"
    for name in context.system.names(folder):
        if name.startswith("SecureBoot-"):
            return context.system.text(f"{folder}/{name}", 16).endswith("\x01")
    return False


def _reachable(context: Context, found: Driver) -> tuple[Detection, ...]:
    """Do the two halves of the driver go together, and may this user open the card?"""
    if found.kernel and found.user_version and found.kernel != found.user_version:
        evidence = f"kernel module {found.kernel}, libraries {found.user_version}"
        return (Detection("gpu-driver-mismatch", evidence),)
    if context.system.is_live:
        closed = [node for node in found.nodes if not os.access(node, os.R_OK | os.W_OK)]
        if closed:
            return (Detection("gpu-device-permissions", f"you may not open {', '.join(closed)}"),)
    helper = any(
        context.system.exists(f"{folder}/nvidia-modprobe") for folder in ("/usr/bin", "/bin", "/sbin")
    )
    if found.nodes and "/dev/nvidia-uvm" not in found.nodes and not helper:
        return (Detection("gpu-uvm-missing", "there is neither /dev/nvidia-uvm nor nvidia-modprobe"),)
    return ()


def _libraries(context: Context, found: Driver) -> tuple[Detection, ...]:
    """The driver's libraries: there, the real ones, and new enough."""
    folders = library_folders(context.system)
    stubs = [folder for folder in folders if folder.rstrip("/").endswith("/stubs")]
    compat = [folder for folder in folders if re.search(r"/cuda[^/]*/compat/?$", folder)]
    for kind, bad in (("gpu-stub-libraries", stubs), ("gpu-compat-libraries", compat)):
        if bad and any(context.system.exists(f"{folder}/libcuda.so.1") for folder in bad):
            return (Detection(kind, f"LD_LIBRARY_PATH has {bad[0]}", {"path": without(folders, bad)}),)
    if not found.cuda:
        return (Detection("gpu-no-driver", "the loader finds no libcuda.so.1"),)
    if not found.nvml:
        return (Detection("gpu-nvml-missing", "the loader finds no libnvidia-ml.so.1"),)
    version = version_or_none(found.kernel)
    if version and version < OLDEST_DRIVER:
        return (Detection("gpu-driver-too-old", f"driver {version}; CUDA 12 needs {OLDEST_DRIVER} or later"),)
    return ()


def without(folders: list[str], bad: list[str]) -> str:
    """What LD_LIBRARY_PATH should be, quoted for a shell."""
    return shlex.quote(":".join(folder for folder in folders if folder not in bad))


def _tensorflow(context: Context) -> tuple[Detection, ...]:
    """Was this TensorFlow built for CUDA, and does it find its libraries as its own loader would?"""
    tf = tensorflow(context)
    if tf is None or tf.version is None:
        return ()
    root = f"{tf.folder}/tensorflow"
    told = context.system.text(f"{root}/python/platform/build_info.py", 100_000)
    if tf.name.endswith("-cpu") or re.search(r"is_cuda_build[\"']?\s*[:=,]\s*False", told):
        return (
            Detection("gpu-tensorflow-without-cuda", f"{tf.name} {tf.version} was built for the CPU only"),
        )
    if not (2, 18) <= tf.minor <= (2, 21):
        return ()
    try:
        library = context.system.path(f"{root}/libtensorflow_framework.so.2")
        own = tuple(_inside(context, part) for part in search_path(library))
    except (OSError, ValueError):
        return ()
    places = {name: find_library(context.system, name, own) for name in _WANTED}
    missing = [name for name, place in places.items() if not place]
    values = {"version": str(tf.version), "site": shlex.quote(tf.folder)}
    if missing == ["libcusolver.so.11"] and context.system.exists(
        f"{tf.folder}/nvidia/cusolver/lib/{missing[0]}"
    ):
        return (
            Detection(
                "gpu-cusolver-not-found",
                f"{tf.name} {tf.version} does not look in nvidia/cusolver/lib",
                values,
            ),
        )
    if missing:
        return (Detection("gpu-cuda-packages-missing", f"not found: {', '.join(missing)}", values),)
    return _taken_over(context, own, places) or _parts_of_cuda(context, tf)


def _parts_of_cuda(context: Context, tf: Distribution) -> tuple[Detection, ...]:
    """NVIDIA's packages next to TensorFlow: whole, new enough, and with the compiler."""
    packages = context.fact(installed)
    cudnn = packages.version("nvidia-cudnn-cu12")
    if cudnn and (cudnn.minor < OLDEST_CUDNN or cudnn.minor[0] != OLDEST_CUDNN[0]):
        evidence = f"nvidia-cudnn-cu12 {cudnn} with {tf.name} {tf.version_text}"
        return (Detection("gpu-cudnn-too-old", evidence, {"wanted": "'nvidia-cudnn-cu12>=9.3,<10'"}),)
    compiler = f"{tf.folder}/nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc"
    if packages.get("nvidia-cuda-runtime-cu12") and not context.system.exists(compiler):
        return (Detection("gpu-compiler-missing", f"there is no {compiler}"),)
    return ()


def _divided(context: Context) -> tuple[Detection, ...]:
    """Parts of cards (MIG): the driver shows a folder for each. A running driver is asked itself."""
    if context.system.is_live:
        return ()
    root = "/proc/driver/nvidia/capabilities"
    seen = []
    for card in context.system.names(root):
        parts = [name for name in context.system.names(f"{root}/{card}/mig") if name.startswith("gi")]
        if parts:
            seen.append(Detection("gpu-divided", f"{card}: MIG is on, with {len(parts)} parts"))
    return tuple(seen)


def look_at_packages(context: Context) -> ProbeReport:
    """NVIDIA's packages of which files are gone, with or without a card here."""
    seen = []
    for one in context.fact(installed).everything:
        missing = one.missing_files(limit=2) if one.name.startswith("nvidia-") else []
        if missing:
            evidence = f"{one.name} {one.version_text} lacks {', '.join(missing)}"
            wanted = shlex.quote(f"{one.name}=={one.version_text}")
            seen.append(Detection("gpu-package-incomplete", evidence, {"wanted": wanted}))
    return ProbeReport(detections=tuple(seen))


def _inside(context: Context, folder: str) -> str:
    root = str(context.system.root)
    flat = os.path.normpath(folder)
    return flat if context.system.is_live else "/" + flat.removeprefix(root).lstrip("/")


def _taken_over(context: Context, own: tuple[str, ...], places: dict[str, str]) -> tuple[Detection, ...]:
    """LD_LIBRARY_PATH goes before a library's own RUNPATH."""
    for folder in library_folders(context.system):
        for name, place in places.items():
            wheels = any(context.system.exists(f"{part}/{name}") for part in own)
            if wheels and context.system.exists(f"{folder}/{name}") and folder not in own:
                evidence = f"{name} is taken from {place}, by LD_LIBRARY_PATH"
                return (
                    Detection(
                        "gpu-library-path",
                        evidence,
                        {"path": without(library_folders(context.system), [folder])},
                    ),
                )
    return ()


def _hidden(context: Context) -> tuple[Detection, ...]:
    environ = context.system.environ
    chosen = environ.get("CUDA_VISIBLE_DEVICES")
    if chosen is None or (chosen.strip() and not chosen.strip().startswith("-")):
        return ()
    return (Detection("gpu-hidden", f"CUDA_VISIBLE_DEVICES={chosen!r}"),)


PROBES = (
    DiagnosticProbe("NVIDIA", "gpu", look),
    DiagnosticProbe("NVIDIA's packages", "gpu", look_at_packages),
)
