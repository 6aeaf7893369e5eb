"""The keeper of one run: its parent, the reaper of everything it starts, and its end.

A small process between the zygote and the learner's. Whatever the run forks, daemons included,
stays below the keeper, so that a run's processes are known and none survives it. It lives on a
leash to the tutor: commands come along it, and when it breaks, the run ends.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import socket
import time
from typing import Any

from . import child, system, tree

_SWEEP_SECONDS_MAX = 10.0
_CPU_LOOK_EVERY = 1.0


def keep(order: dict[str, Any], fds: list[int], inheritance: child.Inheritance) -> None:
    """Never returns. ``fds``: stdout, stderr, requests, reports, stack, leash."""
    wake_read, wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake_write)
    signal.signal(signal.SIGCHLD, lambda number, stack: None)
    system.prctl(system.SET_CHILD_SUBREAPER, 1)
    me = os.getpid()
    pid = os.fork()
    if pid == 0:
        child.live(order, fds[:5], inheritance, me)
    leash = socket.socket(fileno=fds[5])
    _close_all_but({leash.fileno(), wake_read, wake_write})
    _send(leash, {"pid": pid, "keeper": me})
    status = _Watch(leash, wake_read, pid).until_it_ends()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    _send(leash, {"status": status, "cpu": used.ru_utime + used.ru_stime})
    os._exit(0)


class _Watch:
    def __init__(self, leash: socket.socket, wake: int, pid: int) -> None:
        self._leash, self._wake, self._pid = leash, wake, pid
        self._status: int | None = None
        self._cpu_max: float | None = None

    def until_it_ends(self) -> int:
        """The wait status of the run's first process, once no process of the run is left."""
        while self._status is None:
            sources: list[Any] = [self._leash, self._wake]
            ready, _, _ = select.select(sources, [], [], None if self._cpu_max is None else _CPU_LOOK_EVERY)
            if not ready:
                self._look_at_cpu()
            if self._wake in ready:
                os.read(self._wake, 4096)
                self._reap()
            if self._leash in ready:
                self._obey(self._leash.recv(64))
        self._sweep(spare=None)
        return self._status

    def _obey(self, command: bytes) -> None:
        if command == b"stack":
            self._signal(system.STACK_SIGNAL)
        elif command == b"interrupt":
            self._signal(signal.SIGINT)
        elif command.startswith(b"cpu "):
            self._cpu_max = float(command[4:])
        elif command == b"others":
            self._sweep(spare=self._pid)
        else:  # "kill", or the tutor is gone
            self._sweep(spare=None)
            if self._status is None:
                os._exit(0)

    def _look_at_cpu(self) -> None:
        """The tutor's clock is first to end a run; this holds where the tutor itself is stopped.

        A limit of the kernel's (RLIMIT_CPU) would cost the program the fine grain of its own CPU clock.
        """
        if self._cpu_max is not None and tree.cpu_seconds(tree.descendants(os.getpid())) > self._cpu_max:
            self._sweep(spare=None)

    def _signal(self, number: int) -> None:
        if self._status is None:
            os.kill(self._pid, number)

    def _sweep(self, spare: int | None) -> None:
        """Kills what descends from us, again and again, until nothing is left to fork again."""
        me, stop = os.getpid(), time.monotonic() + _SWEEP_SECONDS_MAX
        while time.monotonic() < stop:
            left = [pid for pid in tree.descendants(me) if pid != spare]
            if not left:
                return
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.001)
            self._reap()

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self._pid:
                self._status = status


def _send(leash: socket.socket, message: dict[str, Any]) -> None:
    try:
        leash.send(json.dumps(message).encode())
    except OSError:
        os._exit(0)  # nobody listens; the run has been swept, or its own leash will tell


def _close_all_but(kept: set[int]) -> None:
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in kept:
            try:
                os.close(int(name))
            except OSError:
                continue  # the listing's own descriptor
