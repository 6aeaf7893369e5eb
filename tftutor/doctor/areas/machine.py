"""Processor, memory, disks, clock, ports: what the machine gives."""

from __future__ import annotations

import os
import platform
import re
import shlex
import time
from pathlib import Path

from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.folders import existing_parent
from tftutor.doctor.interpreter import interpreter
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.doctor.ports import is_taken, listener
from tftutor.doctor.tensorflow_packages import tensorflow

_GIB = 1 << 30
_MEMORY_LOW = 1.5 * _GIB  # `import tensorflow` alone takes 0.55 GB; a small training twice that
_DISK_FULL, _DISK_LOW = 0.2 * _GIB, 1.0 * _GIB
_INSTALL_NEEDS = 4.0 * _GIB  # the wheel, 0.6 GB, and what it unpacks to, 1.9 GB, with room for pip
_TENSORFLOW_FIRST_WHEELS_FOR_GLIBC = (2, 27)
_PORTS = {6006: "TensorBoard", 8888: "Jupyter"}
_A_DAY = 86_400.0
_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


def look_at_processor(context: Context) -> ProbeReport:
    """Its instructions (TensorFlow needs AVX) and the C library."""
    text = context.system.text("/proc/cpuinfo")
    seen = []
    flags = re.search(r"^flags\s*:(.*)$", text, re.MULTILINE)
    if flags and "avx" not in flags[1].split():
        model = re.search(r"^model name\s*:\s*(.*)$", text, re.MULTILINE)
        name = model[1].strip()[:80] if model else "the processor"
        seen.append(Detection("processor-without-avx", f"/proc/cpuinfo: {name} has no avx among its flags"))
    cores = len(re.findall(r"^processor\s*:", text, re.MULTILINE))
    if context.system.is_live:
        cores = len(os.sched_getaffinity(0))
    seen += _old_c_library(context)
    return ProbeReport(f"{cores} core{'s' if cores != 1 else ''}" if cores else "", (), tuple(seen))


def _old_c_library(context: Context) -> list[Detection]:
    if not context.system.is_live:
        return []
    try:
        name = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (OSError, ValueError):  # not the GNU C library: musl
        return [Detection("c-library-unsuited", f"{' '.join(platform.libc_ver()) or 'no GNU C library'}")]
    found = re.fullmatch(r"glibc (\d+)\.(\d+).*", name)
    if found and (int(found[1]), int(found[2])) < _TENSORFLOW_FIRST_WHEELS_FOR_GLIBC:
        return [Detection("c-library-unsuited", name)]
    return []


def look_at_memory(context: Context) -> ProbeReport:
    """What is free, and what a control group allows."""
    text = context.system.text("/proc/meminfo")
    sizes = {name: int(kb) * 1024 for name, kb in re.findall(r"^(\w+):\s+(\d{1,15}) kB$", text, re.MULTILINE)}
    total, free = sizes.get("MemTotal", 0), sizes.get("MemAvailable", 0)
    if not total:
        return ProbeReport("memory unknown", skipped=True)
    allowed = _allowed_memory(context)
    details = (f"memory: {_gib(free)} of {_gib(total)} free, swap {_gib(sizes.get('SwapTotal', 0))}",)
    seen = []
    if free < _MEMORY_LOW:
        seen.append(Detection("memory-low", f"/proc/meminfo: {_gib(free)} of {_gib(total)} are free"))
    elif allowed is not None and allowed < _MEMORY_LOW:
        seen.append(Detection("memory-low", f"this control group may use {_gib(allowed)}"))
    return ProbeReport(f"{_gib(min(total, allowed or total))} memory", details, tuple(seen))


def _allowed_memory(context: Context) -> int | None:
    """The smallest limit on the way up from our own control group, v2 or v1."""
    system = context.system
    own = system.text("/proc/self/cgroup" if system.is_live else "/proc/1/cgroup")
    files = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
    for line in own.splitlines():
        _, kinds, group = (*line.split(":", 2), "", "")[:3]
        root = {"": "/sys/fs/cgroup", "memory": "/sys/fs/cgroup/memory"}.get(kinds)
        name = "memory.limit_in_bytes" if kinds else "memory.max"
        while root and group.strip("/"):
            files.append(f"{root}{group.rstrip('/')}/{name}")
            group = group.rpartition("/")[0]
    limits = [int(text) for file in files if (text := system.text(file, 64).strip()).isdecimal()]
    return min(limits) if limits and min(limits) < 1 << 50 else None


def look_at_disks(context: Context) -> ProbeReport:
    """Room where something is written: the home folder's, the temporary one, the interpreter's if need be."""
    system = context.system
    if not system.is_live:
        return ProbeReport(skipped=True)
    wanted: dict[str, float] = {}
    for folder in (system.home, Path(system.variable("TMPDIR") or "/tmp")):
        if folder is not None:
            wanted[str(folder)] = _DISK_LOW
    python = context.fact(interpreter)
    if tensorflow(context) is None and python.site:
        wanted[python.site] = _INSTALL_NEEDS
    seen, details = [], []
    for folder_name, needed in wanted.items():
        free = _free(Path(folder_name))
        if free is None:
            continue
        details.append(f"{_gib(free)} free for {folder_name}")
        if free < needed:
            values = {"folder": shlex.quote(folder_name)}
            evidence = f"{folder_name} has {_gib(free)} left; {_gib(needed)} are wanted"
            seen.append(Detection("disk-full", evidence, values, "error" if free < _DISK_FULL else "warning"))
    return ProbeReport("", tuple(details), tuple(seen))


def _free(folder: Path) -> float | None:
    try:
        status = os.statvfs(existing_parent(folder))
    except OSError:
        return None
    return float(status.f_bavail) * status.f_frsize


def _gib(size: float) -> str:
    return f"{size / _GIB:.1f} GB"


def look_at_clock(context: Context) -> ProbeReport:
    """A clock far behind makes every certificate invalid; files of ours are proof of a later day."""
    if not context.system.is_live:
        return ProbeReport(skipped=True)
    newest = max((file.stat().st_mtime for file in Path(__file__).parent.glob("*.py")), default=0.0)
    now = time.time()
    if now + _A_DAY >= newest:
        return ProbeReport(detections=_expired(context, now))
    days = (newest - now) / _A_DAY
    today = time.strftime("%Y-%m-%d", time.localtime(now))
    return ProbeReport(
        detections=(
            Detection("clock-behind", f"it says {today}; tftutor's files are {days:.0f} days younger"),
        )
    )


def _expired(context: Context, now: float) -> tuple[Detection, ...]:
    """Authorities' certificates live for decades: when most have expired, it is the clock that is ahead."""
    import ssl

    bundle = next((file for file in _BUNDLES if context.system.exists(file)), "")
    if not bundle:
        return ()
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        trusted.load_verify_locations(bundle)
        ends = [ssl.cert_time_to_seconds(str(one["notAfter"])) for one in trusted.get_ca_certs()]
    except (OSError, ValueError, KeyError):  # damaged: the downloads themselves say so
        return ()
    expired = sum(end < now for end in ends)
    if not ends or 2 * expired < len(ends):
        return ()
    today = time.strftime("%Y-%m-%d", time.localtime(now))
    evidence = f"it says {today}, when {expired} of the {len(ends)} certificates in {bundle} have expired"
    return (Detection("clock-ahead", evidence),)


def look_at_ports(context: Context) -> ProbeReport:
    """Whether the usual ports can still be had on this machine's own address."""
    if not context.system.is_live:
        return ProbeReport(skipped=True)
    seen = []
    for port, usual in _PORTS.items():
        if not is_taken(port):
            continue
        who = listener(context.system, port)
        owner = f"{who.words} (process {who.process})" if who and who.process else ""
        values = {"port": str(port), "other": str(port + 1)}
        evidence = f"port {port} ({usual}) is taken" + (f" by {owner}" if owner else "")
        mine = bool(owner) and usual.lower() in owner.lower()
        seen.append(Detection("port-taken", evidence, values, "info" if mine or port != 6006 else "warning"))
    return ProbeReport("", tuple(one.evidence for one in seen), tuple(seen))


def look_at_certificates(context: Context) -> ProbeReport:
    """Variables that name a bundle of certificates which is not there stop every download."""
    names = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    named = {name: context.system.variable(name) for name in names}
    lost = {name: file for name, file in named.items() if file and not context.system.exists(file)}
    if not lost:
        return ProbeReport()
    evidence = ", ".join(f"{name}={file}" for name, file in lost.items())
    return ProbeReport(detections=(Detection("certificates-missing", evidence, {"names": " ".join(lost)}),))


PROBES = (
    DiagnosticProbe("processor", "machine", look_at_processor),
    DiagnosticProbe("memory", "machine", look_at_memory),
    DiagnosticProbe("disks", "machine", look_at_disks),
    DiagnosticProbe("clock", "machine", look_at_clock),
    DiagnosticProbe("certificates", "machine", look_at_certificates),
    DiagnosticProbe("ports", "machine", look_at_ports),
)
