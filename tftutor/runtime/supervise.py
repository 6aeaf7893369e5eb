"""Watches one run from outside: its output, its limits, its end."""

from __future__ import annotations

import codecs
import json
import os
import secrets
import selectors
import time
from collections.abc import Callable
from typing import Any

from tftutor.problems import MachineProblem
from tftutor.runtime import messages, resource_usage
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.ending import RunObservations, evidence_of
from tftutor.runtime.events import CodeEnded, Event, Output, Started
from tftutor.runtime.evidence import Array, Ending, Evidence, ProgramError
from tftutor.runtime.inside import frames
from tftutor.runtime.logs import LogSplitter
from tftutor.runtime.printed import Printed
from tftutor.runtime.program import Program
from tftutor.runtime.sandbox import Sandbox, SandboxReady
from tftutor.runtime.sentences import DOCTOR
from tftutor.runtime.snapshots import Snapshots
from tftutor.runtime.stack import Stack

TICK = 0.05
_DISK_TICK = 0.25
_REFILL_AFTER = 0.15
_INTERRUPT_GRACE = 1.5
_EXIT_GRACE = 2.0
_CHUNK = 1 << 16


class Supervision:
    """One run in one sandbox. ``refill`` is called once the run is well under way, or over."""

    def __init__(
        self,
        sandbox: Sandbox,
        ready: SandboxReady,
        program: Program,
        on_event: Callable[[Event], None],
        cancel: Cancel | None,
        refill: Callable[[], None],
        snapshots: Snapshots | None = None,
    ) -> None:
        self._sandbox, self._program, self._limits = sandbox, program, program.limits
        self._on_event, self._cancel, self._refill = on_event, cancel, refill
        self._snapshots = snapshots
        self._facts = RunObservations()
        self._ready = ready
        self._selector = selectors.DefaultSelector()
        self._decoders = {
            name: codecs.getincrementaldecoder("utf-8")("replace") for name in ("stdout", "stderr")
        }
        self._splitter = LogSplitter()
        self._printed = Printed(program.limits.output_kb << 10)
        self._outgoing = bytearray()
        self._token = secrets.token_bytes(frames.TOKEN_BYTES)
        self._reader = frames.FrameReader(self._token)
        self._phase = "start"
        self._since = time.monotonic()
        self._next_disk = 0.0
        self._refilled = False
        self._answered = 0
        self._interrupted: float | None = None
        self._stack = Stack(sandbox, program.name)
        self._over = False

    def run(self, device: str) -> Evidence:
        """Blocks until no process of the run is left."""
        box = self._sandbox
        for fd, handler in (
            (box.stdout, self._read_stdout),
            (box.stderr, self._read_stderr),
            (box.reports, self._read_reports),
            (box.stack, self._read_stack),
            (box.leash.fileno(), self._read_leash),
        ):
            self._selector.register(fd, selectors.EVENT_READ, handler)
        box.command(f"cpu {self._limits.cpu_seconds}")
        self._send(messages.run_request(self._program, device, self._token))
        try:
            while not self._over:
                for key, _ in self._selector.select(TICK):
                    if not self._over:
                        key.data()
                if not self._over:
                    self._tick()
            self._drain()
            self._emit_stderr(self._splitter.finish())
            for stream, texts in self._facts.texts.items():
                texts.append(self._printed.finish(stream))
        finally:
            self._selector.close()
        self._refill_now()
        if self._facts.stopped is None and self._sandbox.group.ran_out_of_memory():
            self._facts.stopped = "memory"  # the kernel was quicker than we: it counts all the time
            self._facts.memory_mb = max(self._facts.memory_mb, self._limits.memory_mb)
        if self._phase == "start" and self._facts.stopped is None:
            said = "".join(self._facts.texts["stderr"]).strip().splitlines() or ["it ended without a word"]
            raise MachineProblem(f"The program could not be started: {said[-1]}.", DOCTOR)
        if self._snapshots:
            ended = self._facts.outcome is not None
            self._snapshots.finish(self._sandbox.folder.work, ended_by_itself=ended)
        self._facts.disk = resource_usage.disk(
            self._sandbox.folder.path
        )  # a last look, now that nobody writes
        return evidence_of(self._facts, self._program)

    # what comes in

    def _read_stdout(self) -> None:
        text = self._read_text("stdout", self._sandbox.stdout)
        if text:
            self._emit("stdout", text)

    def _read_stderr(self) -> None:
        self._emit_stderr(self._splitter.feed(self._read_text("stderr", self._sandbox.stderr)))

    def _read_text(self, stream: str, fd: int) -> str:
        data = self._read(fd)
        taken = self._printed.taken(stream, data)
        text = self._decoders[stream].decode(taken)
        if len(taken) < len(data) or self._printed.is_full:
            self._stop("output")
        return text

    def _read(self, fd: int) -> bytes:
        try:
            data = os.read(fd, _CHUNK)
        except BlockingIOError:
            return b""
        if not data:
            self._selector.unregister(fd)
        return data

    def _emit_stderr(self, pairs: list[tuple[str, str]]) -> None:
        for stream, text in pairs:
            self._emit("log" if stream == "log" else "stderr", text)

    def _emit(self, stream: Any, text: str) -> None:
        self._facts.texts[stream].append(self._printed.add(stream, text))
        self._on_event(Output(stream, text))

    def _read_stack(self) -> None:
        self._stack.take(self._read(self._sandbox.stack))

    def _read_leash(self) -> None:
        try:
            data = self._sandbox.leash.recv(4096)
        except OSError:
            data = b""
        said: dict[str, Any] = json.loads(data) if data else {"status": None, "cpu": 0.0}
        if "status" in said:
            self._facts.status = said["status"]
            self._facts.cpu_total = said["cpu"]
            self._over = True

    def _read_reports(self) -> None:
        for frame in self._reader.feed(self._read(self._sandbox.reports)):
            try:
                value = frames.decode(frame.payload, Array)
                self._handle(frame.kind, value)
            except ValueError:
                continue  # not of our making: the learner's code has the descriptor too

    def _handle(self, kind: bytes, value: Any) -> None:
        now = time.monotonic()
        if kind == frames.STARTED and self._phase == "start":
            self._facts.device, self._facts.cpu_before = messages.start_report(value)
            self._enter("code", now)
            self._on_event(Started(self._facts.device, self._sandbox.folder.work))
        elif kind == frames.ENDED and self._phase == "code":
            self._code_ended(*messages.end_report(value))
        elif kind == frames.VALUE and self._phase == "probes" and self._answered < len(self._program.probes):
            asked = self._program.probes[self._answered]  # they are answered in order
            self._answered += 1
            self._facts.values[asked.name] = messages.probe_value(value)
        elif kind == frames.DONE and self._phase == "probes":
            self._facts.done = True
            self._enter("exit", now)

    def _code_ended(self, ending: str, exit_code: int, error: ProgramError | None, seconds: float) -> None:
        self._look(time.monotonic())
        if self._facts.stopped is not None:
            return
        self._drain()  # what was printed before the end belongs before it
        if self._facts.stopped is not None:
            return
        self._facts.outcome, self._facts.exit_code = ending, exit_code
        self._facts.error, self._facts.seconds = error, seconds
        self._on_event(CodeEnded(seconds))
        self._refill_now()
        if self._interrupted is not None:
            self._stop("cancelled")
            return
        self._sandbox.command("others")  # only the first process answers probes
        self._token = secrets.token_bytes(frames.TOKEN_BYTES)
        self._reader.expect(self._token)
        probes = self._program.probes if ending in ("finished", "exited") else ()
        self._send(messages.probe_request(probes, self._token))
        self._enter("probes", time.monotonic())

    def _enter(self, phase: str, now: float) -> None:
        self._phase, self._since = phase, now

    # what goes out

    def _send(self, data: bytes) -> None:
        self._outgoing += data
        self._write()

    def _write(self) -> None:
        fd = self._sandbox.requests
        try:
            del self._outgoing[: os.write(fd, self._outgoing)]
        except BlockingIOError:
            pass  # the pipe is full; the selector says when it is not
        except OSError:
            self._outgoing.clear()  # nobody reads any more; the leash will tell why
        registered = fd in self._selector.get_map()
        if self._outgoing and not registered:
            self._selector.register(fd, selectors.EVENT_WRITE, self._write)
        elif not self._outgoing and registered:
            self._selector.unregister(fd)

    # what is watched

    def _tick(self) -> None:
        now = time.monotonic()
        if self._phase == "code" and now - self._since > _REFILL_AFTER:
            self._refill_now()
        if self._cancel is not None and self._cancel.requested:
            self._wind_down(now, at_once=self._cancel.at_once)
        if self._phase == "exit":
            if now - self._since > _EXIT_GRACE:
                self._sandbox.command("kill")
        elif now - self._since > self._limits.seconds:
            self._stop("timeout")
        self._look(now)

    def _look(self, now: float) -> None:
        """Memory and processes now; the folder a few times a second."""
        load = resource_usage.load(self._ready.keeper, self._ready.pid)
        self._facts.memory_mb = max(self._facts.memory_mb, load.memory_mb)
        if load.memory_mb > self._limits.memory_mb:
            self._stop("memory")
        if load.processes > self._limits.processes:
            self._stop("processes")
        if now >= self._next_disk:
            disk = resource_usage.disk(self._sandbox.folder.path)
            self._next_disk = time.monotonic() + _DISK_TICK
            if disk.megabytes > self._limits.disk_mb or not disk.countable:
                self._stop("disk")
        if self._snapshots and self._phase == "code":
            self._snapshots.look(self._sandbox.folder.work, now)

    def _wind_down(self, now: float, *, at_once: bool) -> None:
        """First an interrupt, so that the program can end by itself; then the end."""
        if at_once:
            self._stop("cancelled")
        elif self._interrupted is None:
            self._interrupted = now
            self._facts.line = self._stack.ask()
            self._sandbox.command("interrupt")
        elif now - self._interrupted > _INTERRUPT_GRACE:
            self._stop("cancelled")

    def _stop(self, ending: Ending) -> None:
        """Ends the run for good; the first reason is the one that counts."""
        if self._facts.stopped is not None:
            return
        self._facts.stopped = ending
        self._facts.probing = self._phase in ("probes", "exit")
        if self._phase == "code":
            self._facts.seconds = time.monotonic() - self._since
        if ending != "processes" and self._stack.is_empty:
            self._facts.line = self._stack.ask()
        self._sandbox.command("kill")

    def _drain(self) -> None:
        for fd, read in (
            (self._sandbox.stdout, self._read_stdout),
            (self._sandbox.stderr, self._read_stderr),
            (self._sandbox.stack, self._read_stack),
        ):
            for _ in range(1024):
                if fd not in self._selector.get_map() or not _has_data(fd):
                    break
                read()
        if self._facts.line is None:
            self._facts.line = self._stack.line

    def _refill_now(self) -> None:
        if not self._refilled:
            self._refilled = True
            self._refill()


def _has_data(fd: int) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(fd, selectors.EVENT_READ)
        return bool(selector.select(0))
