"""Control groups as the kernel keeps them: in a virtual machine, since few test machines hand a group over.

    TFTUTOR_MACHINE=$PWD/MACHINE python -m pytest -m slow tests/runtime/test_control_groups_in_a_machine.py

The machine runs `machine/guest.py` with the system's own Python. Without KVM it takes some minutes.
See `tests/virtual_machines.py`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import virtual_machines
from virtual_machines import PYTHON

GUEST = Path(__file__).with_name("machine") / "guest.py"
MARK = "trial: "
GUEST_FIRST = f"{virtual_machines.SEES_THIS_MACHINE}exec /busybox switch_root /host {PYTHON} -B {GUEST}\n"

# A login as by SSH: a system service whose PAM session makes logind open a scope for it.
LOGIN = f"""\
[Unit]
Wants=systemd-logind.service dbus.socket
After=systemd-logind.service dbus.socket
SuccessAction=poweroff-force
FailureAction=poweroff-force
[Service]
Type=oneshot
User=learner
PAMName=learner
WorkingDirectory=/opt/learner
Environment=PYTHONPATH=/opt/packages:{GUEST.parents[3]}
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS0
ExecStart=/bin/sh /opt/learner/session
"""
PAM = """\
auth required pam_permit.so
account required pam_permit.so
session required pam_systemd.so class=user
"""
DELEGATED = "systemd-run --user --scope --quiet -p Delegate=yes"
SESSION = f"""\
{PYTHON} -B {GUEST} layers
for trial in what_is_written a_jump_of_memory a_tutor_that_is_killed; do
    {DELEGATED} {PYTHON} -B {GUEST} $trial
done
"""
UNNEEDED = (
    "systemd-tmpfiles-setup", "systemd-tmpfiles-setup-dev", "systemd-timesyncd", "systemd-update-utmp",
    "systemd-random-seed", "systemd-sysctl", "systemd-sysusers", "systemd-udevd", "systemd-udev-trigger",
    "systemd-remount-fs", "systemd-journal-flush", "systemd-binfmt", "systemd-machine-id-commit",
)  # fmt: skip
SYSTEMD_FIRST = f"""\
{virtual_machines.MAY_WRITE}
echo learner:x:4000:4000::/opt/learner:/bin/sh >> /new/etc/passwd
echo learner:x:4000: >> /new/etc/group
echo > /new/etc/fstab
/busybox rm -f /new/.dockerenv
/busybox mkdir -p /new/opt/learner
/busybox cp /login.service /new/etc/systemd/system/
for name in {" ".join(UNNEEDED)}; do /busybox ln -sf /dev/null /new/etc/systemd/system/$name.service; done
/busybox cp /pam /new/etc/pam.d/learner
/busybox cp /pam /new/etc/pam.d/systemd-user
/busybox cp /session /new/opt/learner/
/busybox chown -R 4000:4000 /new/opt/learner
/busybox mount -t proc proc /new/proc
/busybox chroot /new {PYTHON} -B {GUEST} stand-ins /opt/packages
exec /busybox switch_root /new /lib/systemd/systemd
"""
USED_MORE = "Stopped: it used more than 200 MB of memory."

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1500),
    virtual_machines.needed,
]


def booted(folder: Path, init: str, options: str = "") -> list[dict[str, Any]]:
    """What the trials told, in their order."""
    texts = {"login.service": LOGIN, "pam": PAM, "session": SESSION}
    machine = virtual_machines.Machine("6.1", options, memory_mb=1024)
    lines = list(machine.told(folder, init, {name: text.encode() for name, text in texts.items()}))
    print("\n".join(lines))
    return [json.loads(line.partition(MARK)[2]) for line in lines if MARK in line]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """By the names of the trials."""
    trials = booted(tmp_path_factory.mktemp("machine"), GUEST_FIRST)
    return {trial.pop("trial"): trial for trial in trials}


@pytest.fixture(scope="module")
def told_at_a_login(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    options = "systemd.unit=login.service systemd.unified_cgroup_hierarchy=1 systemd.show_status=0"
    trials = booted(tmp_path_factory.mktemp("login"), SYSTEMD_FIRST, options)
    return {trial.pop("trial"): trial for trial in trials}


EXPECTED = {
    "layers": {
        "state": "active",
        "why": "a control group of its own limits memory and processes and threads",
        "protection": "full",
        "tutor": "tftutor",
    },
    "what_is_written": {
        "memory.max": str(600 << 20),
        "pids.max": "528",
        "memory.oom.group": "1",
        "members": 1,
        "memory": True,
        "left": [],
    },
    "a_jump_of_memory": {"ending": "memory", "sentence": USED_MORE, "used": 200, "after": "next\n"},
    "memory_that_no_process_maps": {"ending": "memory", "sentence": USED_MORE, "output": ""},
    "a_family_of_processes": {"ending": "memory", "sentence": USED_MORE},
    "threads_without_end": {"ending": "finished", "output": "can't start new thread\n40\n"},
    "a_tutor_that_is_killed": {"while it ran": True, "left": True, "after the next": []},
    "not_alone": {
        "inner": {
            "trial": "layers",
            "state": "off",
            "why": "no control group: the tutor shares its group with other programs",
            "protection": "full",
            "tutor": "run-7.scope",
        }
    },
}


@pytest.mark.parametrize("trial", EXPECTED)
def test_in_a_group_that_systemd_would_hand_over(told: dict[str, Any], trial: str) -> None:
    assert told[trial] == EXPECTED[trial]


@pytest.mark.parametrize("trial", EXPECTED)
def test_nothing_but_the_tutors_own_group_is_left(told: dict[str, Any], trial: str) -> None:
    assert told[f"left by {trial}"]["groups"] == ([] if trial == "not_alone" else ["tftutor"])


def test_a_login_has_no_group_of_its_own(told_at_a_login: dict[str, Any]) -> None:
    said = told_at_a_login["layers"]
    assert said["why"] == "no control group: the tutor's group was not handed over to it"
    assert said["tutor"].startswith("session-") and said["protection"] == "full"


@pytest.mark.parametrize("trial", ["what_is_written", "a_jump_of_memory", "a_tutor_that_is_killed"])
def test_a_login_gets_one_from_systemd(told_at_a_login: dict[str, Any], trial: str) -> None:
    """`systemd-run --user --scope -p Delegate=yes`"""
    assert told_at_a_login[trial] == EXPECTED[trial]
