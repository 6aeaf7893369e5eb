"""The runtime's face: programs go in, evidence comes out."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from tftutor.problems import MachineProblem, TensorFlowProblem
from tftutor.runtime import facts, kept_files, sentences
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.confinement import Confinement
from tftutor.runtime.events import Caution, Event, Waiting
from tftutor.runtime.evidence import Evidence
from tftutor.runtime.facts import RuntimeFacts, layers_of
from tftutor.runtime.folders import Root
from tftutor.runtime.groups import Groups
from tftutor.runtime.program import Device, Program
from tftutor.runtime.sandbox import Sandbox, SandboxReady
from tftutor.runtime.sentences import DOCTOR
from tftutor.runtime.snapshots import Snapshots
from tftutor.runtime.supervise import Supervision
from tftutor.runtime.zygote import Zygote

_LOG = logging.getLogger(__name__)
_READY_SECONDS_MAX = 300.0
_LOOK_EVERY = 0.1


def _ignore(event: Event) -> None:
    """For callers that do not listen."""


class Runtime:
    """Runs programs, each in a fresh process that has TensorFlow and little else. Thread-safe.

    python    an interpreter that has TensorFlow; None: the variable TFTUTOR_PYTHON, else this one
    scratch   folder for run folders; made when needed, left clean
    device    for programs that leave it open
    readable  folders with data that programs may be given; a program with data elsewhere starts
              a little slower, because no warm process can be used for it
    idle_seconds  how long TensorFlow waits for the next program before its memory is given back
    confinement  for tests of the layers; everybody else uses all that the machine has
    """

    def __init__(
        self,
        python: Path | None = None,
        *,
        scratch: Path,
        device: Device = "auto",
        readable: Sequence[Path] = (),
        idle_seconds: float = 900.0,
        confinement: Confinement = Confinement(),  # noqa: B008  (it is frozen)
    ) -> None:
        self._python = Path(python or os.environ.get("TFTUTOR_PYTHON") or sys.executable)
        self._scratch = scratch
        self._device: Device = device
        self._readable = tuple(str(path.resolve()) for path in readable)
        self._confinement = confinement
        self._lock = threading.Lock()
        self._root: Root | None = None
        self._groups: Groups | None = None
        self._zygote: Zygote | None = None
        self._warm: Sandbox | None = None
        self._facts: RuntimeFacts | None = None
        self._closed = False
        self._ahead = True  # one sandbox waits for the next program
        self._idle_seconds = idle_seconds
        self._calls = 0
        self._rest = threading.Timer(idle_seconds, self._rest_now)

    def start(self) -> None:
        """Starts TensorFlow ahead of time; returns at once. Raises `MachineProblem` without Python."""
        with self._busy():
            self._refill()

    def cool_down(self) -> None:
        """Ends the process that waits for the next program, and keeps none ready from now on.

        Programs that run go on, and more may be run.
        """
        with self._lock:
            self._ahead = False
            warm, self._warm = self._warm, None
        if warm is not None:
            warm.discard()

    def run(
        self,
        program: Program,
        *,
        on_event: Callable[[Event], None] = _ignore,
        cancel: Cancel | None = None,
        keep_in: Path | None = None,
        snapshots: Snapshots | None = None,
    ) -> Evidence:
        """Runs a program to its end, whatever that is. Several threads may at once.

        Files that match ``program.keep`` are moved into ``keep_in``, which is made when there are
        any. ``snapshots``: copies that are made of some of its folders meanwhile. Raises `MachineProblem`
        when no program can be run at all, and whatever ``on_event`` does; the run is over then.
        """
        limits = program.limits
        _LOG.info("run begins: %s, device %s, at most %g s", program.name, program.device, limits.seconds)
        _LOG.debug("its code:\n%s", program.code)
        with self._busy():
            evidence = self._run(program, on_event, cancel, keep_in, snapshots)
        used = evidence.usage
        _LOG.info("run ended: %s, %.1f s, %.0f MiB", evidence.ending, used.seconds, used.memory_mb)
        return evidence

    def _run(
        self,
        program: Program,
        on_event: Callable[[Event], None],
        cancel: Cancel | None,
        keep_in: Path | None,
        snapshots: Snapshots | None,
    ) -> Evidence:
        device = program.device if program.device != "auto" else self._device
        readable = [str(mount.folder.resolve()) for mount in program.data]
        unstarted = program.configures_devices
        sandbox, ready = self._take(device, readable, on_event, cancel, unstarted)
        try:
            if ready is None:
                return Evidence("cancelled", sentences.cancelled(0.0, ""), code=program.code)
            if device == "gpu" and not ready.gpus:
                raise MachineProblem(
                    "This machine has no GPU that TensorFlow can use.",
                    "Choose `--device cpu`, or run `tftutor env-doctor` to see why.",
                )
            caution = facts.caution(layers_of(ready.layers))
            if caution:
                on_event(Caution(caution))
            sandbox.folder.put(program.files)
            sandbox.group.limit(program.limits)
            if snapshots:
                snapshots.begin(sandbox.folder.work)
            supervision = Supervision(sandbox, ready, program, on_event, cancel, self._refill, snapshots)
            evidence = supervision.run(device)
            if keep_in is None or not program.keep:
                return evidence
            return replace(evidence, files=kept_files.keep(sandbox.folder.work, program.keep, keep_in))
        finally:
            sandbox.discard()

    def facts(self) -> RuntimeFacts:
        """Versions, GPUs and confinement, as a sandbox reports them. Waits until one is up."""
        if self._facts is None:
            with self._busy():
                self._facts = self._find_facts()
        return self._facts

    def _find_facts(self) -> RuntimeFacts:
        sandbox, ready = self._take(self._device, (), _ignore, None)
        with self._lock:
            spare = self._warm is not None or self._closed or not self._ahead
            if not spare:
                self._warm = sandbox
            zygote = self._zygote
        if spare:
            sandbox.discard()
        assert ready is not None and zygote is not None
        versions = zygote.wait_up()
        return RuntimeFacts(
            python=str(self._python),
            python_version=versions["python"],
            tensorflow_version=versions["tensorflow"],
            keras_version=versions["keras"],
            gpus=ready.gpus,
            layers=layers_of(ready.layers),
            preloaded=versions["preloaded"],
        )

    def close(self) -> None:
        """Ends the warm process and the zygote. Runs of other threads end with their own calls."""
        with self._lock:
            self._closed = True
            warm, zygote, root = self._warm, self._zygote, self._root
            self._warm = self._zygote = self._root = None
            self._rest.cancel()
        _end(warm, zygote, root)

    def __enter__(self) -> Runtime:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(
        self,
        device: Device,
        readable: Sequence[str],
        on_event: Callable[[Event], None],
        cancel: Cancel | None,
        unstarted: bool = False,
    ) -> tuple[Sandbox, SandboxReady | None]:
        """A sandbox that is ready, the warm one where it fits; None for ready when cancelled meanwhile.

        ``unstarted``: one in which TensorFlow has not run an operation. The warm one has, and stays.
        """
        with self._lock:
            warm = None if unstarted else self._warm
            sandbox = warm if warm is not None and warm.fits(device, readable) else None
            if sandbox is not None:
                self._warm = None
        for attempt in range(3):
            if sandbox is None:
                sandbox = self._spawn("cpu" if device == "cpu" else "auto", readable, not unstarted)
            try:
                return sandbox, self._await(sandbox, on_event if attempt == 0 else _ignore, cancel)
            except EOFError:  # it died before its time: killed, or out of memory
                if cancel is not None and cancel.requested:
                    return sandbox, None
                said = sandbox.said_on_stderr()
                sandbox.discard()
                sandbox = None
                self._raise_if_broken()
            except BaseException:
                sandbox.discard()
                raise
        last = said.splitlines()[-1] if said else "it ended without a word"
        raise MachineProblem(f"No process for your program could be started: {last}.", DOCTOR)

    def _await(
        self, sandbox: Sandbox, on_event: Callable[[Event], None], cancel: Cancel | None
    ) -> SandboxReady | None:
        zygote = self._zygote
        told = False
        for _ in range(int(_READY_SECONDS_MAX / _LOOK_EVERY)):
            ready = sandbox.wait_ready(_LOOK_EVERY)
            if ready is not None or (cancel is not None and cancel.requested):
                return ready
            if zygote is not None and not zygote.is_up() and not told:
                told = True
                on_event(Waiting("TensorFlow is starting"))
        raise TensorFlowProblem(
            f"TensorFlow did not start within {_READY_SECONDS_MAX:g} s.", DOCTOR, python=self._python
        )

    def _raise_if_broken(self) -> None:
        zygote = self._zygote
        if zygote is not None:
            zygote.is_up()

    def _spawn(self, device: Device, readable: Sequence[str], start_tensorflow: bool) -> Sandbox:
        with self._lock:
            return self._spawn_locked(device, readable, start_tensorflow)

    def _spawn_locked(
        self, device: Device, readable: Sequence[str], start_tensorflow: bool = True
    ) -> Sandbox:
        if self._closed:
            raise RuntimeError("this runtime is closed")
        wanted = tuple(dict.fromkeys((*self._readable, *readable)))
        for _ in range(2):
            if self._root is None:
                self._root = Root(self._scratch)
            if self._zygote is None or not self._zygote.alive():
                if self._zygote is not None:
                    self._zygote.close()
                self._groups = self._groups or self._confinement.groups()
                self._zygote = Zygote(self._python, self._root, self._groups, self._confinement)
            try:
                return self._zygote.spawn(device, wanted, start_tensorflow)
            except OSError:
                self._zygote.is_up()  # raises when it never was: then a second one would not be either
                self._zygote.close()
                self._zygote = None
        raise MachineProblem("The process that runs programs ends as soon as it starts.", DOCTOR)

    def _refill(self) -> None:
        """Orders the next warm sandbox, unless one is there."""
        with self._lock:
            if self._warm is None and self._ahead and not self._closed:
                self._warm = self._spawn_locked("cpu" if self._device == "cpu" else "auto", ())

    @contextmanager
    def _busy(self) -> Iterator[None]:
        """The zygote stays while any call is in here, and for a while after the last."""
        with self._lock:
            self._calls += 1
            self._rest.cancel()
        try:
            yield
        finally:
            with self._lock:
                self._calls -= 1
                self._rest_later()

    def _rest_later(self) -> None:
        self._rest.cancel()
        if not self._calls and not self._closed:
            self._rest = threading.Timer(self._idle_seconds, self._rest_now)
            self._rest.daemon = True
            self._rest.start()

    def _rest_now(self) -> None:
        """Gives the memory back that TensorFlow holds; the next program starts it again."""
        with self._lock:
            if self._calls or self._closed:
                return
            warm, zygote, root = self._warm, self._zygote, self._root
            self._warm = self._zygote = self._root = None
        _end(warm, zygote, root)


def _end(warm: Sandbox | None, zygote: Zygote | None, root: Root | None) -> None:
    if zygote is not None:
        zygote.end_early()  # first: the warm one would wait until TensorFlow has been imported
    if warm is not None:
        warm.discard()
    if zygote is not None:
        zygote.close()
    if root is not None:
        root.close()
