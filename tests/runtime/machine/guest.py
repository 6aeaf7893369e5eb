"""What runs in the virtual machine: groups that are handed over, and runs in them.

    python3 guest.py           as the machine's first process: all trials, then it is switched off
    python3 guest.py stand-ins FOLDER
    python3 guest.py TRIAL     as the learner, in a group of their own

Prints one line of JSON a trial. TensorFlow is a stand-in: the machine is an emulated one, and slow.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from stand_ins import write_stand_ins

HERE = Path(__file__).resolve()
TOP = HERE.parents[3]
MARK = "trial: "
USER = 1000
HIERARCHY = Path("/sys/fs/cgroup")
SERVICE = HIERARCHY / f"user.slice/user-{USER}.slice/user@{USER}.service"


def furnish() -> None:
    """The file systems that a machine has, and a user's manager that has handed a group over."""
    mounts = {
        "/proc": "proc",
        "/sys": "sysfs",
        "/dev": "devtmpfs",
        "/run": "tmpfs",
        str(HIERARCHY): "cgroup2",
    }
    libc = ctypes.CDLL(None, use_errno=True)
    for place, kind in mounts.items():
        if libc.mount(kind.encode(), place.encode(), kind.encode(), 0, None) != 0:
            raise OSError(ctypes.get_errno(), f"mount {place}")
    os.environ["PATH"] = "/usr/bin:/bin"
    write_stand_ins(Path("/run/packages"))
    Path("/run/home").mkdir()
    os.chown("/run/home", USER, USER)
    folder = HIERARCHY
    for name in SERVICE.relative_to(HIERARCHY).parts:
        (folder / "cgroup.subtree_control").write_text("+memory +pids")
        folder /= name
        folder.mkdir()
    (SERVICE / "cgroup.subtree_control").write_text("+memory +pids")


def hand_over(name: str) -> Path:
    """A scope, owned by the user as systemd does it for Delegate=yes."""
    scope = SERVICE / name
    scope.mkdir()
    for file in ("", "cgroup.procs", "cgroup.threads", "cgroup.subtree_control"):
        os.chown(scope / file, USER, USER)
    return scope


def in_scope(scope: Path, trial: str) -> None:
    """A tutor, alone in its scope, as the user."""

    def enter() -> None:
        (scope / "cgroup.procs").write_text(str(os.getpid()))
        os.setgroups([])
        os.setgid(USER)
        os.setuid(USER)

    environ = {"PATH": "/usr/bin:/bin", "HOME": "/run/home", "PYTHONPATH": f"/run/packages:{TOP}"}
    arguments = [sys.executable, "-B", str(HERE), trial]
    subprocess.run(arguments, preexec_fn=enter, env=environ, cwd="/run/home", check=False)
    left = sorted(path.name for path in scope.iterdir() if path.is_dir())
    print(f"{MARK}{json.dumps({'trial': f'left by {trial}', 'groups': left})}", flush=True)


# the trials; each returns what the test compares


def unwatched() -> None:
    """Takes the tutor's own eye off memory and processes: what ends a run now is the kernel."""
    from tftutor.runtime import resource_usage

    setattr(resource_usage, "load", lambda keeper, first: resource_usage.Load(1, 1.0))  # noqa: B010


def started(**options: Any) -> Any:
    from tftutor.runtime import Confinement, Runtime

    without = Confinement(without=frozenset(options.pop("without", ())))
    return Runtime(scratch=Path("runs").resolve(), device="cpu", confinement=without)


def program(code: str, **limits: Any) -> Any:
    from tftutor.runtime import Limits, Program

    return Program(code=code, limits=Limits(**{"seconds": 120.0, **limits}))


def layers(scope: Path) -> dict[str, Any]:
    with started() as runtime:
        facts = runtime.facts()
        tutor = Path("/proc/self/cgroup").read_text().strip().rpartition("/")[2]
        layer = facts.layers["control-group"]
        return {"state": layer.state, "why": layer.why, "protection": facts.protection, "tutor": tutor}


def a_jump_of_memory(scope: Path) -> dict[str, Any]:
    unwatched()
    with started() as runtime:
        evidence = runtime.run(program("x = bytearray(400 << 20)\nprint('had it')", memory_mb=200))
        after = runtime.run(program("print('next')", memory_mb=200))
    used = evidence.usage.memory_mb
    return {"ending": evidence.ending, "sentence": evidence.sentence, "used": used, "after": after.output}


def memory_that_no_process_maps(scope: Path) -> dict[str, Any]:
    """A memory file, which the tutor's own count does not see: it looks at processes."""
    code = """\
import os
fd = os.memfd_create("hidden")
for _ in range(100): os.write(fd, bytes(4 << 20))
print('had it')
"""
    with started(without={"seccomp"}) as runtime:
        evidence = runtime.run(program(code, memory_mb=200))
    return {"ending": evidence.ending, "sentence": evidence.sentence, "output": evidence.output}


def a_family_of_processes(scope: Path) -> dict[str, Any]:
    """One of them goes past the limit: all end."""
    unwatched()
    code = """\
import os, time
for _ in range(3):
    if os.fork() == 0: time.sleep(600)
x = bytearray(400 << 20)
"""
    with started(without={"seccomp"}) as runtime:
        evidence = runtime.run(program(code, memory_mb=200))
    return {"ending": evidence.ending, "sentence": evidence.sentence}


def threads_without_end(scope: Path) -> dict[str, Any]:
    from tftutor.runtime import program as programs

    setattr(programs, "_THREADS_OF_A_RUN", 24)  # noqa: B010  (the machine is slow)
    code = """\
import threading
stop = threading.Event()
threads = [threading.Thread(target=stop.wait) for _ in range(200)]
try:
    for thread in threads: thread.start()
except RuntimeError as error: print(error)
print(threading.active_count())
stop.set()
"""
    with started() as runtime:
        evidence = runtime.run(program(code, processes=16))
    return {"ending": evidence.ending, "output": evidence.output}


def what_is_written(scope: Path) -> dict[str, Any]:
    """The limits, read while the program runs; and the groups during and after."""
    from tftutor.runtime import Output

    seen: dict[str, Any] = {}

    def look(event: object) -> None:
        if isinstance(event, Output) and "on" in event.text:
            (group,) = [g for g in scope.glob("tftutor-run-*") if (g / "memory.max").read_text() != "max\n"]
            for name in ("memory.max", "pids.max", "memory.oom.group"):
                seen[name] = (group / name).read_text().strip()
            seen["members"] = len((group / "cgroup.procs").read_text().split())
            seen["memory"] = 0 < int((group / "memory.current").read_text()) < 600 << 20

    with started() as runtime:
        runtime.run(program("print('on', flush=True)\ninput", memory_mb=600), on_event=look)
    seen["left"] = [group.name for group in scope.glob("tftutor-run-*")]
    return seen


def a_tutor_that_is_killed(scope: Path) -> dict[str, Any]:
    """Its groups are left, empty; the next tutor clears them up."""
    with started() as runtime:
        runtime.facts()  # we move into the tutor's place, and what we start begins there
    tutor = subprocess.Popen([sys.executable, "-B", str(HERE), "endless"], stdout=subprocess.PIPE)
    assert tutor.stdout is not None
    tutor.stdout.readline()
    while_it_ran = len(list(scope.glob("tftutor-run-*")))
    tutor.send_signal(signal.SIGKILL)
    tutor.wait()
    until = time.monotonic() + 60
    while time.monotonic() < until and any(map(members, scope.glob("tftutor-run-*"))):
        time.sleep(0.1)
    left = len(list(scope.glob("tftutor-run-*")))
    with started() as runtime:
        runtime.facts()
        now = [group.name for group in scope.glob("tftutor-run-*") if f"-{tutor.pid}-" in group.name]
    return {"while it ran": while_it_ran > 0, "left": left > 0, "after the next": now}


def endless(scope: Path) -> dict[str, Any]:
    with started() as runtime:
        runtime.run(program("print('on', flush=True)\nwhile True: pass"), on_event=lambda event: say_once())
    return {}


_SAID = threading.Event()


def say_once() -> None:
    if not _SAID.is_set():
        _SAID.set()
        print("on", flush=True)


def members(group: Path) -> list[str]:
    return (group / "cgroup.procs").read_text().split()


def not_alone(scope: Path) -> dict[str, Any]:
    """A shell in the same scope: it is not ours to move, and runs go on without groups."""
    tutor = [sys.executable, "-B", str(HERE), "layers"]
    said = subprocess.run(tutor, capture_output=True, text=True, check=False).stdout
    return {"inner": json.loads(said.partition(MARK)[2])}


TRIALS: tuple[Callable[[Path], dict[str, Any]], ...] = (
    layers, what_is_written, a_jump_of_memory, memory_that_no_process_maps, a_family_of_processes,
    threads_without_end, a_tutor_that_is_killed, not_alone,
)  # fmt: skip


def switch_off() -> None:
    os.sync()
    ctypes.CDLL(None).reboot(0x4321FEDC)  # LINUX_REBOOT_CMD_POWER_OFF


def main() -> None:
    if os.getpid() == 1:
        subprocess.run([sys.executable, "-B", str(HERE)], check=False)
        switch_off()
    elif len(sys.argv) == 3:
        write_stand_ins(Path(sys.argv[2]))
    elif len(sys.argv) == 2:
        trial = next(trial for trial in (*TRIALS, endless) if trial.__name__ == sys.argv[1])
        scope = HIERARCHY / Path("/proc/self/cgroup").read_text().strip().removeprefix("0::/")
        told = {"trial": trial.__name__, **trial(scope)}
        print(f"{MARK}{json.dumps(told)}", flush=True)
    else:
        furnish()
        for number, trial in enumerate(TRIALS):
            in_scope(hand_over(f"run-{number}.scope"), trial.__name__)


if __name__ == "__main__":
    main()
