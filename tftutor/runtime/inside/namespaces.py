"""A file tree of its own, for kernels whose Landlock is absent or too old, by namespaces.

The new tree holds what was granted and nothing else; there is no network, not even loopback. The
process must have one thread. Constants are those of linux/sched.h and linux/mount.h.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import signal
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence

from . import capabilities, system
from .landlock import READ, READ_DIR, WRITE, WRITE_FILE, Grant

_NEW_MOUNTS, _NEW_HOSTNAME, _NEW_IPC, _NEW_USER, _NEW_NETWORK = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x40000000,
)  # fmt: skip
_NOSUID, _NODEV, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 2, 4, 32, 4096, 16384, 1 << 18
_DETACH = 2
_MOUNT_SETATTR = 442  # the same on every machine; Linux 5.12
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_ATTR_READ_ONLY, _ATTR_NOSUID, _ATTR_NODEV = 1, 2, 4
_NEW_ROOT = "/tmp"  # any folder would do: the new tree is built over it, where nobody else sees it
_PROBE_SECONDS_MAX = 20


class _Attributes(ctypes.Structure):
    _fields_ = [
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("user", ctypes.c_uint64),
    ]


def why_not(grants: Sequence[Grant]) -> str:
    """Empty where `enter` works, tried in a process that is thrown away; else what the kernel said."""
    read, write = os.pipe()
    folder = tempfile.mkdtemp(dir=os.getcwd())
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            os.close(read)
            os.write(write, _try(grants, folder).encode()[:500])
        os._exit(0)
    os.close(write)
    with open(read, "rb") as answer:
        said = answer.read().decode("utf-8", "replace")
    os.waitpid(pid, 0)
    os.rmdir(folder)
    return "" if said == "works" else said or "the attempt ended without a word"


def _try(grants: Sequence[Grant], folder: str) -> str:
    signal.alarm(_PROBE_SECONDS_MAX)
    try:
        enter([*grants, Grant(folder, WRITE), Grant(f"/proc/{os.getpid()}", READ)], [])
        os.chdir(folder)
        with open("file", "w") as file:
            file.write("x")
        os.unlink("file")
        return "works" if not os.path.exists("/home") else "the old tree is still there"
    except OSError as error:
        return f"{error.filename or ''}: {error.strerror}".lstrip(": ")


def enter(grants: Sequence[Grant], links_of: Iterable[str]) -> None:
    """Leaves for a tree with ``grants`` only, and the symbolic links on the way to ``links_of``.

    Raises OSError where the kernel, or a security module, does not let us.
    """
    user, group, folder = os.getuid(), os.getgid(), os.getcwd()
    links = dict(_links(links_of))
    kinds = _NEW_USER | _NEW_MOUNTS | _NEW_IPC | _NEW_HOSTNAME | _NEW_NETWORK
    system.call("unshare", ctypes.c_int(kinds))
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    _mount(None, "/", None, _RECURSIVE | _PRIVATE)
    held = [(grant, os.open(grant.path, os.O_PATH | os.O_CLOEXEC)) for grant in _existing(grants)]
    _mount("tmpfs", _NEW_ROOT, "tmpfs", _NOSUID | _NODEV, "size=1m,mode=0755")
    for grant, fd in held:
        _place(grant, fd)
        os.close(fd)
    for path, target in links.items():
        _link(path, target)
    _link("/proc/self", str(os.getpid()))
    _seal(_NEW_ROOT, recursive=False)
    os.chdir(_NEW_ROOT)
    system.call("pivot_root", b".", b".")
    system.call("umount2", b".", ctypes.c_int(_DETACH))
    os.chdir(folder if os.path.isdir(folder) else "/")
    capabilities.drop()  # those over the new tree: with them it could be changed back


def _existing(grants: Sequence[Grant]) -> list[Grant]:
    """Those that are there, folders before what is in them."""
    return sorted((g for g in grants if os.path.exists(g.path)), key=lambda grant: grant.path.count("/"))


def _place(grant: Grant, fd: int) -> None:
    """Puts a file or folder at its place in the new tree, read-only unless it was granted for writing."""
    place, mode = _NEW_ROOT + grant.path, os.fstat(fd).st_mode
    if stat.S_ISDIR(mode):
        os.makedirs(place, exist_ok=True)
        if grant.access == READ_DIR:
            return  # what it holds is granted one by one, and not all of it
    elif not os.path.lexists(place):
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w"):
            pass
    _mount(f"/proc/self/fd/{fd}", place, None, _BIND | _RECURSIVE)
    attributes = _ATTR_NOSUID
    if not grant.access & WRITE_FILE:
        attributes |= _ATTR_READ_ONLY
    if stat.S_ISDIR(mode):
        attributes |= _ATTR_NODEV
    _set_attributes(place, attributes, recursive=True)


def _seal(place: str, recursive: bool) -> None:
    _set_attributes(place, _ATTR_READ_ONLY | _ATTR_NOSUID | _ATTR_NODEV, recursive)


def _set_attributes(place: str, attributes: int, recursive: bool) -> None:
    try:
        _set_at_one_stroke(place, attributes, recursive)
    except OSError as error:
        if error.errno != errno.ENOSYS:
            raise
        for mounted in _mounts_under(place) if recursive else (place,):
            _set_for_one(mounted, attributes)


def _set_for_one(place: str, attributes: int) -> None:
    """Before Linux 5.12: one mount at a time. What it forbids already it has to go on forbidding."""
    kept = os.statvfs(place).f_flag & (_ATTR_READ_ONLY | _ATTR_NOSUID | _ATTR_NODEV | os.ST_NOEXEC)
    _mount(None, place, None, _REMOUNT | _BIND | attributes | kept)


def _mounts_under(place: str) -> list[str]:
    """Where something is mounted: there and further down."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as table:
        told = [line.split(" ")[4] for line in table]
    places = [re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), path) for path in told]
    return [path for path in places if path == place or path.startswith(place + "/")]


def _set_at_one_stroke(place: str, attributes: int, recursive: bool) -> None:
    wanted = _Attributes(attributes, 0, 0, 0)
    system.syscall(
        _MOUNT_SETATTR,
        ctypes.c_int(_AT_FDCWD),
        os.fsencode(place),
        ctypes.c_uint(_AT_RECURSIVE if recursive else 0),
        ctypes.byref(wanted),
        ctypes.c_size_t(ctypes.sizeof(wanted)),
    )


def _mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    texts = [None if text is None else os.fsencode(text) for text in (source, target, kind, options)]
    system.call("mount", *texts[:3], ctypes.c_ulong(flags), texts[3])


def _links(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every symbolic link that is met on the way to these paths, and where each points."""
    for path in paths:
        waiting = [os.path.abspath(path)]
        for _ in range(40):  # as many as the kernel would follow
            if not waiting:
                break
            parts = waiting.pop().split("/")[1:]
            for end in range(1, len(parts) + 1):
                here = "/" + "/".join(parts[:end])
                if os.path.islink(here):
                    target = os.readlink(here)
                    yield here, target
                    rest = "/".join(parts[end:])
                    waiting.append(os.path.normpath(os.path.join(os.path.dirname(here), target, rest)))
                    break


def _link(path: str, target: str) -> None:
    place = _NEW_ROOT + path
    if not os.path.lexists(place):
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.symlink(target, place)
