"""Boots virtual machines that see this machine's files, read only, and have no network.

They need QEMU, a static busybox and kernels with their modules, unpacked below the folder that
TFTUTOR_MACHINE names. On Debian 12:

    apt-get download qemu-system-x86 qemu-system-common qemu-system-data seabios ipxe-qemu busybox-static \\
        linux-image-6.1.0-50-amd64, more kernels, and the libraries that `ldd` then misses
    for package in *.deb; do dpkg -x $package MACHINE; done

With KVM they are about as fast as this machine; without it the processor is emulated, ten times slower.
"""

from __future__ import annotations

import lzma
import os
import pwd
import re
import selectors
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

MACHINE = Path(os.environ.get("TFTUTOR_MACHINE", "/nonexistent"))
PYTHON = Path("/usr/bin/python3")
needed = pytest.mark.skipif(
    not MACHINE.is_dir(), reason="TFTUTOR_MACHINE names no folder with the parts of a machine"
)
# In this order; a kernel has those that it needs.
_MODULES = (
    "virtio", "virtio_ring", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "virtio_pci",
    "netfs", "fscache", "9pnet", "9pnet_virtio", "9p", "overlay",
)  # fmt: skip
# The first lines of an `init`: this machine's files are in /host then ...
SEES_THIS_MACHINE = """\
#!/busybox sh
for module in `/busybox cat /modules/order`; do /busybox insmod /modules/$module; done
/busybox mount -t 9p -o trans=virtio,version=9p2000.L,cache=loose,msize=262144,ro host /host
"""
# ... and in /new, where what is written goes to memory.
MAY_WRITE = f"""\
{SEES_THIS_MACHINE}
/busybox mkdir /upper /new
/busybox mount -t tmpfs -o size=75% tmpfs /upper
/busybox mkdir /upper/files /upper/work
/busybox mount -t overlay -o lowerdir=/host,upperdir=/upper/files,workdir=/upper/work overlay /new
"""
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Machine:
    """``options`` are added to the kernel's command line; ``silence_max`` seconds without a word end it."""

    kernel: str  # the beginning of its release: 6.1
    options: str = ""
    memory_mb: int = 6144
    silence_max: float = 600.0

    def told(self, folder: Path, init: str, files: Files) -> Iterator[str]:
        """The lines of its console, as they come, until it is switched off, starts again or falls silent.

        ``init`` is a script for busybox's shell, run first; ``files`` lie beside it. QEMU reads from
        ``folder``.
        """
        initial = folder / "initial"
        initial.write_bytes(_archive({**_first_files(release(self.kernel)), "init": init.encode(), **files}))
        with subprocess.Popen(
            self._command(initial),
            env={**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, _libraries()))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as running:
            try:
                yield from self._lines(running)
            finally:
                running.kill()

    def _lines(self, running: subprocess.Popen[bytes]) -> Iterator[str]:
        assert running.stdout is not None
        text, heard = b"", time.monotonic()
        with selectors.DefaultSelector() as selector:
            selector.register(running.stdout, selectors.EVENT_READ)
            while time.monotonic() - heard < self.silence_max:
                if not selector.select(1.0):
                    continue
                more, heard = os.read(running.stdout.fileno(), 1 << 16), time.monotonic()
                *whole, text = (text + more).split(b"\n")
                yield from (line.decode(errors="replace").rstrip("\r") for line in whole)
                if not more:
                    return

    def _command(self, initial: Path) -> list[str | Path]:
        fast = has_kvm()
        accelerator = (
            ["kvm", "-cpu", "host,-arch-capabilities"] if fast else ["tcg,thread=multi", "-cpu", "max"]
        )
        # Whatever comes to pass in there: QEMU itself may start nothing, and reads what everybody may read.
        held_back = ["-sandbox", "on,obsolete=deny,spawn=deny,resourcecontrol=deny"]
        if os.getuid() == 0:
            held_back += ["-runas", pwd.getpwnam("nobody").pw_name]
        return [
            MACHINE / "usr/bin/qemu-system-x86_64", "-accel", *accelerator, "-smp", "2",
            "-m", str(self.memory_mb), "-nographic", "-no-reboot", "-nic", "none", *held_back,
            "-L", MACHINE / "usr/share/qemu", "-L", MACHINE / "usr/share/seabios",
            "-kernel", MACHINE / f"boot/vmlinuz-{release(self.kernel)}", "-initrd", initial,
            "-append", f"console=ttyS0 quiet loglevel=0 panic=-1 {self.options}",
            "-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap",
        ]  # fmt: skip


def has_kvm() -> bool:
    """Whether the processor runs machines; KVM without its help takes only kernels made for that."""
    helped = any((Path("/sys/module") / name).is_dir() for name in ("kvm_intel", "kvm_amd"))
    return helped and os.access("/dev/kvm", os.R_OK | os.W_OK)


def releases() -> list[str]:
    """Of the kernels that were unpacked."""
    return sorted(file.name.removeprefix("vmlinuz-") for file in (MACHINE / "boot").glob("vmlinuz-*"))


def release(kernel: str) -> str:
    """The one that begins with ``kernel``. KeyError where there is none, or more."""
    found = [name for name in releases() if re.match(rf"{re.escape(kernel)}(?!\d)", name)]
    if len(found) != 1:
        raise KeyError(f"{kernel} is not one of {releases()}")
    return found[0]


def _libraries() -> list[Path]:
    return [MACHINE / place / "x86_64-linux-gnu" for place in ("usr/lib", "lib")]


def _first_files(kernel: str) -> dict[str, bytes]:
    files = {"host/": b"", "modules/": b"", "busybox": (MACHINE / "bin/busybox").read_bytes()}
    order = []
    for name in _MODULES:
        for place in ("lib/modules", "usr/lib/modules"):
            for file in (MACHINE / place / kernel).rglob(f"{name}.ko*"):
                data = file.read_bytes()
                files[f"modules/{name}.ko"] = lzma.decompress(data) if file.suffix == ".xz" else data
                order.append(f"{name}.ko")
    return {**files, "modules/order": "\n".join(order).encode()}


def _archive(files: Files) -> bytes:
    """A cpio archive (newc) that everybody may read and run; a name that ends in / is a folder's."""
    parts = []
    for number, (name, data) in enumerate([*files.items(), ("TRAILER!!!", b"")]):
        mode = 0o040755 if name.endswith("/") else 0o100755
        path = name.rstrip("/").encode()
        fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(path) + 1, 0)
        head = b"070701" + b"".join(b"%08x" % field for field in fields) + path + b"\0"
        parts += [head, bytes(-len(head) % 4), data, bytes(-len(data) % 4)]
    return b"".join(parts)
