"""NVIDIA's hardware and driver as the files of this machine describe them. Nothing is loaded."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from tftutor.doctor.context import Context
from tftutor.doctor.system import System

_NVIDIA = "0x10de"
_DISPLAY_CLASS = "0x03"
_LIBRARY_FOLDERS = (
    "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64",
    "/usr/lib", "/usr/local/nvidia/lib64", "/usr/lib/wsl/lib",
)  # fmt: skip


@dataclass(frozen=True)
class Driver:
    """Versions are "" where they are not known.

    cards     PCI addresses of NVIDIA's graphics processors, or how else we know of one
    kernel    version of the loaded kernel module
    models    names of the cards, as the driver tells them
    cuda      where the loader finds libcuda.so.1; nvml: libnvidia-ml.so.1
    """

    cards: tuple[str, ...]
    kernel: str
    models: tuple[str, ...]
    cuda: str
    nvml: str
    container: bool
    wsl: bool
    nodes: tuple[str, ...]

    @property
    def is_loaded(self) -> bool:
        return bool(self.kernel)

    @property
    def user_version(self) -> str:
        """The version of the driver's libraries, which their file names end in."""
        for library in (self.nvml, self.cuda):
            found = re.search(r"\.so\.(\d+(?:\.\d+)+)$", library)
            if found:
                return found[1]
        return ""


def driver(context: Context) -> Driver:
    """What there is of NVIDIA's."""
    system = context.system
    kernel = system.text("/sys/module/nvidia/version", 100).strip()
    told = system.text("/proc/driver/nvidia/version", 4096)
    if not kernel and (found := re.search(r"\s(\d{3}\.\d+(?:\.\d+)?)\s", told)):
        kernel = found[1]
    wsl = "microsoft" in system.text("/proc/version", 1000).lower()
    nodes = tuple(
        f"/dev/{name}" for name in system.names("/dev") if re.fullmatch(r"nvidia(ctl|-uvm|\d+)", name)
    )
    cards = _cards(system)
    if not cards and wsl and system.exists("/dev/dxg"):
        cards = ("/dev/dxg",) if system.exists("/usr/lib/wsl/lib/libcuda.so.1") else ()
    if not cards and kernel:
        cards = tuple(system.names("/proc/driver/nvidia/gpus")) or tuple(n for n in nodes if n[-1].isdigit())
    return Driver(
        cards=cards,
        kernel=kernel,
        models=_models(system),
        cuda=find_library(system, "libcuda.so.1"),
        nvml=find_library(system, "libnvidia-ml.so.1"),
        container=system.exists("/.dockerenv") or system.exists("/run/.containerenv"),
        wsl=wsl,
        nodes=nodes,
    )


def _cards(system: System) -> tuple[str, ...]:
    folder = "/sys/bus/pci/devices"
    return tuple(
        name
        for name in system.names(folder)
        if system.text(f"{folder}/{name}/vendor", 20).strip().lower() == _NVIDIA
        and system.text(f"{folder}/{name}/class", 20).strip().lower().startswith(_DISPLAY_CLASS)
    )


def _models(system: System) -> tuple[str, ...]:
    folder = "/proc/driver/nvidia/gpus"
    texts = (system.text(f"{folder}/{name}/information", 4096) for name in system.names(folder))
    return tuple(found[1].strip() for text in texts if (found := re.search(r"^Model:\s*(.+)$", text, re.M)))


def library_folders(system: System) -> list[str]:
    """LD_LIBRARY_PATH, as the loader reads it."""
    return [folder for folder in system.variable("LD_LIBRARY_PATH").split(":") if folder]


def find_library(system: System, name: str, first: tuple[str, ...] = ()) -> str:
    """The file that the loader takes for ``name``, links followed: LD_LIBRARY_PATH, then ``first`` (a
    library's own RUNPATH), then the loader's cache, then the usual folders. "" for none."""
    cached = _cached(system, name)
    candidates = [f"{folder}/{name}" for folder in (*library_folders(system), *first)]
    for candidate in [*candidates, *cached, *(f"{folder}/{name}" for folder in _LIBRARY_FOLDERS)]:
        if system.exists(candidate):
            path = system.path(candidate)
            return os.path.realpath(path) if system.is_live else system.inside(path)
    return ""


def _cached(system: System, name: str) -> list[str]:
    """Paths in /etc/ld.so.cache, whose strings lie there one after the other, each ended by a zero."""
    path: Path = system.path("/etc/ld.so.cache")
    try:
        data = path.read_bytes()[: 16 << 20]
    except OSError:
        return []
    found = re.findall(rb"(?<=\0)(/[^\0]{1,400}/" + re.escape(name.encode()) + rb")(?=\0)", data)
    return [os.fsdecode(one) for one in found]
