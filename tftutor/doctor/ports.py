"""Who listens on a port of this machine, as /proc shows it."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass

from tftutor.doctor.system import System

_TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
_LISTENING = "0A"
_EVERYWHERE = frozenset({"0" * 8, "0" * 32})


@dataclass(frozen=True)
class Listener:
    """A socket that waits for callers.

    everywhere  it takes calls from other machines too (0.0.0.0 or ::), not from this one only
    user        the number of the user it belongs to
    process     its process, and its command's words; 0 and "" where another user owns it
    """

    port: int
    everywhere: bool
    user: int
    process: int = 0
    words: str = ""

    @property
    def is_mine(self) -> bool:
        return self.user == os.getuid()


def is_taken(port: int) -> bool:
    """By trying to listen there, as a server does; nothing is sent or accepted."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno == 98  # EADDRINUSE
    return False


def listener(system: System, port: int) -> Listener | None:
    """Who listens on the port; None where nobody does or /proc does not say."""
    found: dict[str, tuple[bool, int]] = {}
    for table in _TABLES:
        for line in system.text(table).splitlines()[1:]:
            fields = line.split()
            if len(fields) > 9 and fields[3] == _LISTENING and fields[1].endswith(f":{port:04X}"):
                everywhere = fields[1].partition(":")[0] in _EVERYWHERE
                found[f"socket:[{fields[9]}]"] = (everywhere, int(fields[7]))
    if not found:
        return None
    everywhere = any(one for one, _ in found.values())
    user = next(iter(found.values()))[1]
    process = _holder(system, frozenset(found))
    words = system.text(f"/proc/{process}/cmdline", 4096).split("\0") if process else []
    names = " ".join(word.rpartition("/")[2] for word in words[:2] if word)
    return Listener(port, everywhere, user, process, names)


def _holder(system: System, sockets: frozenset[str]) -> int:
    """The process that holds one of the sockets; 0 where none of ours does."""
    for process in system.names("/proc"):
        if process.isdecimal() and _holds(process, sockets):
            return int(process)
    return 0


def _holds(process: str, sockets: frozenset[str]) -> bool:
    try:
        with os.scandir(f"/proc/{process}/fd") as files:
            return any(_target(file.path) in sockets for file in files)
    except OSError:
        return False


def _target(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""
