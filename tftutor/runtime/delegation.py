"""Where the tutor may make control groups (version 2): only in one that was handed over to it alone.

A group is handed over by giving away its folder and its two files `cgroup.procs` and
`cgroup.subtree_control` (the kernel's Documentation/admin-guide/cgroup-v2.rst, "Model of Delegation").
systemd does that for units with `Delegate=yes`. Nothing here changes anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tftutor.runtime.inside.tree import descendants

CONTROLLERS = ("memory", "pids")
OWN = "tftutor"  # the tutor's own place below it: a group that has members cannot limit its children
NOT_OURS = "the tutor's group was not handed over to it"
SHARED = "the tutor shares its group with other programs"
_HANDED_OVER_FILES = ("cgroup.procs", "cgroup.subtree_control")
_MARKS = ("user.delegate", "trusted.delegate")  # systemd's, on a unit with Delegate=yes


class Delegation(NamedTuple):
    """The group that may be divided, what its children can be limited in, and who is still in it.

    ``folder`` is None where there is no such group; ``why`` says why, and is empty otherwise.
    """

    folder: Path | None
    controllers: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
    why: str = ""


def find(root: Path = Path("/"), user: int | None = None) -> Delegation:
    """Looks at this process's own group. ``root`` and ``user`` are the machine's and this one's."""
    mount, own = _mount(root), _own_path(root)
    if mount is None or own is None:
        return none("this machine has none of version 2")
    group = mount / own.lstrip("/")
    home = group.parent if group.name == OWN else group
    if home == mount:
        return none("the tutor is in the topmost group, which belongs to the machine or to its container")
    if not _handed_over(home, os.getuid() if user is None else user):
        return none(NOT_OURS)
    controllers = tuple(name for name in CONTROLLERS if name in _words(home / "cgroup.controllers"))
    if not controllers or _words(home / "cgroup.type") != ["domain"]:
        return none("the tutor's group can limit neither memory nor processes")
    members = tuple(int(word) for word in _words(home / "cgroup.procs"))
    if set(members) - {os.getpid(), *descendants(os.getpid())}:
        return none(SHARED)
    return Delegation(home, controllers, members)


def none(why: str) -> Delegation:
    return Delegation(None, why=why)


def _own_path(root: Path) -> str | None:
    """Below the mount; one that leads out of it (a namespace that was left) is none."""
    for line in _lines(root / "proc/self/cgroup"):
        if line.startswith("0::/"):
            path = line.removeprefix("0::")
            return None if ".." in path.split("/") else path
    return None


def _mount(root: Path) -> Path | None:
    """Where the hierarchy of version 2 hangs, all of it; next to version 1 it has few controllers."""
    for line in _lines(root / "proc/self/mountinfo"):
        place, _, kind = line.partition(" - ")
        words = place.split()
        if kind.startswith("cgroup2 ") and words[3] == "/" and "\\" not in words[4]:
            return root / words[4].lstrip("/")
    return None


def _handed_over(group: Path, user: int) -> bool:
    """An ordinary user owns only what was given away. Root owns everything: there systemd must say it."""
    try:
        if group.stat().st_uid != user:
            return False
    except OSError:
        return False
    writable = all(os.access(group / name, os.W_OK) for name in ("", *_HANDED_OVER_FILES))
    return writable and (user != 0 or any(_mark(group, name) == b"1" for name in _MARKS))


def _mark(group: Path, name: str) -> bytes:
    try:
        return os.getxattr(group, name)
    except OSError:
        return b""


def _words(file: Path) -> list[str]:
    return [word for line in _lines(file) for word in line.split()]


def _lines(file: Path) -> Iterator[str]:
    try:
        yield from file.read_text().splitlines()
    except OSError:
        return
