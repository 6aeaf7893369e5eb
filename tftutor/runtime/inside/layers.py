"""The layers of confinement, in order of application; each says what it achieved.

A layer is a function from a `Cell` to its reports. One that cannot be had on a machine says so and
the run goes on: whether that is good enough is for the tutor to say, never for this code to hide.
"""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Sequence
from typing import NamedTuple

from . import grants, landlock, system


class Cell(NamedTuple):
    """What a sandbox is confined to. ``base`` are the interpreter's grants, found once by the zygote."""

    keeper: int
    writable: Sequence[str]
    readable: Sequence[str]
    base: Sequence[landlock.Grant]
    gpu: bool


class Report(NamedTuple):
    name: str
    state: str  # active, degraded, off
    why: str


Layer = Callable[[Cell], "list[Report]"]


def confine(cell: Cell) -> list[Report]:
    """Applies every layer to this process, which must not have run a TensorFlow operation yet."""
    return [report for layer in LAYERS for report in layer(cell)]


def own_session(cell: Cell) -> list[Report]:
    os.setsid()
    system.prctl(system.SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != cell.keeper:
        os._exit(1)  # the keeper died before the line above
    system.prctl(system.SET_DUMPABLE, 1)
    return [Report("session", "active", "a session of its own, no terminal; ends with the tutor")]


def expendable(cell: Cell) -> list[Report]:
    """The first to go when the machine runs out of memory."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError as error:
        return [
            Report("memory", "degraded", f"watched from outside; its turn for the kernel: {error.strerror}")
        ]
    return [Report("memory", "active", "watched from outside, and the first to go when memory runs out")]


def small_limits(cell: Cell) -> list[Report]:
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 1024 if cell.gpu else 512),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_RTPRIO, 0),
    ):
        lower(kind, most)
    return [Report("limits", "active", "open files, core dumps, file sizes, data segment")]


def no_new_privileges(cell: Cell) -> list[Report]:
    try:
        system.prctl(system.SET_NO_NEW_PRIVS, 1)
    except OSError as error:
        return [Report("privileges", "off", error.strerror or "")]
    return [Report("privileges", "active", "no program can raise its rights")]


def files_network_signals(cell: Cell) -> list[Report]:
    version = landlock.abi()
    threads = system.threads()
    if version < landlock.ABI_FIT_FOR_FILES or threads != 1:
        why = (
            f"Landlock version {version}, 3 is needed" if threads == 1 else f"{threads} threads were running"
        )
        return [Report(name, "degraded", why) for name in ("files", "network", "signals")]
    wanted = [*cell.base, *grants.for_this_run(cell.writable, cell.readable, cell.gpu)]
    try:
        landlock.restrict(wanted, version)
    except OSError as error:
        return [Report(name, "degraded", f"Landlock: {error}") for name in ("files", "network", "signals")]
    network = (
        ("degraded", "TCP is refused; other sockets need a filter of system calls")
        if version >= landlock.ABI_WITH_TCP
        else ("off", f"Landlock version {version}, {landlock.ABI_WITH_TCP} is needed")
    )
    signals = (
        ("active", "only to processes of the same run")
        if version >= landlock.ABI_WITH_SCOPES
        else ("off", f"Landlock version {version}, {landlock.ABI_WITH_SCOPES} is needed")
    )
    return [
        Report("files", "active", f"Landlock version {version}: the run folder only"),
        Report("network", *network),
        Report("signals", *signals),
    ]


def system_calls(cell: Cell) -> list[Report]:
    return [Report("system-calls", "off", "there is no filter of system calls yet")]


LAYERS: tuple[Layer, ...] = (
    own_session,
    expendable,
    small_limits,
    no_new_privileges,
    files_network_signals,
    system_calls,
)


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
