"""The kernel: what it offers to confine a program."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy

ENTRIES = (
    CatalogueEntry(
        "landlock-missing",
        "sandbox",
        "info",
        "This kernel cannot confine a program's files",
        "Nothing; the sandbox has a layer less.",
        "Landlock 3 came with Linux 6.2. Before that, user namespaces do the same, where everybody may make"
        " them. Without either, code that you run can reach your other files, as any program of yours can."
        " The other layers hold.",
        (
            Remedy(
                ("sudo sysctl -w kernel.unprivileged_userns_clone=1",),
                root=True,
                note="On Debian, where user namespaces are for root only.",
            ),
            Remedy(
                ("sudo apt install linux-generic-hwe-22.04", "sudo reboot"),
                root=True,
                note="On Ubuntu 22.04.",
            ),
        ),
        "the kernel's documentation of Landlock",
    ),
)
