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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

MACHINE = Path(os.environ.get("TFTUTOR_MACHINE", "/nonexistent"))
GUEST = Path(__file__).with_name("machine") / "guest.py"
PYTHON = Path("/usr/bin/python3")
MARK = "trial: "
MODULES = (
    "virtio", "virtio_ring", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "virtio_pci",
    "netfs", "fscache", "9pnet", "9pnet_virtio", "9p",
)  # fmt: skip
INIT = f"""\
#!/busybox sh
for module in {" ".join(MODULES)}; do /busybox insmod /modules/$module.ko; done
/busybox mount -t 9p -o trans=virtio,version=9p2000.L,cache=loose,msize=262144,ro host /host
exec /busybox switch_root /host {PYTHON} -B {GUEST}
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


def first_files() -> bytes:
    files = {"host": (0o040755, b""), "modules": (0o040755, b""), "init": (0o100755, INIT.encode())}
    files["busybox"] = (0o100755, (MACHINE / "bin/busybox").read_bytes())
    for name in MODULES:
        (module,) = (MACHINE / "lib/modules").rglob(f"{name}.ko")
        files[f"modules/{name}.ko"] = (0o100644, module.read_bytes())
    return archive(files)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What each trial told, by its name."""
    initial = tmp_path_factory.mktemp("machine") / "initial"
    initial.write_bytes(first_files())
    (kernel,) = (MACHINE / "boot").glob("vmlinuz-*")
    libraries = [MACHINE / place / "x86_64-linux-gnu" for place in ("usr/lib", "lib")]
    run = subprocess.run(
        [
            MACHINE / "usr/bin/qemu-system-x86_64", "-accel", "tcg,thread=single", "-cpu", "max", "-smp", "1",
            "-m", "1024", "-nographic", "-no-reboot", "-nic", "none",
            "-L", MACHINE / "usr/share/qemu", "-L", MACHINE / "usr/share/seabios",
            "-kernel", kernel, "-initrd", initial, "-append", "console=ttyS0 quiet panic=-1",
            "-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap",
        ],
        env={**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, libraries))},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    print(run.stdout)
    lines = [line.partition(MARK)[2] for line in run.stdout.splitlines() if MARK in line]
    yield {trial.pop("trial"): trial for trial in map(json.loads, lines)}


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
