"""The filter of system calls, for both kinds of processor, answered by a small machine of our own."""

from __future__ import annotations

import errno
import re
import struct

import pytest

from tftutor.runtime.inside import bpf, calls, policy

X86, ARM = policy.Architecture(0xC000003E, calls.X86_64), policy.Architecture(0xC00000B7, calls.AARCH64)
ME = 4242
ALLOWED, KILLED = bpf.ALLOW, bpf.KILL_PROCESS
EPERM, EACCES = bpf.refuse(errno.EPERM), bpf.refuse(errno.EACCES)
ENOSYS, ENOTTY, WITHOUT_EFFECT = bpf.refuse(errno.ENOSYS), bpf.refuse(errno.ENOTTY), bpf.refuse(0)
ENOTSUP = bpf.refuse(errno.ENOTSUP)


def verdict(code: list[bpf.Instruction], audit: int, number: int, *arguments: int) -> int:
    """What the kernel would do: linux/filter.h, as far as the filter uses it."""
    padded = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, audit, 0, *(a & (1 << 64) - 1 for a in padded))
    at = accumulator = 0
    while True:
        code_, if_true, if_false, value = code[at]
        at += 1
        if code_ == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif code_ == 0x54:
            accumulator &= value
        elif code_ == 0x05:
            at += value
        elif code_ == 0x06:
            return value
        else:
            true = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: accumulator & value}[code_]
            at += if_true if true else if_false


def answers(machine: policy.Architecture, name: str, *arguments: int, gpu: bool = False) -> int:
    program = policy.program(machine, ME, gpu)
    return verdict(program, machine.audit, machine.numbers[name], *arguments)


CASES = [
    ("openat", (), ALLOWED),
    ("futex", (), ALLOWED),
    ("getpeername", (), ALLOWED),
    ("clone", (0x10000 | 0x100,), ALLOWED),  # a thread
    ("clone", (17,), EPERM),  # a process
    ("clone", (0x10000 | 0x10000000,), EPERM),  # a thread in a namespace of its own
    ("clone3", (), ENOSYS),
    ("execve", (), EPERM),
    ("io_uring_setup", (), ENOSYS),
    ("openat2", (), ENOSYS),
    ("fchmodat", (), WITHOUT_EFFECT),
    ("fchmodat2", (), WITHOUT_EFFECT),
    ("kill", (ME, 9), ALLOWED),
    ("kill", (-1, 9), EPERM),
    ("kill", (1, 9), EPERM),
    ("tgkill", (ME, 7, 9), ALLOWED),
    ("tgkill", (1, 1, 9), EPERM),
    ("prlimit64", (0,), ALLOWED),
    ("prlimit64", (1,), EPERM),
    ("setpriority", (0, 0, 5), ALLOWED),
    ("setpriority", (0, 1, 5), EPERM),
    ("setpriority", (2, 0, 5), EPERM),
    ("socket", (2, 1), EACCES),
    ("socketpair", (1, 1 | 0x80000), ALLOWED),
    ("socketpair", (1, 2), EACCES),
    ("socketpair", (2, 1), EACCES),
    ("sendto", (3, 0, 0, 0, 0), ALLOWED),
    ("sendto", (3, 0, 0, 0, 1 << 40), EACCES),
    ("setsockopt", (3, 1, 7), ALLOWED),
    ("setsockopt", (3, 1, 26), EPERM),
    ("setsockopt", (3, 6, 7), EPERM),
    ("fcntl", (3, 1), ALLOWED),
    ("fcntl", (3, 8), EPERM),
    ("ioctl", (1, 0x5401), ALLOWED),
    ("ioctl", (1, 0x5412), ENOTTY),
    ("ioctl", (1, 0x5412 | 1 << 32), ENOTTY),  # the kernel looks at the lower half only
    ("prctl", (15,), ALLOWED),
    ("prctl", (36,), EPERM),
    ("memfd_create", (), EPERM),
    ("ptrace", (), EPERM),
    ("mmap", (0, 4096, 3, 0x22), ALLOWED),  # private memory
    ("mmap", (0, 4096, 1, 0x01, 3), ALLOWED),  # a file, shared
    ("mmap", (0, 4096, 3, 0x21), EPERM),  # memory that is shared and has no name
    ("mmap", (0, 4096, 3, 0x23), EPERM),  # the same, validated
    ("getxattr", (), ENOTSUP),
    ("flistxattr", (), ENOTSUP),
]


@pytest.mark.parametrize("machine", [X86, ARM], ids=["x86_64", "aarch64"])
@pytest.mark.parametrize(("name", "arguments", "expected"), CASES)
def test_a_call_is_answered(
    machine: policy.Architecture, name: str, arguments: tuple[int, ...], expected: int
) -> None:
    assert answers(machine, name, *arguments) == expected


@pytest.mark.parametrize("machine", [X86, ARM], ids=["x86_64", "aarch64"])
def test_the_driver_of_a_gpu_gets_what_it_insists_on_and_no_connection(machine: policy.Architecture) -> None:
    assert answers(machine, "memfd_create", gpu=True) == ALLOWED
    assert answers(machine, "mmap", 0, 4096, 3, 0x21, gpu=True) == ALLOWED
    assert answers(machine, "ioctl", 3, 0xC020462A, gpu=True) == ALLOWED
    assert answers(machine, "ioctl", 3, 0x5412, gpu=True) == EPERM
    assert answers(machine, "socket", 1, 5, gpu=True) == ALLOWED
    assert answers(machine, "socket", 1, 2, gpu=True) == EACCES
    assert answers(machine, "socket", 2, 1, gpu=True) == EACCES
    assert answers(machine, "connect", gpu=True) == EACCES


def test_calls_in_another_manner_end_the_program() -> None:
    program = policy.program(X86, ME, False)
    assert verdict(program, 0x40000003, 20) == KILLED  # i386
    assert verdict(program, X86.audit, 0x40000000 + 2) == KILLED  # x32
    assert verdict(program, X86.audit, -1) == KILLED


def test_what_nobody_has_heard_of_does_not_exist() -> None:
    assert verdict(policy.program(ARM, ME, False), ARM.audit, 999) == ENOSYS


def test_every_name_of_the_policy_is_a_call() -> None:
    known = calls.X86_64.keys() | calls.AARCH64.keys()
    texts = [value for value in vars(policy).values() if isinstance(value, str) and "\n" in value.strip()]
    names = {name for text in texts if "." not in text for name in re.findall(r"\w+", text)}
    assert len(names) > 250
    assert names <= known


def test_the_kernel_takes_no_longer_program() -> None:
    assert len(policy.program(X86, ME, True)) < 4096
