"""Control groups as the kernel keeps them: in a virtual machine, since few test machines hand a group over.

Needs QEMU, a kernel with its modules, and a static busybox, unpacked below the folder that TFTUTOR_MACHINE
names; on Debian 12:

    apt-get download qemu-system-x86 qemu-system-common qemu-system-data seabios ipxe-qemu busybox-static \\
        linux-image-6.1.0-50-amd64, and the libraries that `ldd` then misses
    for package in *.deb; do dpkg -x $package MACHINE; done
    TFTUTOR_MACHINE=$PWD/MACHINE python -m pytest -m slow tests/runtime/test_control_groups_in_a_machine.py

The machine sees this one's files, read only, and runs `machine/guest.py` with the system's own Python.
Emulated on one core, without KVM, it takes some minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

MACHINE = Path(os.environ.get("TFTUTOR_MACHINE", "/nonexistent"))
GUEST = Path(__file__).with_name("machine") / "guest.py"
PYTHON = Path("/usr/bin/python3")
MARK = "trial: "
MODULES = (
    "virtio", "virtio_ring", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "virtio_pci",
    "netfs", "fscache", "9pnet", "9pnet_virtio", "9p", "overlay",
)  # fmt: skip
THIS_MACHINE = f"""\
#!/busybox sh
for module in {" ".join(MODULES)}; do /busybox insmod /modules/$module.ko; done
/busybox mount -t 9p -o trans=virtio,version=9p2000.L,cache=loose,msize=262144,ro host /host
"""
GUEST_FIRST = f"{THIS_MACHINE}exec /busybox switch_root /host {PYTHON} -B {GUEST}\n"

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
{THIS_MACHINE}
/busybox mkdir /upper /new
/busybox mount -t tmpfs tmpfs /upper
/busybox mkdir /upper/files /upper/work
/busybox mount -t overlay -o lowerdir=/host,upperdir=/upper/files,workdir=/upper/work overlay /new
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
    pytest.mark.skipif(not MACHINE.is_dir(), reason="TFTUTOR_MACHINE names no folder with a machine's parts"),
]


def archive(files: dict[str, tuple[int, bytes]]) -> bytes:
    """A cpio archive (newc) of names with modes and contents."""
    parts = []
    for number, (name, (mode, data)) in enumerate([*files.items(), ("TRAILER!!!", (0, b""))]):
        fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
        head = b"070701" + b"".join(b"%08x" % field for field in fields) + name.encode() + b"\0"
        parts += [head, bytes(-len(head) % 4), data, bytes(-len(data) % 4)]
    return b"".join(parts)


def first_files(init: str) -> bytes:
    files = {"host": (0o040755, b""), "modules": (0o040755, b""), "init": (0o100755, init.encode())}
    files["busybox"] = (0o100755, (MACHINE / "bin/busybox").read_bytes())
    for name, text in {"login.service": LOGIN, "pam": PAM, "session": SESSION}.items():
        files[name] = (0o100644, text.encode())
    for name in MODULES:
        (module,) = (MACHINE / "lib/modules").rglob(f"{name}.ko")
        files[f"modules/{name}.ko"] = (0o100644, module.read_bytes())
    return archive(files)


def booted(folder: Path, init: str, options: str = "") -> list[dict[str, Any]]:
    """What the trials told, in their order."""
    initial = folder / "initial"
    initial.write_bytes(first_files(init))
    (kernel,) = (MACHINE / "boot").glob("vmlinuz-*")
    libraries = [MACHINE / place / "x86_64-linux-gnu" for place in ("usr/lib", "lib")]
    run = subprocess.run(
        [
            MACHINE / "usr/bin/qemu-system-x86_64", "-accel", "tcg,thread=single", "-cpu", "max", "-smp", "1",
            "-m", "1024", "-nographic", "-no-reboot", "-nic", "none",
            "-L", MACHINE / "usr/share/qemu", "-L", MACHINE / "usr/share/seabios",
            "-kernel", kernel, "-initrd", initial, "-append", f"console=ttyS0 quiet panic=-1 {options}",
            "-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap",
        ],
        env={**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, libraries))},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        errors="replace",
    )  # fmt: skip
    print(run.stdout)
    return [json.loads(line.partition(MARK)[2]) for line in run.stdout.splitlines() if MARK in line]


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
