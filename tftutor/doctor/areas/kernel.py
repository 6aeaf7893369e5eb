"""What this kernel offers to confine a learner's program with. `--deep` asks the runtime itself."""

from __future__ import annotations

import ctypes
import os
import re

from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.doctor.system import System

_LANDLOCK_CREATE_RULESET, _ASK_FOR_VERSION = 444, 1  # linux/landlock.h; one number on every architecture
_WITH_ONE_OF_ITS_OWN = "systemd-run --user --scope -p Delegate=yes tftutor"
_FOR_ALL, _FOR_ROOT, _BY_APPARMOR, _FOR_NOBODY = "yes", "for root only", "restricted by AppArmor", "none"
_FIT_FOR_FILES, _WITH_TCP, _WITH_SIGNALS = 3, 4, 6


def look(context: Context) -> ProbeReport:
    """Landlock, seccomp, user namespaces, control groups."""
    system = context.system
    if not system.is_live:
        return ProbeReport("not looked at in another file tree", skipped=True)
    version, namespaces = _landlock(), _user_namespaces(context)
    details = (
        f"Landlock: version {version}" if version else "Landlock: none",
        f"seccomp: {'yes' if _seccomp(context) else 'no'}",
        f"user namespaces: {namespaces}",
        f"control groups v2: {control_group(system)}",
    )
    confined = confines(version, namespaces, is_root=os.getuid() == 0)
    if confined:
        return ProbeReport(confined, details)
    had = f"version {version}" if version else "none"
    seen = Detection("landlock-missing", f"this kernel ({os.uname().release}) has {had}; 3 is needed")
    return ProbeReport("files are not confined: no Landlock fit for it, no user namespaces", details, (seen,))


def confines(version: int, namespaces: str, *, is_root: bool) -> str:
    """What holds a program's files back, and what else it holds; empty where nothing does."""
    if version >= _FIT_FOR_FILES:
        layers = ["files"]
        layers += ["network"] if version >= _WITH_TCP else []
        layers += ["signals"] if version >= _WITH_SIGNALS else []
        return f"Landlock {version} confines {', '.join(layers)}"
    if namespaces == _FOR_ALL or (is_root and namespaces in (_FOR_ROOT, _BY_APPARMOR)):
        return "user namespaces confine files, network"
    return ""


def _landlock() -> int:
    """The kernel's version of Landlock; 0 for none."""
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    answer = library.syscall(
        ctypes.c_long(_LANDLOCK_CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_FOR_VERSION)
    )
    return max(0, int(answer))


def _seccomp(context: Context) -> bool:
    return bool(re.search(r"^Seccomp:\s*\d", context.system.text("/proc/self/status"), re.MULTILINE))


def _user_namespaces(context: Context) -> str:
    system = context.system
    most = system.text("/proc/sys/user/max_user_namespaces", 64).strip()
    if not most or most == "0":
        return _FOR_NOBODY
    if system.text("/proc/sys/kernel/unprivileged_userns_clone", 64).strip() == "0":
        return _FOR_ROOT
    if system.text("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 64).strip() == "1":
        return _BY_APPARMOR
    return _FOR_ALL


def control_group(system: System) -> str:
    """Whether ours may be divided by us: then the kernel itself counts what a run uses."""
    from tftutor.runtime import delegation

    found = delegation.find()
    if found.folder is not None:
        return f"one for each run ({', '.join(found.controllers)})"
    may_have_one = found.why in (delegation.NOT_OURS, delegation.SHARED) and _has_service_manager(system)
    hint = f"; `{_WITH_ONE_OF_ITS_OWN}` gives it one" if may_have_one else ""
    return f"not used: {found.why}{hint}"


def _has_service_manager(system: System) -> bool:
    """The user's own systemd, which a login by SSH or at the screen starts."""
    folder = system.environ.get("XDG_RUNTIME_DIR", "")
    return bool(folder) and system.exists(f"{folder}/systemd/private")


PROBES = (DiagnosticProbe("confinement", "sandbox", look),)
