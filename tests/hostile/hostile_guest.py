"""The first process of a virtual machine in which hostile programs are tried.

Reads /order, which `on_kernels.py` wrote. Prints, marked, a line for each program, and what the tutor says
of its protection. When a program ends all other processes, it goes on with the next.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from stand_ins import write_stand_ins  # noqa: E402

MARK, UP = "trial: ", "the machine is up"
USERS = {"root": 0, "user": 54321}
_MOUNTS = {
    "/proc": "proc", "/sys": "sysfs", "/dev": "devtmpfs", "/dev/shm": "tmpfs", "/dev/pts": "devpts",
    "/run": "tmpfs", "/tmp": "tmpfs", "/var/tmp": "tmpfs",
}  # fmt: skip
_FACTS = """
import json, os, sys
from pathlib import Path
from tftutor.runtime import Runtime
from tftutor.runtime.inside import landlock
with Runtime(scratch=Path("facts").resolve(), device="cpu") as runtime:
    facts = runtime.facts()
layers = {name: [layer.state, layer.why] for name, layer in facts.layers.items()}
told = {"kernel": os.uname().release, "landlock": landlock.abi(), "protection": facts.protection}
print(json.dumps({**told, "layers": layers}))
"""


def furnish() -> None:
    """The file systems that a machine has, empty places to write to, and its own network of one."""
    libc = ctypes.CDLL(None, use_errno=True)
    for place, kind in _MOUNTS.items():
        Path(place).mkdir(parents=True, exist_ok=True)
        if libc.mount(kind.encode(), place.encode(), kind.encode(), 0, None) != 0:
            raise OSError(ctypes.get_errno(), f"mount {place}")
        if kind == "tmpfs":
            Path(place).chmod(0o1777)
    subprocess.run(["/busybox", "ifconfig", "lo", "up"], check=True)


def say(label: str, told: object) -> None:
    """On a line of its own, whatever a program left on the console."""
    print(f"\n{MARK}{label} {json.dumps(told)}", flush=True)


def as_user(user: str, arguments: Sequence[str | Path], order: dict[str, Any]) -> subprocess.Popen[str]:
    home = Path("/run") / user
    home.mkdir(exist_ok=True)
    os.chown(home, USERS[user], USERS[user])
    environ = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.Popen(
        [sys.executable, *arguments], env={**environ, **order["environ"]}, cwd=home, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        user=USERS[user], group=USERS[user], extra_groups=[],
    )  # fmt: skip


def what_is_said(user: str, word: str, arguments: list[str], order: dict[str, Any]) -> None:
    """Of the protection: the layers themselves, or a command's text."""
    command = ["-c", _FACTS] if word == "facts" else ["-m", "tftutor", word, *arguments]
    (Path("/run") / user).mkdir(exist_ok=True)
    (Path("/run") / user / "hello.py").write_text("print('hello')\n")
    say(f"{user}:{word}", as_user(user, command, order).communicate()[0])


def tried(user: str, configuration: str, programs: list[str], order: dict[str, Any]) -> None:
    """All of them; one that ends the tutor's process too is told as such."""
    while programs:
        table = as_user(
            user,
            [
                HERE / "table.py", "--expendable", "--strict", "--configurations", configuration,
                "--programs", ",".join(programs),
            ],
            order,
        )  # fmt: skip
        assert table.stdout is not None
        other = []
        for line in table.stdout:
            if line.startswith(f"{configuration} ["):
                say(f"{user}:{configuration}", json.loads(line.partition(" ")[2]))
                programs = programs[1:]
            else:
                other.append(line)
        ended = table.wait()
        if programs:
            hole = f"the tutor's process ended too: {ended} {''.join(other)[-300:]}"
            say(f"{user}:{configuration}", [programs[0], "lost", [hole], 0])
            programs = programs[1:]


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    furnish()
    print(f"\n{UP}", flush=True)
    order = json.loads(Path("/order").read_text())
    if order["stand-ins"]:
        write_stand_ins(Path(order["stand-ins"]), ("tensorflow", "keras"))
    for name, value in order["sysctl"].items():
        Path("/proc/sys", name.replace(".", "/")).write_text(value)
    for user, word, arguments in order["to say"]:
        what_is_said(user, word, arguments, order)
    for user, configuration, programs in order["trials"]:
        tried(user, configuration, programs, order)
    os.sync()
    ctypes.CDLL(None).reboot(0x4321FEDC)  # LINUX_REBOOT_CMD_POWER_OFF


if __name__ == "__main__":
    main()
