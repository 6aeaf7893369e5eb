"""A run is in its control group, and an end that the group brings is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from group_machine import SCOPE, Machine

from tftutor.runtime import Confinement, Event, Limits, Output, Program, Runtime
from tftutor.runtime.delegation import Delegation
from tftutor.runtime.groups import Groups


@dataclass(frozen=True)
class WithGroups(Confinement):
    """All that this machine has, and groups that nobody enforces."""

    made: Groups = field(default_factory=Groups)

    def groups(self) -> Groups:
        return self.made


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Runtime, Path]]:
    """A runtime, and the group in which it makes others."""
    machine = Machine(tmp_path_factory.mktemp("machine"))
    folder = machine.own(SCOPE)
    groups = Groups(lambda: Delegation(folder, ("memory", "pids")), machine)
    scratch = tmp_path_factory.mktemp("scratch")
    with Runtime(scratch=scratch, device="cpu", confinement=WithGroups(made=groups)) as runtime:
        yield runtime, folder
    assert list(folder.glob("tftutor-run-*")) == []


def limited(folder: Path) -> Path:
    """The group of the run that is under way; the next one waits in another, without limits yet."""
    (group,) = [found for found in folder.glob("tftutor-run-*") if (found / "memory.max").read_text()]
    return group


def test_a_run_is_put_into_its_group_and_limited_there(running: tuple[Runtime, Path]) -> None:
    runtime, folder = running
    seen: list[tuple[str, str, str]] = []

    def look(event: Event) -> None:
        if isinstance(event, Output) and event.text.startswith("on"):
            group = limited(folder)
            names = ("cgroup.procs", "memory.max", "pids.max")
            seen.append(tuple((group / name).read_text() for name in names))  # type: ignore[arg-type]

    runtime.run(Program(code="print('on')", limits=Limits(memory_mb=700)), on_event=look)
    assert seen == [("0", str(700 << 20), "528")]  # 0: whoever wrote it


@pytest.mark.parametrize(
    ("oom", "said"),
    [
        (1, "Stopped: it used more than 700 MB of memory."),
        (0, "The system ended your program, most likely because the machine ran out of memory."),
    ],
)
def test_what_the_kernel_ended_is_reported_like_what_we_end(
    running: tuple[Runtime, Path], oom: int, said: str
) -> None:
    runtime, folder = running

    def run_out(event: Event) -> None:
        if isinstance(event, Output) and event.text.startswith("on"):
            (limited(folder) / "memory.events").write_text(f"max {oom}\noom {oom}\noom_kill 1\n")

    code = "import os, time\nprint('on', flush=True)\ntime.sleep(1)\nos.kill(os.getpid(), 9)"
    evidence = runtime.run(Program(code=code, limits=Limits(memory_mb=700)), on_event=run_out)
    assert (evidence.ending, evidence.sentence) == ("memory", said)
    assert (evidence.usage.memory_mb == 700) is bool(oom)
