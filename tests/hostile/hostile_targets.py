"""What hostile programs aim at, made for them, and what became of it afterwards."""

from __future__ import annotations

import os
import resource
import select
import socket
import stat
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

_HOME = (".ssh/id_rsa", "work/thesis.txt", ".local/share/tftutor/progress.db", ".bash_history", ".bashrc")
_SHARED_FOLDERS = (Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"))
_MARKS = ("hx_pwned", "hx_0", "pwned", "tftutor_was", "hog")
_LIMITS = (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE)


class Targets:
    """A home folder, a process and four servers; `harm` says what was done to them.

    ``strict``: no other program of this user runs, so that nothing of this user's may be new in /tmp.
    """

    def __init__(self, folder: Path, *, strict: bool = False) -> None:
        self._stack = ExitStack()
        self._strict = strict
        self.home = folder / "home"
        for name in _HOME:
            path = self.home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"SECRET of the test: {name}")
        (self.home / "empty").mkdir()
        (folder / "another").mkdir()
        self._other = folder / "another" / "progress.db"
        self._other.write_text("SECRET of the test: another learner's")
        self._victim = subprocess.Popen(
            [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True
        )
        self._abstract = f"hx-{os.getpid()}"
        self._path = str(folder / "server")
        self._tcp = self._stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self._udp = self._datagrams(socket.AF_INET, ("127.0.0.1", 0))
        unix = [self._stack.enter_context(socket.socket(socket.AF_UNIX)) for _ in range(2)]
        for server, name in zip(unix, ("\0" + self._abstract, self._path), strict=True):
            server.bind(name)
            server.listen()
        self._servers = [self._tcp, self._udp, *unix]
        self._servers.append(self._datagrams(socket.AF_UNIX, self._path + ".dgram"))
        self._before = self._picture()

    def _datagrams(self, family: socket.AddressFamily, address: object) -> socket.socket:
        server = self._stack.enter_context(socket.socket(family, socket.SOCK_DGRAM))
        server.bind(address)
        return server

    def environ(self) -> dict[str, str]:
        """The variables by which the programs find their targets."""
        return {
            "HX_HOME": str(self.home),
            "HX_TUTOR_PID": str(self._victim.pid),
            "HX_TCP_PORT": str(self._tcp.getsockname()[1]),
            "HX_UDP_PORT": str(self._udp.getsockname()[1]),
            "HX_ABSTRACT": self._abstract,
            "HX_SOCK": self._path,
            "HX_OTHER_DB": str(self._other),
        }

    def harm(self) -> list[str]:
        """What differs from how it was; whatever came in is taken out, so that it is told once."""
        now = self._picture()
        found = [
            f"{key} changed"
            for key in now.keys() | self._before.keys()
            if now.get(key) != self._before.get(key)
        ]
        ready, _, _ = select.select(self._servers, [], [], 0)
        for server in ready:
            found.append(f"a server was reached: {server.getsockname()}")
            server.recv(100) if server.type == socket.SOCK_DGRAM else server.accept()[0].close()
        self._before = now
        return sorted(found)

    def _picture(self) -> dict[str, object]:
        picture: dict[str, object] = {}
        for path in sorted(self.home.parent.rglob("*")):
            seen = path.lstat()
            content = path.read_bytes() if path.is_file() else b""
            attributes = os.listxattr(path, follow_symlinks=False)
            times = seen.st_mtime_ns, seen.st_ctime_ns
            picture[str(path)] = (seen.st_mode, seen.st_uid, seen.st_nlink, times, content, attributes)
        picture["the victim"] = self._of_the_victim()
        for folder in _SHARED_FOLDERS:
            picture[f"files in {folder}"] = self._mine_in(folder)
        return picture

    def _of_the_victim(self) -> object:
        if self._victim.poll() is not None:
            return "ended"
        pid = self._victim.pid
        adjusted = Path(f"/proc/{pid}/oom_score_adj").read_text()
        limits = [resource.prlimit(pid, kind) for kind in _LIMITS]
        nice = os.getpriority(os.PRIO_PROCESS, pid)
        stopped = "T (stopped)" in Path(f"/proc/{pid}/status").read_text()
        return nice, os.sched_getaffinity(pid), os.sched_getscheduler(pid), limits, adjusted, stopped

    def _mine_in(self, folder: Path) -> list[str]:
        """Names of this user's, or those that the programs use where other programs of the user run."""
        found = []
        for entry in os.scandir(folder) if folder.is_dir() else ():
            try:
                mine = entry.stat(follow_symlinks=False).st_uid == os.getuid()
            except OSError:
                continue  # somebody's file, gone meanwhile
            if mine and (self._strict or folder.name == "shm" or any(mark in entry.name for mark in _MARKS)):
                found.append(entry.name)
        return sorted(found)

    def __enter__(self) -> Targets:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        self._victim.kill()
        self._victim.communicate()


def is_plain(folder: Path) -> bool:
    """Whether there are only files and folders in it, and no secret."""
    for path in folder.rglob("*"):
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            return False
        if stat.S_ISREG(mode) and b"SECRET of the test" in path.read_bytes():
            return False
    return True
