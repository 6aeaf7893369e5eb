"""The life of one sandbox: confined, warmed up, given a program, watched to its end."""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import gc
import os
import random
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Sequence
from typing import Any, NamedTuple

from . import datasets, frames, grants, layers, libraries, probes, refusals, semaphores, system
from .landlock import Grant
from .sections import Play

REQUESTS, REPORTS, STACK = 3, 4, 5


class Inheritance(NamedTuple):
    """What the zygote found out once, for all its children."""

    libraries: libraries.Libraries
    bindings: Sequence[datasets.Binding]
    grants: Sequence[Grant]
    import_path: Sequence[str]
    means: layers.Means


def live(order: dict[str, Any], fds: Sequence[int], inheritance: Inheritance, keeper: int) -> None:
    """Never returns. ``order`` says folders, readable paths, device, whether to warm up, and the token."""
    code = 70
    try:
        _enter_group(order["group"])
        _take_descriptors(fds)
        _reset_signals()
        _furnish(order["folder"], order["temporary"], inheritance.import_path)
        ready = _confine(order, inheritance, keeper)
        token = bytes.fromhex(order["token"])
        _report(token, frames.READY, ready)
        request = _next_request()
        if request is not None:
            code = _run(request, ready, inheritance, order["folder"])
    except BrokenPipeError:
        code = 70  # the tutor has gone
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def _enter_group(group: str) -> None:
    """What runs from here on counts there. The tutor looks for itself whether we are in it."""
    if group:
        with contextlib.suppress(OSError), open(f"{group}/cgroup.procs", "w") as members:
            members.write("0")


def _take_descriptors(fds: Sequence[int]) -> None:
    """0 is empty, 1 and 2 are the program's output, then requests, reports, stack. Nothing else stays."""
    empty = os.open(os.devnull, os.O_RDONLY)
    high = [os.dup2(fd, 100 + place) for place, fd in enumerate([empty, *fds])]
    for place, fd in enumerate(high):
        os.dup2(fd, place, inheritable=place < 3)
    os.closerange(len(high), 4096)
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure")  # noqa: B009
        reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


def _reset_signals() -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    faulthandler.enable(file=STACK, all_threads=False)
    faulthandler.register(system.STACK_SIGNAL, file=STACK, all_threads=False, chain=False)


def _furnish(folder: str, temporary: str, import_path: Sequence[str]) -> None:
    os.chdir(folder)
    os.umask(0o077)
    tempfile.tempdir = None
    os.environ.update(
        HOME=folder, PWD=folder, TMPDIR=temporary, MPLCONFIGDIR=temporary, XDG_CACHE_HOME=temporary
    )
    sys.path[:] = [folder, *import_path]
    sys.argv[:] = [os.path.join(folder, "program.py")]
    atexit._clear()
    random.seed()


def _confine(order: dict[str, Any], inheritance: Inheritance, keeper: int) -> dict[str, Any]:
    """What the tutor may know of this sandbox: layers, GPUs, whether it is bound to the CPU already."""
    semaphores.install()
    gpu = order["device"] != "cpu" and grants.gpu_is_here()
    writable = (order["folder"], order["temporary"])
    cell = layers.Cell(keeper, writable, order["readable"], inheritance.grants, gpu, inheritance.means)
    reports = layers.confine(cell)
    if reports[-1].state == "active":
        refusals.speak_up()
    tf = inheritance.libraries.tf
    gpus = libraries.gpus(tf)
    on_cpu = not gpus or order["device"] == "cpu"
    if on_cpu:  # with a GPU the context would take its memory long before its turn
        libraries.use_device(tf, "cpu")
        if order["start_tensorflow"]:
            libraries.warm_up(tf)
    return {"layers": [list(report) for report in reports], "gpus": gpus, "on_cpu": on_cpu}


def _next_request() -> Any:
    payload = frames.read_request(lambda size: os.read(REQUESTS, size))
    return None if payload is None else frames.decode(payload, _make_array)


def _make_array(name: str, shape: tuple[int, ...], data: bytes) -> Any:
    import numpy

    return numpy.frombuffer(data, dtype=name).reshape(shape).copy()


def _report(token: bytes, kind: bytes, value: Any) -> None:
    data = memoryview(frames.frame(token, kind, frames.encode(value)))
    while data:
        data = data[os.write(REPORTS, data) :]


def _run(request: dict[str, Any], ready: dict[str, Any], inheritance: Inheritance, folder: str) -> int:
    token = bytes.fromhex(request["token"])
    loaded, captured = inheritance.libraries, libraries.Captured()
    device = "cpu" if ready["on_cpu"] else libraries.use_device(loaded.tf, request["device"])
    datasets.offer(inheritance.bindings, request["mounts"], loaded.numpy)
    libraries.seed(loaded, request["seed"])
    limits = request["limits"]
    if "limits" not in inheritance.means.without:
        layers.limit_run(limits["memory_mb"], limits["disk_mb"], limits["tasks"], device == "gpu")
    play = Play([*request["prelude"], {"name": request["name"], "code": request["code"]}])
    before = time.process_time()
    _report(token, frames.STARTED, {"device": device, "cpu": before})
    began = time.monotonic()
    outcome = play.run(then=captured.restore)
    _flush()
    _report(token, frames.ENDED, {**outcome, "seconds": time.monotonic() - began})
    after = _next_request()
    if after is not None:
        os.chdir(folder)
        context = probes.ProbeContext(play, loaded, folder, lambda: libraries.seed(loaded, request["seed"]))
        _answer(after, context, captured)
    return _close(play, int(outcome["exit_code"]))


def _answer(request: dict[str, Any], context: probes.ProbeContext, captured: libraries.Captured) -> None:
    """Evaluates the probes. Whatever they or the code they call print is dropped."""
    token = bytes.fromhex(request["token"])
    empty = os.open(os.devnull, os.O_WRONLY)
    kept = [os.dup(1), os.dup(2)]
    os.dup2(empty, 1)
    os.dup2(empty, 2)
    os.close(empty)
    for probe in request["probes"]:
        value = probes.evaluate(probe, context)
        captured.restore()  # it may have called the learner's code
        try:
            _report(token, frames.VALUE, value)
        except (frames.Refused, RecursionError) as error:
            _report(token, frames.VALUE, probes.failure(type(error).__name__, str(error)))
    _flush()
    for place, fd in enumerate(kept, start=1):
        os.dup2(fd, place)
        os.close(fd)
    _report(token, frames.DONE, None)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue  # closed or replaced by the learner's code


def _close(play: Play, code: int) -> int:
    """What Python does at its end: wait for threads, call the exit hooks, drop what is left."""
    shutdown: Any = getattr(threading, "_shutdown")  # noqa: B009
    shutdown()
    atexit._run_exitfuncs()
    play.forget()  # writers of event files write what they hold when they go
    gc.collect()
    _flush()
    return code
