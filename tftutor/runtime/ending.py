"""Turns what the supervision saw of a run into evidence."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, field
from typing import Any

from tftutor.runtime import resource_usage, sentences
from tftutor.runtime.evidence import Ending, Evidence, ProgramError, Usage
from tftutor.runtime.program import Program
from tftutor.runtime.text import clean

CHANNEL_LOST = 70  # the exit code of a sandbox that could not report


@dataclass
class RunObservations:
    """What was seen, in the order in which it is believed.

    ``stopped`` is why the tutor ended it; ``status`` the wait status of its first process, None when
    even that is unknown; ``outcome`` how the learner's code ended by its own account; ``done`` whether
    all probes were answered after that.
    """

    stopped: Ending | None = None
    probing: bool = False
    status: int | None = None
    outcome: str | None = None
    done: bool = False
    exit_code: int = 0
    error: ProgramError | None = None
    line: int | None = None
    device: str = "cpu"
    seconds: float = 0.0
    cpu_before: float = 0.0
    cpu_total: float = 0.0
    memory_mb: float = 0.0
    disk: resource_usage.Disk = field(default_factory=lambda: resource_usage.Disk(0.0, True))
    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=lambda: {"stdout": [], "stderr": [], "log": []})


def evidence_of(facts: RunObservations, program: Program) -> Evidence:
    ending, sentence, exit_code = _ending(facts, program)
    return Evidence(
        ending=ending,
        sentence=sentence,
        values=facts.values,
        output=clean("".join(facts.texts["stdout"])),
        errors=clean("".join(facts.texts["stderr"])),
        log=clean("".join(facts.texts["log"])),
        error=facts.error,
        exit_code=exit_code,
        usage=Usage(facts.seconds, max(0.0, facts.cpu_total - facts.cpu_before), facts.memory_mb),
        device=facts.device,
        code=program.code,
    )


def _ending(facts: RunObservations, program: Program) -> tuple[Ending, str, int]:
    """Ending, sentence, exit code."""
    limits, where = program.limits, sentences.place(facts.line, program.name)
    if facts.stopped == "cancelled":
        return "cancelled", sentences.cancelled(facts.seconds, where), 0
    if facts.stopped == "disk" or facts.disk.megabytes > limits.disk_mb or not facts.disk.countable:
        line = facts.error.line(program.name) if facts.error else facts.line
        at = sentences.place(line, program.name)
        return "disk", sentences.disk(limits, at, countable=facts.disk.countable), 0
    if facts.stopped is not None:
        return facts.stopped, sentences.limit(facts.stopped, limits, where, probing=facts.probing), 0
    if facts.outcome is None or not facts.done:
        return _died_silently(facts, program, where)
    if facts.outcome == "error" and facts.error is not None:
        return _by_error(facts, facts.error, program)
    if facts.outcome == "exited":
        return "exited", sentences.exited(facts.exit_code), facts.exit_code
    return "finished", "", 0


def _died_silently(facts: RunObservations, program: Program, where: str) -> tuple[Ending, str, int]:
    status = facts.status
    if status is None:
        return "vanished", sentences.cut_off(), 1
    if not os.WIFSIGNALED(status):
        code = os.WEXITSTATUS(status)
        return "vanished", sentences.cut_off() if code == CHANNEL_LOST else sentences.vanished(code), code
    number = os.WTERMSIG(status)
    if number == signal.SIGKILL and facts.cpu_total > program.limits.cpu_seconds - 1:
        return "timeout", sentences.processor_time(program.limits), 128 + number
    if number == signal.SIGKILL:
        return "memory", sentences.killed_by_the_system(), 128 + number
    if number == signal.SIGABRT and "bad_alloc" in "".join(facts.texts["stderr"]):
        return "memory", sentences.no_memory(program.limits, where), 128 + number
    return "crashed", sentences.crashed(number, where), 128 + number


def _by_error(facts: RunObservations, error: ProgramError, program: Program) -> tuple[Ending, str, int]:
    where = sentences.place(error.line(program.name), program.name)
    out_of_memory = error.type in ("MemoryError", "ResourceExhaustedError")
    if out_of_memory and facts.device == "cpu":
        return "memory", sentences.no_memory(program.limits, where), 1
    if not where and error.frames:
        where = sentences.place(error.frames[-1].line, error.frames[-1].section)
    return "error", sentences.error(error.type, error.message, where), 1
