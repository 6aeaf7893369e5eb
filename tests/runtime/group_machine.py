"""Control groups on a file system of our own: folders with the files that the kernel puts into them.

What the kernel makes of them is tried in test_control_groups_in_a_machine.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tftutor.runtime.delegation import Delegation, find
from tftutor.runtime.groups import Kernel

ME = os.getuid()
SCOPE = "user.slice/user-1000.slice/user@1000.service/app.slice/run-u1.scope"
MOUNT = (
    "35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n"
)


class Machine(Kernel):
    """Keeps groups as folders with the files that the kernel puts into them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.top = root / "sys/fs/cgroup"
        self.write("proc/self/mountinfo", f"24 1 8:1 / / rw - ext4 /dev/root rw\n{MOUNT}")

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def own(self, path: str, *members: int, controllers: str = "cpu memory pids") -> Path:
        """The tutor is in that group, and ``members`` with it."""
        self.write("proc/self/cgroup", f"0::/{path}\n")
        folder = self.top / path
        if not folder.is_dir():
            folder.mkdir(parents=True)
        for name, text in {"controllers": controllers, "type": "domain", "subtree_control": ""}.items():
            (folder / f"cgroup.{name}").write_text(text)
        (folder / "cgroup.procs").write_text("".join(f"{pid}\n" for pid in members))
        return folder

    def find(self) -> Delegation:
        return find(self.root, 1000 if ME == 0 else ME)

    def make(self, group: Path) -> None:
        super().make(group)
        for name in (
            "cgroup.procs",
            "cgroup.kill",
            "memory.max",
            "memory.swap.max",
            "memory.oom.group",
            "pids.max",
        ):
            (group / name).write_text("")
        (group / "memory.events").write_text("low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0\n")

    def remove(self, group: Path) -> None:
        if not group.exists():
            raise FileNotFoundError(group)
        if (group / "cgroup.procs").read_text() and not (group / "cgroup.kill").read_text():
            raise OSError(16, "Device or resource busy")
        shutil.rmtree(group)


class Emptying:
    """The group that a process leaves for another no longer lists it; the fake has to be told so."""

    def __init__(self, machine: Machine, scope: Path) -> None:
        self.machine, self.scope, self.looks = machine, scope, 0

    def __call__(self) -> Delegation:
        self.looks += 1
        if self.looks > 1:
            (self.scope / "cgroup.procs").write_text("")
        return self.machine.find()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def scope(machine: Machine) -> Iterator[Path]:
    """A unit with Delegate=yes in which there is nobody but the tutor."""
    folder = machine.own(SCOPE, os.getpid())
    if ME == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, 1000, 1000)
    yield folder


@pytest.fixture
def child() -> Iterator[int]:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process.pid
    process.communicate(b"\n")
