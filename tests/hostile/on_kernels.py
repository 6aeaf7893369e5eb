"""Tries every program in virtual machines, on the kernels that are unpacked below TFTUTOR_MACHINE.

    python tests/hostile/on_kernels.py --kernel 6.1 --users root,user --configurations all >> RESULTS

Prints a line for each trial: kernel:user:configuration, then program, ending, holes, seconds as JSON, for
`table.py --from`; and on standard error what the tutor said of its protection there. The machine may come to
harm, so that root may go without a layer: a program that takes it down is told, and the rest is tried in a
new one. See `tests/virtual_machines.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import virtual_machines
from hostile_guest import MARK, UP
from hostile_trials import programs, shared_folder

GUEST = Path(__file__).with_name("hostile_guest.py")
TOP = Path(__file__).resolve().parents[2]
STAND_INS = "/opt/packages"
# These say nothing where TensorFlow is a stand-in.
NEED_TENSORFLOW = (
    "02_infinite_tf_loop", "05_memory_hog_tf", "37_poisoned_model_file", "39_zip_bomb_model",
    "all_cores_forever", "graph_that_reads_files", "monkeypatches_everything", "tensorflows_own_files",
)  # fmt: skip
SAID = {"facts": [], "env-doctor": ["--deep", "--area", "sandbox"], "run": ["hello.py"]}
_FIRST = f"""\
{virtual_machines.MAY_WRITE}
/busybox cp /order /busybox /new/
exec /busybox switch_root /new {virtual_machines.PYTHON} -B {GUEST}
"""


class Kernel(NamedTuple):
    """``name`` is how the results call it; ``release`` begins that of its kernel.

    ``stand_ins``: for TensorFlow and Keras, whose start takes minutes in an emulated machine.
    """

    name: str
    release: str
    options: str = ""
    sysctl: Mapping[str, str] = {}
    stand_ins: bool = not virtual_machines.has_kvm()

    def machine(self) -> virtual_machines.Machine:
        return virtual_machines.Machine(self.release, self.options)


class Told(NamedTuple):
    """``what`` is a configuration with its trial, or one of ``SAID`` with a text."""

    user: str
    what: str
    said: object


def told(
    kernel: Kernel,
    users: Sequence[str],
    configurations: Sequence[str],
    names: Sequence[str],
    said: Sequence[str] = ("facts",),
) -> Iterator[Told]:
    """What is said of the protection to each user; then the trials, in as many machines as it takes."""
    waiting = [(user, what, name) for user in users for what in configurations for name in names]
    to_say = [[user, word, SAID[word]] for user in users for word in said]
    while True:
        for line in _lines(kernel, to_say, waiting):
            user, _, what = line.partition(" ")[0].partition(":")
            yield Told(user, what, text := json.loads(line.partition(" ")[2]))
            if what not in SAID:
                waiting.remove((user, what, text[0]))
        to_say = []
        if not waiting:
            return
        user, what, name = waiting.pop(0)
        yield Told(user, what, [name, "lost", ["the machine went down, or silent"], 0])


def _lines(kernel: Kernel, to_say: list[list[Any]], waiting: list[tuple[str, str, str]]) -> Iterator[str]:
    trials: dict[tuple[str, str], list[str]] = {}
    for user, what, name in waiting:
        trials.setdefault((user, what), []).append(name)
    order = {
        "sysctl": dict(kernel.sysctl),
        "to say": to_say,
        "trials": [[user, what, names] for (user, what), names in trials.items()],
        "environ": _environ(kernel),
        "stand-ins": STAND_INS if kernel.stand_ins else "",
    }
    files, others = {"order": json.dumps(order).encode()}, []
    with tempfile.TemporaryDirectory(prefix="machine-") as folder:
        lines = kernel.machine().told(Path(folder), _FIRST, files)
        for line in lines:
            if line == UP:
                break
            others.append(line)
        else:
            raise RuntimeError("the machine did not start:\n" + "\n".join(others[-40:]))
        yield from (line.removeprefix(MARK) for line in lines if line.startswith(MARK))


def _environ(kernel: Kernel) -> dict[str, str]:
    packages = [entry for entry in sys.path if entry.endswith("-packages")]
    shared = shared_folder()
    found = {"TFTUTOR_SHARED": str(shared.parent)} if shared else {}
    path = [*([STAND_INS] if kernel.stand_ins else []), str(TOP), *packages]
    return {"PYTHONPATH": os.pathsep.join(path), **found}


def programs_for(kernel: Kernel) -> list[str]:
    return [name for name in programs() if not kernel.stand_ins or name not in NEED_TENSORFLOW]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kernel", required=True, help="the beginning of its release")
    parser.add_argument("--name", help="what the results call it; as --kernel unless given")
    parser.add_argument("--options", default="", help="for the kernel's command line")
    parser.add_argument("--sysctl", default=[], action="append", metavar="NAME=VALUE")
    parser.add_argument(
        "--stand-ins",
        action=argparse.BooleanOptionalAction,
        default=not virtual_machines.has_kvm(),
        help="for TensorFlow and Keras",
    )
    parser.add_argument("--users", default="root,user")
    parser.add_argument("--configurations", default="all", help="empty for none")
    parser.add_argument("--programs", default="")
    parser.add_argument("--said", default="facts", help=f"of {', '.join(SAID)}; empty for nothing")
    options = parser.parse_args()
    sysctl = dict(setting.split("=", 1) for setting in options.sysctl)
    kernel = Kernel(
        options.name or options.kernel, options.kernel, options.options, sysctl, options.stand_ins
    )
    names = options.programs.split(",") if options.programs else programs_for(kernel)
    configurations = options.configurations.split(",") if options.configurations else []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the machine ends too
    escaped = False
    words = options.said.split(",") if options.said else []
    for user, what, said in told(kernel, options.users.split(","), configurations, names, words):
        if what in SAID:
            print(f"{kernel.name}, to {user}, {what}: {said}", file=sys.stderr, flush=True)
        else:
            print(f"{kernel.name}:{user}:{what} {json.dumps(said)}", flush=True)
            escaped = escaped or bool(said[2])
    return 1 if escaped else 0


if __name__ == "__main__":
    sys.exit(main())
