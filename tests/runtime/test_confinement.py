"""What learner code cannot read. Programs that do worse are in tests/hostile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox_samples import Run

from tftutor.places import bundled_course
from tftutor.runtime import Evidence, Runtime


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    for name in (
        ".ssh/id_rsa",
        "work/thesis.txt",
        ".local/share/tftutor/progress.db",
        ".bash_history",
        ".bashrc",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"SECRET {name}")
    return folder


@pytest.fixture(scope="module")
def victim() -> Iterator[int]:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process.pid
    assert process.poll() is None
    process.communicate(b"\n")


def test_the_memory_of_other_processes_cannot_be_read(run: Run, victim: int) -> None:
    code = f"""\
import ctypes, os
class Part(ctypes.Structure): _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
for line in open("/proc/self/maps"):
    if "[stack]" in line: address = int(line.split("-")[0], 16)
buffer = ctypes.create_string_buffer(8)
libc = ctypes.CDLL(None, use_errno=True)
for pid in ({victim}, os.getppid()):
    here, there = Part(ctypes.addressof(buffer), 8), Part(address, 8)
    done = libc.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    print(done, ctypes.get_errno())
    try: print(open(f"/proc/{{pid}}/environ", "rb").read(10))
    except PermissionError: print("refused")
"""
    assert run(code).output == "-1 1\nrefused\n" * 2


def test_the_tutor_its_checks_and_solutions_cannot_be_read(run: Run) -> None:
    import tftutor

    package = Path(tftutor.__file__).parent
    files = [package / "problems.py", (package / "checks").resolve() / "base.py", bundled_course()]
    code = f"""\
import os
for path in {[str(f) for f in files]!r}:
    try: print('read', os.listdir(path) if os.path.isdir(path) else open(path).read())
    except PermissionError: print('refused')
try: import tftutor.checks; print('imported')
except ImportError: print('no such module')
except PermissionError: print('no such module')
"""
    assert run(code).output == "refused\n" * 3 + "no such module\n"


def test_the_home_folder_is_the_run_folder(run: Run) -> None:
    code = "import os\nprint(os.path.expanduser('~') == os.getcwd(), os.listdir())"
    assert run(code).output == "True []\n"


def test_the_environment_is_clean(run: Run) -> None:
    unwanted = ("TFTUTOR", "SSH", "DBUS", "OMP", "OPENBLAS", "XDG_RUNTIME")
    code = f"import os\nprint([k for k in os.environ if k.startswith({unwanted!r})])"
    assert run(code).output == "[]\n"


def test_tensorflows_own_readers_are_confined(run: Run, home: Path) -> None:
    code = f"""\
import tensorflow as tf
read = tf.function(lambda: [tf.io.read_file({str(home / ".ssh/id_rsa")!r}) for _ in range(8)])
print(read())
"""
    evidence: Evidence = run(code)
    assert evidence.ending == "error"
    assert "SECRET" not in evidence.output


def test_facts_name_the_layers(runtime: Runtime) -> None:
    facts = runtime.facts()
    assert facts.tensorflow_version.count(".") >= 2
    assert list(facts.layers) == [
        "session", "memory", "limits", "files", "network", "signals", "privileges", "system-calls",
        "control-group",
    ]  # fmt: skip
    assert all(layer.why for layer in facts.layers.values())
    assert {layer.state for layer in facts.expected.values()} == {"active"}
