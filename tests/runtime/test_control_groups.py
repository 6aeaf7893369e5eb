"""Control groups on a file system of our own: where they may be made, what is written, what is left.

What the kernel makes of it is tried in test_control_groups_in_a_machine.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tftutor.runtime import Confinement, Event, Limits, Output, Program, Runtime
from tftutor.runtime.delegation import Delegation, find
from tftutor.runtime.groups import Group, Groups, Kernel

ME = os.getuid()
SCOPE = "user.slice/user-1000.slice/user@1000.service/app.slice/run-u1.scope"
MOUNT = (
    "35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n"
)


class Machine(Kernel):
    """Keeps groups as folders with the files that the kernel puts into them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.top = root / "sys/fs/cgroup"
        self.write("proc/self/mountinfo", f"24 1 8:1 / / rw - ext4 /dev/root rw\n{MOUNT}")

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def own(self, path: str, *members: int, controllers: str = "cpu memory pids") -> Path:
        """The tutor is in that group, and ``members`` with it."""
        self.write("proc/self/cgroup", f"0::/{path}\n")
        folder = self.top / path
        if not folder.is_dir():
            folder.mkdir(parents=True)
        for name, text in {"controllers": controllers, "type": "domain", "subtree_control": ""}.items():
            (folder / f"cgroup.{name}").write_text(text)
        (folder / "cgroup.procs").write_text("".join(f"{pid}\n" for pid in members))
        return folder

    def find(self) -> Delegation:
        return find(self.root, 1000 if ME == 0 else ME)

    def make(self, group: Path) -> None:
        super().make(group)
        for name in (
            "cgroup.procs",
            "cgroup.kill",
            "memory.max",
            "memory.swap.max",
            "memory.oom.group",
            "pids.max",
        ):
            (group / name).write_text("")
        (group / "memory.events").write_text("low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0\n")

    def remove(self, group: Path) -> None:
        if not group.exists():
            raise FileNotFoundError(group)
        if (group / "cgroup.procs").read_text() and not (group / "cgroup.kill").read_text():
            raise OSError(16, "Device or resource busy")
        shutil.rmtree(group)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def scope(machine: Machine) -> Iterator[Path]:
    """A unit with Delegate=yes in which there is nobody but the tutor."""
    folder = machine.own(SCOPE, os.getpid())
    if ME == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, 1000, 1000)
    yield folder


@pytest.fixture
def child() -> Iterator[int]:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process.pid
    process.communicate(b"\n")


def test_a_group_that_holds_only_the_tutor_and_what_it_started_may_be_divided(
    machine: Machine, scope: Path, child: int
) -> None:
    (scope / "cgroup.procs").write_text(f"{os.getpid()}\n{child}\n")
    assert machine.find() == Delegation(scope, ("memory", "pids"), (os.getpid(), child))


def test_of_a_tutor_that_has_moved_it_is_the_group_above(machine: Machine, scope: Path) -> None:
    (scope / "cgroup.procs").write_text("")
    machine.own(f"{SCOPE}/tftutor", os.getpid())
    assert machine.find() == Delegation(scope, ("memory", "pids"), ())


@pytest.mark.parametrize(("offered", "used"), [("cpu pids", ("pids",)), ("io memory", ("memory",))])
def test_what_is_handed_over_is_used(machine: Machine, scope: Path, offered: str, used: tuple[str]) -> None:
    (scope / "cgroup.controllers").write_text(offered)
    assert machine.find().controllers == used


def not_one(machine: Machine, scope: Path) -> None:
    (machine.root / "proc/self/cgroup").write_text("4:memory:/x\n1:cpu:/x\n")


def not_mounted(machine: Machine, scope: Path) -> None:
    machine.write("proc/self/mountinfo", "24 1 8:1 / / rw - ext4 /dev/root rw\n")


def mounted_in_part(machine: Machine, scope: Path) -> None:
    machine.write("proc/self/mountinfo", MOUNT.replace("0:30 / /sys", "0:30 /box /sys"))


def topmost(machine: Machine, scope: Path) -> None:
    machine.own("", os.getpid())


def topmost_with_a_place_of_our_own(machine: Machine, scope: Path) -> None:
    machine.own("tftutor", os.getpid())


def beyond_a_namespace(machine: Machine, scope: Path) -> None:
    machine.write("proc/self/cgroup", "0::/../other.scope\n")


def gone(machine: Machine, scope: Path) -> None:
    machine.write("proc/self/cgroup", f"0::/{SCOPE} (deleted)\n")


def somebody_elses(machine: Machine, scope: Path) -> None:
    machine.find = lambda: find(machine.root, 54321)  # type: ignore[method-assign]


def without_controllers(machine: Machine, scope: Path) -> None:
    (scope / "cgroup.controllers").write_text("hugetlb")


def of_threads(machine: Machine, scope: Path) -> None:
    (scope / "cgroup.type").write_text("threaded")


def shared(machine: Machine, scope: Path) -> None:
    (scope / "cgroup.procs").write_text(f"{os.getpid()}\n{os.getppid()}\n")


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (not_one, "none of version 2"),
        (not_mounted, "none of version 2"),
        (mounted_in_part, "none of version 2"),
        (beyond_a_namespace, "none of version 2"),
        (topmost, "topmost group"),
        (topmost_with_a_place_of_our_own, "topmost group"),
        (gone, "not handed over"),
        (somebody_elses, "not handed over"),
        (without_controllers, "neither memory nor processes"),
        (of_threads, "neither memory nor processes"),
        (shared, "shares its group with other programs"),
    ],
)
def test_where_none_may_be_made_none_is_made_and_the_reason_is_told(
    machine: Machine, scope: Path, case: Callable[[Machine, Path], None], said: str
) -> None:
    case(machine, scope)
    before = sorted(machine.top.rglob("*"))
    groups = Groups(machine.find, machine)
    group = groups.new()
    group.limit(Limits())
    assert (group.folder, group.ran_out_of_memory()) == (None, False)
    assert group.report(os.getpid())[:2] == ("control-group", "off")
    assert said in groups.why and groups.why in group.report(os.getpid())[2]
    group.remove()
    assert sorted(machine.top.rglob("*")) == before


@pytest.mark.skipif(ME != 0, reason="needs to be root")
def test_for_root_systemd_has_to_say_that_it_was_handed_over(machine: Machine) -> None:
    """Root may write everywhere: that says nothing."""
    scope = machine.own("system.slice/tutor.service", os.getpid())
    assert find(machine.root, 0).why == "the tutor's group was not handed over to it"
    try:
        os.setxattr(scope, "user.delegate", b"1")
    except OSError:
        pytest.skip("this file system keeps no attributes")
    assert find(machine.root, 0).folder == scope


@pytest.mark.skipif(ME == 0, reason="nothing is closed to root")
def test_a_group_whose_controllers_stay_with_somebody_else_is_not_ours(machine: Machine, scope: Path) -> None:
    (scope / "cgroup.subtree_control").chmod(0o444)
    assert machine.find().why == "the tutor's group was not handed over to it"


class Emptying:
    """The group that a process leaves for another no longer lists it; the fake has to be told so."""

    def __init__(self, machine: Machine, scope: Path) -> None:
        self.machine, self.scope, self.looks = machine, scope, 0

    def __call__(self) -> Delegation:
        self.looks += 1
        if self.looks > 1:
            (self.scope / "cgroup.procs").write_text("")
        return self.machine.find()


@pytest.fixture
def groups(machine: Machine, scope: Path) -> Groups:
    return Groups(Emptying(machine, scope), machine)


def test_the_tutor_moves_and_what_is_offered_is_passed_on(groups: Groups, scope: Path) -> None:
    assert groups.why == ""
    assert (scope / "tftutor/cgroup.procs").read_text() == str(os.getpid())
    assert (scope / "cgroup.subtree_control").read_text() == "+memory +pids"


def test_a_group_that_does_not_become_empty_is_left_as_it_is(machine: Machine, scope: Path) -> None:
    groups = Groups(machine.find, machine)
    assert groups.why == "the tutor's group does not become empty"
    assert (scope / "cgroup.subtree_control").read_text() == ""
    assert groups.new().folder is None


def test_each_run_has_a_group_with_its_limits(groups: Groups) -> None:
    first, second = groups.new(), groups.new()
    assert first.folder is not None
    assert second.folder is not None
    assert first.folder != second.folder
    first.limit(Limits(memory_mb=600, processes=4))
    files = ("memory.max", "memory.swap.max", "memory.oom.group", "pids.max")
    assert [(first.folder / name).read_text() for name in files] == [str(600 << 20), "0", "1", "516"]
    assert (second.folder / "memory.max").read_text() == ""


def test_a_limit_that_the_kernel_does_not_have_costs_only_itself(groups: Groups) -> None:
    """Without swap there is no file for it; without the controller none for the processes."""
    group = groups.new()
    assert group.folder is not None
    for name in ("memory.swap.max", "pids.max"):
        (group.folder / name).unlink()
    group.limit(Limits(memory_mb=700))
    assert (group.folder / "memory.max").read_text() == str(700 << 20)
    assert not (group.folder / "pids.max").exists()


def test_the_layer_is_there_when_the_run_is_in_its_group(groups: Groups) -> None:
    group = groups.new()
    assert group.report(4711)[:2] == ("control-group", "off")
    assert group.folder is not None
    (group.folder / "cgroup.procs").write_text("4711\n")
    assert group.report(4711) == (
        "control-group", "active", "a control group of its own limits memory and processes and threads",
    )  # fmt: skip


def test_a_group_that_counts_only_one_of_the_two_says_which(machine: Machine, scope: Path) -> None:
    (scope / "cgroup.controllers").write_text("pids io")
    group = Groups(Emptying(machine, scope), machine).new()
    assert group.folder is not None
    (group.folder / "cgroup.procs").write_text("4711\n")
    assert group.report(4711)[1:] == ("degraded", "a control group of its own limits processes and threads")


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        (("memory.max",), ("degraded", "a control group of its own limits processes and threads")),
        (("memory.max", "pids.max"), ("off", "no control group: the controllers were taken back")),
    ],
)
def test_controllers_that_were_taken_back_are_missed(
    groups: Groups, taken: tuple[str, ...], told: tuple[str, str]
) -> None:
    group = groups.new()
    assert group.folder is not None
    (group.folder / "cgroup.procs").write_text("4711\n")
    for name in taken:
        (group.folder / name).unlink()
    group.limit(Limits())
    assert group.report(4711)[1:] == told


@pytest.mark.parametrize(
    ("events", "own_limit"),
    [
        ("max 0\noom 0\noom_kill 0\n", False),
        ("max 912\noom 0\noom_kill 0\n", False),  # it came close, and room was found
        ("max 0\noom 0\noom_kill 2\n", False),  # the machine's memory ran out, not the run's
        ("max 40\noom 1\noom_kill 2\noom_group_kill 1\n", True),
        ("", False),
    ],
)
def test_an_end_by_its_own_limit_is_told_from_the_machines(
    groups: Groups, events: str, own_limit: bool
) -> None:
    group = groups.new()
    assert group.folder is not None
    (group.folder / "memory.events").write_text(events)
    assert group.ran_out_of_memory() is own_limit


def test_a_group_goes_with_its_run_and_takes_along_who_is_left(groups: Groups) -> None:
    group = groups.new()
    folder = group.folder
    assert folder is not None
    (folder / "cgroup.procs").write_text("4711\n")
    group.remove()
    assert not folder.exists()
    group.remove()


def test_groups_of_dead_tutors_go_and_those_of_living_ones_stay(
    machine: Machine, scope: Path, child: int
) -> None:
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    left, living = (scope / f"tftutor-run-{pid}-1" for pid in (int(dead.stdout), child))
    for group in (left, living):
        machine.make(group)
    Groups(Emptying(machine, scope), machine)
    assert (left.exists(), living.exists()) == (False, True)


def test_a_group_that_cannot_be_made_costs_only_the_layer(groups: Groups, machine: Machine) -> None:
    def full(group: Path) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    machine.make = full  # type: ignore[method-assign]
    group = groups.new()
    assert isinstance(group, Group)
    assert group.report(1)[1:] == (
        "off", "no control group: no group could be made: Resource temporarily unavailable",
    )  # fmt: skip


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
def test_what_the_kernel_ended_is_told_like_what_we_end(
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
