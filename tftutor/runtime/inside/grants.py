"""Which files a sandbox may read, and which few it may write."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Sequence

from .landlock import DEVICE, READ, READ_DIR, READ_FILE, WRITE, WRITE_FILE, Grant

_SYSTEM = (
    "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/local/cuda", "/lib", "/lib64", "/opt/cuda",
    "/usr/share/zoneinfo", "/usr/share/locale", "/usr/share/mime", "/etc/ld.so.cache", "/etc/localtime",
    "/etc/timezone", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/mime.types", "/etc/os-release",
    "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/version", "/proc/filesystems",
    "/proc/sys/vm/overcommit_memory", "/proc/sys/kernel/osrelease",
    "/sys/devices/system/cpu", "/sys/devices/system/node",
)  # fmt: skip
# Not /dev/zero: what is mapped from it is shared memory that no limit of ours counts.
_DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
# Of the run's own entry in /proc: what it is and what it uses. Not its mounts, its view of the network, or
# the entries of its threads, which repeat both.
_OWN_ENTRY = (
    "auxv", "cmdline", "comm", "environ", "io", "limits", "maps", "oom_score", "oom_score_adj", "sched",
    "schedstat", "smaps", "smaps_rollup", "stat", "statm", "status", "wchan",
)  # fmt: skip
_GPU_READ = (
    "/proc/driver/nvidia", "/proc/driver/nvidia-uvm", "/proc/devices", "/proc/modules", "/sys/bus/pci",
    "/sys/devices", "/sys/module/nvidia", "/sys/class/drm", "/etc/nvidia",
)  # fmt: skip
_NVIDIA, _WSL = "/dev/nvidiactl", "/dev/dxg"  # under WSL 2 there is one device for all GPUs
# `lib` has the driver's libraries, `drivers` what they load: Windows lends both.
_WSL_LIBRARIES = "/usr/lib/wsl"
_TUTOR = "tftutor"  # whatever begins with this in a folder of packages is kept from the learner's code


def gpu_is_here() -> bool:
    """Whether there is a driver's device that a run could be given."""
    return os.path.exists(_NVIDIA) or os.path.exists(_WSL)


def gpu_may_be_used() -> bool:
    """Whether a program of ours could use one, as far as can be seen without starting TensorFlow."""
    chosen = os.environ.get("CUDA_VISIBLE_DEVICES")
    hidden = chosen is not None and chosen.strip() in ("", "-1")
    return gpu_is_here() and not hidden


def for_interpreter(hidden: Sequence[str]) -> list[Grant]:
    """Python, its packages and the system's libraries, without the tutor's own files.

    ``hidden`` are real paths that must stay unreadable. Landlock has no deny rules: a folder that
    holds something hidden is granted entry by entry.
    """
    packages = [os.path.realpath(entry) for entry in sys.path if os.path.isdir(entry)]
    secret = {os.path.realpath(path) for path in hidden}
    secret.update(os.path.realpath(path) for entry in packages for path in glob.glob(f"{entry}/{_TUTOR}*"))
    secret.add(os.path.realpath(os.path.expanduser("~")))
    if os.path.exists(_WSL_LIBRARIES):  # among the system's, but only a run on the GPU has to do with them
        secret.add(os.path.realpath(_WSL_LIBRARIES))
    roots = [*_SYSTEM, os.path.join(sys.base_prefix, "lib"), os.path.join(sys.prefix, "lib")]
    roots += [entry for entry in packages if not _holds_the_tutor(entry)]
    grants: list[Grant] = []
    for root in dict.fromkeys(os.path.realpath(root) for root in roots):
        if root not in secret:
            grants += _without(root, secret)
    return list(dict.fromkeys(grants))


def links() -> list[str]:
    """Paths under which the interpreter looks for files, some of them by way of symbolic links."""
    return [*_SYSTEM, "/bin", sys.prefix, sys.base_prefix, *filter(None, sys.path)]


def import_path() -> list[str]:
    """``sys.path`` for the learner's code: what it cannot read, or should not, left out."""
    return [entry for entry in sys.path if entry and not _holds_the_tutor(os.path.realpath(entry))]


def _holds_the_tutor(entry: str) -> bool:
    """A source checkout of ours on the path, not a folder of installed packages."""
    named = os.path.basename(entry) in ("site-packages", "dist-packages")
    return not named and os.path.isdir(os.path.join(entry, _TUTOR))


def _without(folder: str, secret: Iterable[str]) -> list[Grant]:
    inside = [path for path in secret if path.startswith(folder.rstrip("/") + "/")]
    if not inside:
        return [Grant(folder, READ)]
    grants = [Grant(folder, READ_DIR)]
    try:
        entries = sorted(entry.path for entry in os.scandir(folder))
    except OSError:
        return grants
    for path in entries:
        if path not in inside:
            grants += _without(path, inside)
    return grants


def for_this_run(writable: Sequence[str], readable: Sequence[str], gpu: bool) -> list[Grant]:
    """The run's own folders, its data, and the devices it needs."""
    grants = [Grant(path, WRITE) for path in writable]
    grants += [Grant(path, READ) for path in readable]
    grants += [Grant(path, DEVICE) for path in _DEVICES]
    if gpu:
        grants += [Grant(path, DEVICE | READ_DIR) for path in glob.glob("/dev/nvidia*")]
        grants += [Grant(path, READ) for path in _GPU_READ]
        grants += [Grant(_WSL, DEVICE), Grant(_WSL_LIBRARIES, READ)]
        grants.append(
            Grant(f"/proc/{os.getpid()}/task", READ | WRITE_FILE)
        )  # the driver names its threads there
    return grants


def own_entry(whole: bool) -> list[Grant]:
    """The run's own entry in /proc.

    ``whole``: with its mounts and its view of the network, which under namespaces show nothing else, and
    which a GPU's driver reads.
    """
    own = f"/proc/{os.getpid()}"
    if whole:
        return [Grant(own, READ)]
    return [Grant(own, READ_DIR), *(Grant(f"{own}/{name}", READ_FILE) for name in _OWN_ENTRY)]
