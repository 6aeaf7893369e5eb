"""Runs one hostile program and says how it went: its ending, and whatever it got hold of."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hostile_targets import Targets, is_plain

from tftutor.runtime import Confinement, Evidence, Limits, Program, Runtime, Section
from tftutor.runtime.inside import policy, tree

PROGRAMS = Path(__file__).with_name("programs")
CONFIGURATIONS = {
    "all": Confinement(),
    "abi6": Confinement(landlock_abi=6),
    "abi4": Confinement(landlock_abi=4),
    "abi1": Confinement(landlock_abi=1),
    "no-seccomp": Confinement(without=frozenset({"seccomp"})),
    "no-landlock": Confinement(without=frozenset({"landlock"})),
    "no-files": Confinement(without=frozenset({"landlock", "namespaces"})),
    "no-limits": Confinement(without=frozenset({"limits"})),
    "no-capabilities": Confinement(without=frozenset({"capabilities"})),
    "no-session": Confinement(without=frozenset({"session"})),
}

# What the shared programs' first lines come to in the words of the evidence; the others may end as they like.
_ENDINGS = {
    "01": "timeout", "02": "timeout", "03": "timeout", "04": "memory", "05": "memory", "07": "output",
    "18": "disk", "21": "finished", "23": "vanished", "24": "vanished", "25": "crashed", "27": "crashed",
    "28": "timeout", "32": "vanished", "34": "vanished",
}  # fmt: skip
# Where the files are not there at all, these programs take that for their own success.
NOT_THERE = ("12_delete_own_files",)
_SECONDS_SHORT, _SECONDS, _SECONDS_ON_A_BUSY_MACHINE = 2.0, 25.0, 90.0

_HELP = """
import ctypes, os
os.environ.update({environ!r})
HOME, TUTOR, NR = {home!r}, {victim}, {numbers!r}
libc = ctypes.CDLL(None, use_errno=True); libc.syscall.restype = ctypes.c_long
def check(result):
    if result < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
def sc(name, *arguments):
    if name not in NR: raise OSError(38, "no such call here")
    whole = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return check(libc.syscall(ctypes.c_long(NR[name]), *whole))
def tryit(what, action):
    try: result = action()
    except BaseException as error: print("blocked:", what, "->", type(error).__name__, str(error)[:80])
    else: print("ESCAPED:", what, "->", repr(result)[:80])
"""


@dataclass(frozen=True)
class Trial:
    """``holes`` is empty for a program that was contained."""

    program: str
    ending: str
    holes: tuple[str, ...]
    seconds: float


def shared_folder() -> Path | None:
    """The folder of the shared programs, where there is one."""
    named = os.environ.get("TFTUTOR_SHARED")
    beside = Path(__file__).resolve().parents[3] / "shared"
    folder = (Path(named) if named else beside) / "hostile"
    return folder if folder.is_dir() else None


def programs() -> dict[str, Path]:
    """All programs by name: the shared ones, where they are, then our own."""
    shared = shared_folder()
    files = [*(sorted(shared.glob("*.py")) if shared else []), *sorted(PROGRAMS.glob("*.py"))]
    return {file.stem: file for file in files}


def expectation(file: Path) -> str:
    """The text after ``# expect:`` in the first line."""
    return file.read_text().splitlines()[0].removeprefix("# expect:").strip()


def endings_allowed(file: Path) -> set[str]:
    """How it may end; empty for any way."""
    if file.parent == PROGRAMS:
        first = expectation(file).partition(":")[0]
        return set() if first == "any" else set(first.split("|"))
    ending = _ENDINGS.get(file.stem.partition("_")[0])
    return {ending} if ending else set()


class Trials:
    """Programs, one after the other, in one runtime."""

    def __init__(self, runtime: Runtime, targets: Targets, folder: Path) -> None:
        self._runtime, self._targets, self._folder = runtime, targets, folder
        self._environ = targets.environ()
        runtime.run(Program(code="1"))
        self._usual = self._at_rest()

    def of(self, file: Path) -> Trial:
        """Runs it, looks at every target, and asks for the next run."""
        began, kept = time.monotonic(), self._folder / f"kept-{file.stem}"
        evidence = self._runtime.run(self._program(file), keep_in=kept)
        seconds = time.monotonic() - began
        return Trial(file.stem, evidence.ending, tuple(self._holes(file, evidence, kept)), seconds)

    def _program(self, file: Path) -> Program:
        code = file.read_text()
        help_text = _HELP.format(
            environ=self._environ,
            home=self._environ["HX_HOME"],
            victim=self._environ["HX_TUTOR_PID"],
            numbers=(policy.machine() or policy.Architecture(0, {})).numbers,
        )
        limits = Limits(seconds=self._seconds(file), memory_mb=1200, disk_mb=300, output_kb=512)
        return Program(code=code, prelude=(Section("targets", help_text),), limits=limits, keep=("kept*",))

    def _seconds(self, file: Path) -> float:
        """Long enough, where something else than the clock is to end it."""
        allowed = endings_allowed(file)
        if "timeout" in allowed:
            return _SECONDS_SHORT
        return _SECONDS_ON_A_BUSY_MACHINE if allowed else _SECONDS

    def _holes(self, file: Path, evidence: Evidence, kept: Path) -> Iterator[str]:
        allowed = endings_allowed(file)
        if allowed and evidence.ending not in allowed:
            yield f"ended as {evidence.ending}: {evidence.sentence} {evidence.errors[-300:]}"
        for line in (evidence.output + evidence.errors + evidence.log).splitlines():
            if line.startswith("ESCAPED") and not self._is_mistaken(file):
                yield line
        yield from self._targets.harm()
        if kept.exists() and not is_plain(kept):
            yield "a link or a secret was kept as evidence"
        if evidence.completed and "forge" in file.stem:
            yield "a forged result counted"
        following = self._runtime.run(Program(code="print('next')"))
        if following.output != "next\n":
            yield f"the next run: {following.ending} {following.sentence}"
        family = self._at_rest()
        if family != self._usual:
            yield f"{family - self._usual} processes are left"

    def _is_mistaken(self, file: Path) -> bool:
        return file.stem in NOT_THERE and (self._targets.home / "work/thesis.txt").exists()

    def _at_rest(self) -> int:
        """How many processes there are once the next warm one is up, or after a while."""
        until, count = time.monotonic() + 5, 0
        while time.monotonic() < until:
            count = len([pid for pid in tree.descendants(os.getpid()) if is_alive(pid)])
            if count == getattr(self, "_usual", 4):  # the victim, the zygote, the warm child and its keeper
                break
            time.sleep(0.01)
        return count


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def as_json(trial: Trial) -> str:
    return json.dumps([trial.program, trial.ending, list(trial.holes), round(trial.seconds, 2)])
