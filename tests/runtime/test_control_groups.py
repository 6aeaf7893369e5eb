"""Control groups: what is written when the tutor divides its own and makes one a run, and what is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from group_machine import Emptying, Machine, child, machine, scope

from tftutor.runtime import Limits
from tftutor.runtime.groups import Group, Groups

__all__ = ["child", "machine", "scope"]


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
def test_an_end_by_its_own_limit_is_distinguished_from_the_machines(
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
