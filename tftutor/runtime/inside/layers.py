"""The layers of confinement, in order of application; each says what it achieved.

One that cannot be had on a machine says so and the run goes on: whether that is good enough is for
the tutor to say, never for this code to hide.
"""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Sequence
from typing import NamedTuple

from . import capabilities, grants, landlock, namespaces, policy, system

_LEFT_OUT = "left out, for a test"
_NICE = 5


class Means(NamedTuple):
    """What this machine has to confine a sandbox with.

    ``landlock`` is its version, 0 for none; ``no_namespaces`` why they cannot be had, empty where they
    can. ``without`` are layers that a test leaves out.
    """

    landlock: int
    no_namespaces: str
    without: frozenset[str]


def find_means(base: Sequence[landlock.Grant], landlock_max: int | None, without: Sequence[str]) -> Means:
    """Looked for once, by the zygote. Namespaces are tried only where Landlock will not do."""
    version = 0 if "landlock" in without else landlock.abi()
    if landlock_max is not None:
        version = min(version, landlock_max)
    if version >= landlock.ABI_FIT_FOR_FILES:
        no_namespaces = "Landlock is used"
    elif "namespaces" in without:
        no_namespaces = _LEFT_OUT
    else:
        no_namespaces = namespaces.why_not(base)
    return Means(version, no_namespaces, frozenset(without))


class Cell(NamedTuple):
    """What a sandbox is confined to.

    ``base`` are the interpreter's grants, found once by the zygote.
    """

    keeper: int
    writable: Sequence[str]
    readable: Sequence[str]
    base: Sequence[landlock.Grant]
    gpu: bool
    means: Means

    def grants(self, whole_entry: bool) -> list[landlock.Grant]:
        """``whole_entry``: all of the run's own entry in /proc, see `grants.own_entry`."""
        for_this_run = grants.for_this_run(self.writable, self.readable, self.gpu)
        return [*self.base, *for_this_run, *grants.own_entry(whole_entry)]


class LayerReport(NamedTuple):
    name: str
    state: str  # active, degraded, off
    why: str


class FileConfinement(NamedTuple):
    """Which layer confines the files: ``landlock``, ``namespaces`` or ``none``; ``version`` is Landlock's."""

    layer: str
    version: int
    why: str


def confine(cell: Cell) -> list[LayerReport]:
    """Applies every layer to this process, which must not have run a TensorFlow operation yet.

    The reports are in this order whatever is missing: session, memory, limits, files, network,
    signals, privileges, system-calls.
    """
    first = [own_session(cell), expendable(cell), small_limits(cell)]
    system.prctl(system.SET_NO_NEW_PRIVS, 1)  # what follows needs it
    files = confine_files(cell)
    privileges = no_privileges(cell)
    calls = filter_calls(cell)
    filtered = calls.state == "active"
    return [*first, _files(files), _network(files, filtered), _signals(files, filtered), privileges, calls]


def own_session(cell: Cell) -> LayerReport:
    bind_to_keeper(cell)
    if "session" in cell.means.without:
        give_way()
        return LayerReport("session", "off", _LEFT_OUT)
    os.setsid()
    give_way()
    return LayerReport("session", "active", "a session of its own, no terminal; ends with the tutor")


def bind_to_keeper(cell: Cell) -> None:
    """It ends with its keeper, and the tutor can look at it."""
    system.prctl(system.SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != cell.keeper:
        os._exit(1)  # the keeper died before the line above
    system.prctl(system.SET_DUMPABLE, 1)


def give_way() -> None:
    """On a busy machine the tutor's screen and everybody else's work come before a run.

    Where Linux shares the processor out by session first, it is the session that has to be nice.
    """
    os.setpriority(os.PRIO_PROCESS, 0, max(_NICE, os.getpriority(os.PRIO_PROCESS, 0)))
    try:
        with open("/proc/self/autogroup", "w") as file:
            file.write(str(_NICE))
    except OSError:
        return  # no such sharing here; or somebody else's run asked for it in the same tenth of a second


def expendable(cell: Cell) -> LayerReport:
    """The first to go when the machine runs out of memory."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError as error:
        return LayerReport(
            "memory", "degraded", f"watched from outside; not the first to go: {error.strerror}"
        )
    return LayerReport("memory", "active", "watched from outside, and the first to go when memory runs out")


def small_limits(cell: Cell) -> LayerReport:
    if "limits" in cell.means.without:
        return LayerReport("limits", "off", _LEFT_OUT)
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 1024 if cell.gpu else 512),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_RTPRIO, 0),
    ):
        lower(kind, most)
    if not cell.gpu:  # the driver pins memory
        lower(resource.RLIMIT_MEMLOCK, 64 << 20)
    return LayerReport("limits", "active", "open files, core dumps, file sizes, data segment")


def confine_files(cell: Cell) -> FileConfinement:
    """By Landlock, else by namespaces. Both bind only this thread and later ones: there must be no other."""
    version, threads = cell.means.landlock, system.threads()
    if threads != 1:
        return FileConfinement("none", version, f"{threads} threads were running")
    if version < landlock.ABI_FIT_FOR_FILES:
        return _by_namespaces(cell, version)
    try:
        landlock.restrict(cell.grants(whole_entry=cell.gpu), version)
    except OSError as error:
        return FileConfinement("none", version, f"Landlock: {error.strerror}")
    return FileConfinement("landlock", version, f"Landlock version {version}: the run folder only")


def _by_namespaces(cell: Cell, version: int) -> FileConfinement:
    """An attempt that fails midway would leave this process neither here nor there: it ends then."""
    why = f"Landlock version {version}, {landlock.ABI_FIT_FOR_FILES} is needed"
    if cell.means.no_namespaces:
        return FileConfinement("none", version, f"{why}; namespaces: {cell.means.no_namespaces}")
    namespaces.enter(cell.grants(whole_entry=True), grants.links())
    bind_to_keeper(cell)  # entering may have undone it
    return FileConfinement("namespaces", version, "a tree of files of its own: the run folder only")


def no_privileges(cell: Cell) -> LayerReport:
    """Root among the learners, or its programs, must not be more than anybody."""
    if "capabilities" in cell.means.without:
        return LayerReport("privileges", "off", _LEFT_OUT)
    try:
        capabilities.drop()
    except OSError as error:
        return LayerReport(
            "privileges", "degraded", f"no program can raise its rights; root's: {error.strerror}"
        )
    return LayerReport("privileges", "active", "no program can raise its rights, and root has none to spare")


def filter_calls(cell: Cell) -> LayerReport:
    here = policy.machine()
    if "seccomp" in cell.means.without:
        return LayerReport("system-calls", "off", _LEFT_OUT)
    if here is None:
        return LayerReport("system-calls", "off", f"there is no list of calls for {os.uname().machine}")
    try:
        policy.restrict(here, cell.gpu)
    except OSError as error:
        return LayerReport("system-calls", "off", f"the kernel takes no filter: {error.strerror}")
    return LayerReport("system-calls", "active", "only those that lessons need; no processes, no sockets")


def _files(files: FileConfinement) -> LayerReport:
    return LayerReport("files", "off" if files.layer == "none" else "active", files.why)


def _network(files: FileConfinement, filtered: bool) -> LayerReport:
    if filtered:
        return LayerReport("network", "active", "no sockets beyond pairs within the program")
    if files.layer == "namespaces":
        return LayerReport("network", "active", "a network of its own, with nothing in it")
    if files.layer == "landlock" and files.version >= landlock.ABI_WITH_TCP:
        return LayerReport(
            "network", "degraded", "TCP is refused; other sockets need a filter of system calls"
        )
    why = f"Landlock version {files.version}, {landlock.ABI_WITH_TCP} is needed, or a filter of calls"
    return LayerReport("network", "off", why)


def _signals(files: FileConfinement, filtered: bool) -> LayerReport:
    if filtered:
        return LayerReport("signals", "active", "only to the program itself")
    if files.layer == "landlock" and files.version >= landlock.ABI_WITH_SCOPES:
        return LayerReport("signals", "active", "only to processes of the same run")
    why = (
        f"Landlock version {files.version}, {landlock.ABI_WITH_SCOPES} is needed, or a filter of system calls"
    )
    return LayerReport("signals", "off", why)


def lower(kind: int, most: int) -> None:
    """Sets a resource limit, soft and hard, never above the hard limit that holds already."""
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, most))


def limit_run(memory_mb: int, disk_mb: int, tasks: int, gpu: bool) -> None:
    """The limits that depend on the program; set just before its first line.

    RLIMIT_AS would break TensorFlow, which reserves far more than it uses. RLIMIT_DATA only stops
    sudden jumps: the watchdog outside is the budget, hence the room for stacks and reserves.
    ``tasks`` are processes and threads of this user, those of other programs included.
    """
    lower(resource.RLIMIT_FSIZE, (disk_mb + 1) << 20)
    if not gpu:
        stacks = 8 * 4 * (os.cpu_count() or 1)
        lower(resource.RLIMIT_DATA, (memory_mb + stacks + 512) << 20)
    if os.getuid() != 0:  # it does not bind root
        lower(resource.RLIMIT_NPROC, tasks)
