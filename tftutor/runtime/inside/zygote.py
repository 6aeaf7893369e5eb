"""The zygote: a process that has imported TensorFlow, and forks a keeper for each run.

It never runs an operation and never has a second thread: a TensorFlow that has started does not
survive a fork, and threads started before the confinement would stay outside it.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from typing import Any

from . import cusolver, datasets, grants, keeper, layers, libraries, system, tree
from .child import Inheritance

_SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_MESSAGE_BYTES_MAX = 1 << 18


def main(control_fd: int) -> None:
    control = socket.socket(fileno=control_fd)
    control.set_inheritable(False)
    settings = json.loads(control.recv(_MESSAGE_BYTES_MAX))
    _log_to(settings["log"])
    try:
        preloaded = cusolver.load(sys.path, os.environ)
        inheritance = _prepare(settings)
    except BaseException as error:  # a broken TensorFlow raises whatever it likes
        last = str(error).strip().splitlines()[-1:] or [""]
        control.send(json.dumps({"failed": f"{type(error).__name__}: {last[0]}"[:500]}).encode())
        sys.exit(1)
    system.prctl(system.SET_CHILD_SUBREAPER, 1)
    system.prctl(system.SET_DUMPABLE, 0)
    gc.collect()
    gc.freeze()
    up = {
        **libraries.versions(inheritance.libraries), "threads": system.threads(), "preloaded": preloaded,
    }  # fmt: skip
    control.send(json.dumps(up).encode())
    _serve(control, inheritance)


def _log_to(path: str) -> None:
    """Output goes to a file from now on; `sys.stdout` was made for a pipe, as its heirs will need it."""
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


def _prepare(settings: dict[str, Any]) -> Inheritance:
    loaded = libraries.load()
    for name in _SINGLE_THREADED:  # they were for the imports; the learner's code may use every core
        os.environ.pop(name, None)
    base = grants.for_interpreter(settings["hidden"])
    means = layers.find_means(base, settings["landlock_max"], settings["without"])
    return Inheritance(loaded, datasets.find_bindings(), base, grants.import_path(), means)


def _serve(control: socket.socket, inheritance: Inheritance) -> None:
    wake_read, wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake_write)
    signal.signal(signal.SIGCHLD, lambda number, stack: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keepers: set[int] = set()
    while True:
        sources: list[Any] = [control, wake_read]
        ready, _, _ = select.select(sources, [], [])
        if wake_read in ready:
            os.read(wake_read, 4096)
            _reap(keepers)
        if control in ready:
            message, fds, _, _ = socket.recv_fds(control, _MESSAGE_BYTES_MAX, 8)
            if not message:
                return
            keepers.add(_fork_keeper(control, json.loads(message), fds, inheritance))


def _fork_keeper(
    control: socket.socket, order: dict[str, Any], fds: list[int], inheritance: Inheritance
) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            control.close()
            keeper.keep(order, fds, inheritance)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(70)
    for fd in fds:
        os.close(fd)
    return pid


def _reap(keepers: set[int]) -> None:
    """Buries keepers that ended, and what a keeper that died in office left to us."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            break
        keepers.discard(pid)
    for orphan in tree.children(os.getpid()):
        if orphan not in keepers:
            os.kill(orphan, signal.SIGKILL)
