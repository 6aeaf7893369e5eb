"""One control group for each run, where the tutor may make any: the kernel then counts what it uses.

The tutor's own process goes into one group, each run into another next to it:

    the delegated group/tftutor                 the tutor, TensorFlow waiting, the keepers
    the delegated group/tftutor-run-PID-NUMBER  one sandbox, from its first moment on
"""

from __future__ import annotations

import errno
import itertools
import os
import time
from collections.abc import Callable
from pathlib import Path

from tftutor.runtime import delegation
from tftutor.runtime.delegation import OWN, Delegation
from tftutor.runtime.program import Limits

LAYER = "control-group"
_RUN = f"{OWN}-run-"
_ATTEMPTS = 5
_REMOVE_SECONDS_MAX = 1.0
_COUNTS = {"memory": "memory", "pids": "processes and threads"}


class Kernel:
    """What making and removing a group is: the files in it come and go with it."""

    def make(self, group: Path) -> None:
        group.mkdir()

    def remove(self, group: Path) -> None:
        group.rmdir()


_KERNEL = Kernel()


class Groups:
    """Those of one tutor. Without a delegated group it makes none, and ``why`` says why."""

    def __init__(self, find: Callable[[], Delegation] = delegation.find, kernel: Kernel = _KERNEL) -> None:
        self._kernel = kernel
        self._numbers = itertools.count(1)
        self._folder: Path | None = None
        self._controllers: tuple[str, ...] = ()
        self.why = ""
        try:
            self._divide(find)
        except OSError as error:
            self.why = f"the tutor's group cannot be divided: {error.strerror}"

    def _divide(self, find: Callable[[], Delegation]) -> None:
        """Moves the tutor into a group of its own; only then can the one above limit its children."""
        for _ in range(_ATTEMPTS):  # a process may have been started meanwhile
            found = find()
            if found.folder is None:
                self.why = found.why
                return
            if not found.members:
                break
            _make(self._kernel, found.folder / OWN)
            for pid in found.members:
                _move(pid, found.folder / OWN)
        else:
            self.why = "the tutor's group does not become empty"
            return
        _write(found.folder / "cgroup.subtree_control", " ".join(f"+{name}" for name in found.controllers))
        _sweep_dead_tutors(found.folder, self._kernel)
        self._folder, self._controllers = found.folder, found.controllers

    def new(self) -> Group:
        """For the next sandbox."""
        if self._folder is None:
            return Group(None, (), self.why, self._kernel)
        folder = self._folder / f"{_RUN}{os.getpid()}-{next(self._numbers)}"
        try:
            self._kernel.make(folder)
        except OSError as error:
            return Group(None, (), f"no group could be made: {error.strerror}", self._kernel)
        return Group(folder, self._controllers, "", self._kernel)


class Group:
    """That of one sandbox; ``folder`` is None where there is none. Its owner must `remove` it."""

    def __init__(self, folder: Path | None, controllers: tuple[str, ...], why: str, kernel: Kernel) -> None:
        self.folder = folder
        self._controllers = controllers
        self._why = why
        self._kernel = kernel

    def report(self, pid: int) -> tuple[str, str, str]:
        """Layer, state and why, as the sandbox itself reports the others. ``pid`` is its first process."""
        if self.folder is None:
            return LAYER, "off", f"no control group: {self._why}"
        if str(pid) not in _read(self.folder / "cgroup.procs").split():
            return LAYER, "off", "no control group: the run could not be put into its own"
        held = [name for name in self._controllers if (self.folder / f"{name}.max").exists()]
        if not held:  # a service manager does that to a group which it did not mean to hand over
            return LAYER, "off", "no control group: the controllers were taken back"
        state = "active" if len(held) == len(delegation.CONTROLLERS) else "degraded"
        return LAYER, state, f"a control group of its own limits {' and '.join(_COUNTS[n] for n in held)}"

    def limit(self, limits: Limits) -> None:
        """Set when the program is known, before its first line.

        A run that is over its memory ends as a whole, at once, and does not go on in the swap.
        """
        if self.folder is None:
            return
        wanted = {
            "memory.max": limits.memory_mb << 20,
            "memory.swap.max": 0,
            "memory.oom.group": 1,
            "pids.max": limits.tasks,
        }
        for name, value in wanted.items():
            try:
                _write(self.folder / name, str(value))
            except OSError:
                continue  # a controller that is not here, or was taken away; the supervisor watches too

    def ran_out_of_memory(self) -> bool:
        """Whether the kernel ended processes in it for going past its own limit, not the machine's."""
        if self.folder is None:
            return False
        events = dict(line.split() for line in _read(self.folder / "memory.events").splitlines())
        return int(events.get("oom", 0)) > 0 and int(events.get("oom_kill", 0)) > 0

    def remove(self) -> None:
        """Nothing is in it any more, unless a keeper was killed: what it left ends now."""
        if self.folder is None:
            return
        stop = time.monotonic() + _REMOVE_SECONDS_MAX
        while not _removed(self.folder, self._kernel) and time.monotonic() < stop:
            _kill_all(self.folder)
            time.sleep(0.005)
        self.folder = None


def _make(kernel: Kernel, group: Path) -> None:
    try:
        kernel.make(group)
    except FileExistsError:
        return  # of an earlier runtime of this tutor


def _move(pid: int, group: Path) -> None:
    try:
        _write(group / "cgroup.procs", str(pid))
    except ProcessLookupError:
        return  # it has ended


def _sweep_dead_tutors(folder: Path, kernel: Kernel) -> None:
    for group in folder.glob(f"{_RUN}*"):
        tutor = group.name.removeprefix(_RUN).partition("-")[0]
        if tutor != str(os.getpid()) and not Path("/proc", tutor).exists():
            _kill_all(group)
            _removed(group, kernel)


def _removed(group: Path, kernel: Kernel) -> bool:
    try:
        kernel.remove(group)
    except FileNotFoundError:
        return True
    except OSError as error:
        return error.errno != errno.EBUSY  # else it is for the next tutor to clear up
    return True


def _kill_all(group: Path) -> None:
    try:
        _write(group / "cgroup.kill", "1")
    except OSError:
        return  # before Linux 5.14; each run is on a leash all the same


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""


def _write(file: Path, text: str) -> None:
    """To a file that must be there: the kernel makes them, and which there are says what it can limit."""
    fd = os.open(file, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)
