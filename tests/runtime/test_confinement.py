"""What learner code cannot do, with real targets, looked at from outside afterwards."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox_samples import Run, shared

from tftutor.runtime import Evidence, Runtime, Section

HOSTILE = shared()
# Landlock, limits and the supervisor hold these; the others of that folder need a filter of system calls.
CONTAINED = [
    "09_escape_sequences", "10_fork_bomb", "11_thread_bomb", "12_delete_own_files", "13_overwrite_outside",
    "20_fd_exhaustion", "21_stdin_read_blocks", "30_atexit_and_del_hooks", "32_closes_all_fds",
    "34_forges_pass", "36_hunts_for_checker", "37_poisoned_model_file", "39_zip_bomb_model", "40_kill_parent",
    "44_ptrace_parent", "46_proc_self_mem", "48_tty_injection",
    "49_double_fork_daemon", "51_subprocess_shell", "53_reads_ssh_keys", "54_reads_progress_dbs",
    "55_persistence", "56_symlink_hardlink_tricks", "59_tcp_loopback", "61_abstract_unix_socket",
]  # fmt: skip


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


def picture(folder: Path) -> dict[str, object]:
    """Content, modes and times of everything in a folder."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture(scope="module")
def victim() -> Iterator[int]:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process.pid
    assert process.poll() is None
    process.communicate(b"\n")


@pytest.fixture(scope="module")
def listeners() -> Iterator[dict[str, str]]:
    abstract = f"tftutor-test-{os.getpid()}"
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        unix.bind("\0" + abstract)
        unix.listen()
        yield {"HX_TCP_PORT": str(tcp.getsockname()[1]), "HX_ABSTRACT": abstract}
        for server in (tcp, unix):
            server.settimeout(0.01)
            with pytest.raises(TimeoutError):
                server.accept()


@pytest.mark.skipif(HOSTILE is None, reason="needs the folder of hostile programs (TFTUTOR_SHARED)")
@pytest.mark.parametrize("name", CONTAINED)
def test_hostile_programs_get_nowhere(
    run: Run, runtime: Runtime, home: Path, victim: int, listeners: dict[str, str], name: str
) -> None:
    assert HOSTILE is not None
    if runtime.facts().layers["signals"].state != "active":
        pytest.skip("this kernel's Landlock does not confine signals")
    targets = {
        "HX_HOME": str(home),
        "HX_TUTOR_PID": str(victim),
        "HX_OTHER_DB": str(home / ".bashrc"),
        **listeners,
    }
    before, temporary = picture(home), set(Path("/tmp").iterdir())
    evidence = run(
        (HOSTILE / "hostile" / f"{name}.py").read_text(),
        prelude=(Section("targets", f"import os\nos.environ.update({targets!r})"),),
        seconds=20,
    )
    assert "ESCAPED:" not in evidence.output, evidence.output
    assert picture(home) == before
    assert not [
        new
        for new in set(Path("/tmp").iterdir()) - temporary
        if "pwned" in new.name or "was_here" in new.name
    ]
    assert evidence.ending not in ("memory",)


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
    files = [package / "problems.py", (package / "checks").resolve() / "base.py", package / "lessons"]
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
    ]  # fmt: skip
    assert all(layer.why for layer in facts.layers.values())
    assert {layer.state for layer in facts.layers.values()} == {"active"}
