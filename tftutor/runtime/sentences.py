"""One clear sentence for each way in which a run can end."""

from __future__ import annotations

import re
import signal

from tftutor.runtime.evidence import Ending
from tftutor.runtime.program import Limits

DOCTOR = "Run `tftutor env-doctor`; it finds the cause."  # the next step for a broken machine

_SIGNALS = {
    signal.SIGSEGV: "segmentation fault",
    signal.SIGABRT: "abort",
    signal.SIGFPE: "arithmetic error",
    signal.SIGILL: "illegal instruction",
    signal.SIGBUS: "bus error",
    signal.SIGTERM: "terminated",
    signal.SIGSYS: "a system call that is not allowed here",
}
_STACK_LINE = re.compile(r'File "(?P<file>.*)", line (?P<line>\d+) in ')


def line_in(stack: str, section: str) -> int | None:
    """The innermost line of ``section`` in a dump of faulthandler's, most recent call first."""
    for match in _STACK_LINE.finditer(stack):
        if match["file"] == section:
            return int(match["line"])
    return None


def place(line: int | None, section: str) -> str:
    return f", at line {line} of {section}" if line else ""


def limit(ending: Ending, limits: Limits, where: str, *, probing: bool = False) -> str:
    """Why a run was stopped; ``where`` is what `place` says."""
    if ending == "timeout":
        doing = "the checks were using your code and it" if probing else "it"
        return f"Stopped after {limits.seconds:g} s: {doing} was still running{where}."
    if ending == "memory":
        return f"Stopped: it used more than {limits.memory_mb:,} MB of memory{where}."
    if ending == "output":
        return f"Stopped: it printed more than {limits.output_kb:,} KB{where}."
    return f"Stopped: it started more than {limits.processes} processes at once{where}."


def disk(limits: Limits, where: str, *, countable: bool) -> str:
    if countable:
        return f"Stopped: it wrote more than {limits.disk_mb:,} MB of files{where}."
    return f"Stopped: it made too many files and folders, or some that cannot be looked into{where}."


def cancelled(seconds: float, where: str) -> str:
    return f"You stopped it after {seconds:.1f} s{where}."


def no_memory(limits: Limits, where: str) -> str:
    return f"Stopped: it asked for more than the {limits.memory_mb:,} MB of memory it may use{where}."


def crashed(number: int, where: str) -> str:
    try:
        name = _SIGNALS.get(signal.Signals(number)) or signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    return f"Your program ended with a crash inside a library ({name}){where}."


def processor_time(limits: Limits) -> str:
    return f"Stopped: it used more than {limits.cpu_seconds:,} s of processor time."


def killed_by_the_system() -> str:
    return "The system ended your program, most likely because the machine ran out of memory."


def vanished(exit_code: int) -> str:
    return (
        f"Your program ended on the spot with exit code {exit_code}, before the tutor could look at"
        " what it had made; os._exit() does that, for example."
    )


def exited(exit_code: int) -> str:
    return f"Your program ended itself with exit code {exit_code}."


def error(kind: str, message: str, where: str) -> str:
    first = message.strip().splitlines()[:1]
    said = f": {first[0][:200]}" if first else ""
    return f"Your program stopped with {kind}{said}{where}."


def cut_off() -> str:
    return (
        "Your program closed the connection through which the tutor looks at it, so nothing of it"
        " could be checked."
    )
