"""Where the tutor may make control groups, and why it may not elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from group_machine import ME, MOUNT, SCOPE, Machine, child, machine, scope

from tftutor.runtime import Limits
from tftutor.runtime.delegation import Delegation, find
from tftutor.runtime.groups import Groups

__all__ = ["child", "machine", "scope"]


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
def test_where_none_may_be_made_none_is_made_and_the_reason_is_reported(
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
