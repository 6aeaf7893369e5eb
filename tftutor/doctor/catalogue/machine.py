"""Processor, memory, disk, clock, ports."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy

_AFTER = ("tensorflow-does-not-start", "runtime-does-not-start", "tensorflow-does-not-compute")

ENTRIES = (
    CatalogueEntry(
        "processor-without-avx",
        "machine",
        "error",
        "The processor lacks AVX, which TensorFlow needs",
        "Illegal instruction (core dumped)",
        "TensorFlow's packages use instructions that processors have had since 2011. Virtual machines "
        "often hide them: their processor type is then `qemu64` or `kvm64`.",
        (
            Remedy(
                (),
                where="host",
                note="Set the virtual machine's processor type to `host`, and start it again.",
            ),
        ),
        "tensorflow issues #17411, #62342",
        explains=_AFTER,
    ),
    CatalogueEntry(
        "c-library-unsuited",
        "machine",
        "error",
        "TensorFlow has no package for this system's C library",
        "ERROR: Could not find a version that satisfies the requirement tensorflow",
        "TensorFlow 2.21 needs the GNU C library 2.27 or later; there are no packages for musl (Alpine).",
        (
            Remedy(
                ("{py} -m pip install 'tensorflow==2.20.*'",),
                note="Good from glibc 2.17 on; better a newer system.",
            ),
        ),
        "the files that TensorFlow 2.21.0 was published with",
        explains=_AFTER,
    ),
    CatalogueEntry(
        "disk-full",
        "machine",
        "error",
        "There is little room left on a disk",
        "[Errno 28] No space left on device",
        "TensorFlow takes 2 GB, its CUDA libraries 4 GB more, the data sets up to 1 GB.",
        (
            Remedy(
                ("{py} -m pip cache purge", "du -xh --max-depth=2 {folder} | sort -h | tail"),
                tested="no",
                note="The second line shows what takes the room.",
            ),
        ),
        "own",
    ),
    CatalogueEntry(
        "memory-low",
        "machine",
        "warning",
        "There is little memory left",
        "Killed",
        "TensorFlow alone takes 0.6 GB. When memory runs out, the kernel ends a program without a word of"
        " its own.",
        (
            Remedy(
                ("ps -eo pid,user,rss,comm --sort=-rss | head",), note="End what you no longer need: kill PID"
            ),
            Remedy(
                (
                    "sudo fallocate -l 4G /swapfile",
                    "sudo chmod 600 /swapfile",
                    "sudo mkswap /swapfile",
                    "sudo swapon /swapfile",
                ),
                root=True,
            ),
        ),
        "own",
    ),
    CatalogueEntry(
        "clock-behind",
        "machine",
        "warning",
        "This machine's clock is behind",
        "SSLCertVerificationError: ... certificate is not yet valid",
        "With a wrong date, every certificate looks invalid and nothing can be downloaded.",
        (Remedy(("sudo timedatectl set-ntp true",), root=True),),
        "own",
    ),
    CatalogueEntry(
        "clock-ahead",
        "machine",
        "warning",
        "This machine's clock is ahead, or its list of certificates is very old",
        "SSLCertVerificationError: ... certificate has expired",
        "By this clock most of the authorities that the machine trusts have expired. A virtual machine that "
        "was halted for long often has such a clock.",
        (
            Remedy(("sudo timedatectl set-ntp true",), root=True),
            Remedy(
                ("sudo apt install --reinstall ca-certificates",), root=True, note="If the date is right."
            ),
        ),
        "own",
    ),
    CatalogueEntry(
        "certificates-missing",
        "machine",
        "warning",
        "A variable names a file of certificates that is not there",
        "SSLError, or: Could not find a suitable TLS CA certificate bundle, invalid path",
        "pip and other programs then trust nobody, and every download fails.",
        (Remedy(("unset {names}",), tested="fixed"),),
        "own",
    ),
    CatalogueEntry(
        "port-taken",
        "machine",
        "warning",
        "The usual port is taken",
        "TensorBoard could not bind to port 6006, it was already in use. Without --port it moves to 6007 "
        "quietly, and your browser still looks at 6006.",
        "Another program listens there: an earlier TensorBoard or Jupyter of yours, or another user's.",
        (
            Remedy(
                ("tensorboard --logdir runs --port {other}",),
                tested="seen",
                note="Name the same port in your tunnel.",
            ),
        ),
        "own",
    ),
)
