"""What the doctor says of control groups; whether there is one is the runtime's to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tftutor.doctor.areas.kernel import control_group
from tftutor.doctor.system import System
from tftutor.runtime import delegation
from tftutor.runtime.delegation import NOT_OURS, SHARED, Delegation


@pytest.fixture
def manager(tmp_path: Path) -> System:
    """A login with a service manager of its own."""
    (tmp_path / "systemd").mkdir()
    (tmp_path / "systemd/private").touch()
    return System(environ={"XDG_RUNTIME_DIR": str(tmp_path)})


def found(monkeypatch: pytest.MonkeyPatch, what: Delegation) -> None:
    monkeypatch.setattr(delegation, "find", lambda: what)


def test_what_runs_are_counted_in(monkeypatch: pytest.MonkeyPatch, manager: System) -> None:
    found(monkeypatch, Delegation(Path("/x"), ("memory", "pids")))
    assert control_group(manager) == "one for each run (memory, pids)"


@pytest.mark.parametrize("why", [NOT_OURS, SHARED])
def test_who_may_have_one_is_shown_how(monkeypatch: pytest.MonkeyPatch, manager: System, why: str) -> None:
    found(monkeypatch, delegation.none(why))
    command = "`systemd-run --user --scope -p Delegate=yes tftutor` gives it one"
    assert control_group(manager) == f"not used: {why}; {command}"
    assert control_group(System(environ={})) == f"not used: {why}"


def test_nobody_is_shown_what_would_not_help(monkeypatch: pytest.MonkeyPatch, manager: System) -> None:
    found(monkeypatch, delegation.none("this machine has none of version 2"))
    assert control_group(manager) == "not used: this machine has none of version 2"
