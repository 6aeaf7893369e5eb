"""Prints `tftutor/runtime/inside/calls.py` anew, from this machine's kernel headers.

Needs Linux and a C preprocessor:


python scripts/system_calls.py > tftutor/runtime/inside/calls.py
"""

from __future__ import annotations

import re
import subprocess
import textwrap

# What arm64's own asm/unistd.h asks of the common table (arch/arm64/include/uapi/asm/unistd.h).
_ARM64 = ("RENAMEAT", "NEW_STAT", "SET_GET_RLIMIT", "SYS_CLONE3", "MEMFD_SECRET")
_TABLES = {
    "X86_64": ["-include", "asm/unistd_64.h"],
    "AARCH64": [*(f"-D__ARCH_WANT_{name}" for name in _ARM64), "-include", "asm-generic/unistd.h"],
}
_NEWER = {"fchmodat2": 452}  # the same on every machine; these headers may be older
_HEAD = '''\
"""Numbers of the kernel's calls, as its headers have them: x86-64's own and the common ones of aarch64.

Made by `scripts/system_calls.py`; not edited by hand.
"""

from __future__ import annotations

'''


def numbers(arguments: list[str]) -> dict[str, int]:
    """Name to number, from the macros that the headers define."""
    command = ["cpp", "-dM", *arguments, "/dev/null"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    defined = dict(re.findall(r"^#define (__NR\w*) (\S+)$", text, re.MULTILINE))
    table = dict(_NEWER)
    for macro, value in defined.items():
        while value in defined:  # lseek is __NR3264_lseek on aarch64
            value = defined[value]
        name = macro.removeprefix("__NR_")
        if name != macro and value.isdigit() and name not in ("syscalls", "arch_specific_syscall"):
            table[name] = int(value)
    return dict(sorted(table.items(), key=lambda item: item[1]))


def main() -> None:
    parts = []
    for title, arguments in _TABLES.items():
        pairs = " ".join(f"{name}={number}" for name, number in numbers(arguments).items())
        lines = textwrap.wrap(pairs, 106, break_on_hyphens=False, break_long_words=False)
        parts.append(f'_{title} = """\\\n' + "\n".join(lines) + '\n"""\n')
    tail = """\


def _table(text: str) -> dict[str, int]:
    return {name: int(number) for name, _, number in (pair.partition("=") for pair in text.split())}


X86_64, AARCH64 = _table(_X86_64), _table(_AARCH64)"""
    print(_HEAD + "".join(parts) + tail)


if __name__ == "__main__":
    main()
