"""No process, descriptor or folder is left: after runs, after crashes, after the tutor's own death."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sandbox_samples import GRADIENT, Run

import tftutor
from tftutor.runtime import Evidence, Program, Runtime
from tftutor.runtime.folders import Root, remove
from tftutor.runtime.inside.tree import descendants

HERE = str(Path(tftutor.__file__).parent.parent)


def settles(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether a condition becomes true within a generous time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def is_at_rest(runtime: Runtime, *, without_warm_child: bool = False) -> bool:
    """One zygote, its warm child and that one's keeper, and nothing else."""
    count = len([pid for pid in descendants(os.getpid()) if alive(pid)])
    return count == 3 or (without_warm_child and count == 1)


def test_twenty_runs_leave_nothing(run: Run, runtime: Runtime, scratch: Path) -> None:
    run(GRADIENT)
    assert settles(lambda: is_at_rest(runtime))
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(20):
        assert run(f"print({number})", seconds=60).output == f"{number}\n"
    assert settles(lambda: is_at_rest(runtime))
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors
    (root,) = [entry for entry in scratch.iterdir() if entry.name.startswith("tutor-")]
    assert len([entry for entry in root.iterdir() if entry.name.startswith("run-")]) == 1


DAEMON = """\
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for fd in range(6): os.close(fd)
        while True: time.sleep(1)
    os._exit(0)
print('left', flush=True)
"""


@pytest.mark.parametrize("ending", ["", "os._exit(0)", "os.kill(os.getpid(), 11)", "while True: pass"])
def test_a_daemon_does_not_survive_its_run(run: Run, runtime: Runtime, ending: str) -> None:
    assert run(DAEMON + ending, seconds=1).output == "left\n"
    assert settles(lambda: is_at_rest(runtime))


def test_runs_side_by_side_do_not_mix(runtime: Runtime) -> None:
    results: dict[int, Evidence] = {}

    def one(number: int) -> None:
        code = (
            f"import time, os\nfor i in range(5):\n    print({number}); time.sleep(.05)\nprint(os.listdir())"
        )
        results[number] = runtime.run(Program(code=code))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert {n: e.output for n, e in results.items()} == {n: f"{n}\n" * 5 + "[]\n" for n in range(4)}
    assert settles(lambda: is_at_rest(runtime))


def test_a_zygote_that_was_killed_is_replaced(run: Run, runtime: Runtime) -> None:
    run("1")
    (zygote,) = [pid for pid in descendants(os.getpid()) if _parent(pid) == os.getpid() and alive(pid)]
    os.kill(zygote, signal.SIGKILL)
    assert run("print('warm one')").output == "warm one\n"
    assert run("print('new zygote')").output == "new zygote\n"


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_listener_that_raises_ends_the_run(runtime: Runtime) -> None:
    def refuse(event: object) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        runtime.run(Program(code="while True: print(1)"), on_event=refuse)
    assert settles(lambda: is_at_rest(runtime, without_warm_child=True))


TUTOR = """\
import sys, threading
from pathlib import Path
from tftutor.runtime import Program, Runtime, Output
runtime = Runtime(scratch=Path(sys.argv[1]), device="cpu")
code = "import os, time\\nos.fork()\\nprint('on', flush=True)\\ntime.sleep(600)"
runtime.run(Program(code=code), on_event=lambda e: isinstance(e, Output) and print(e.text, flush=True))
"""


def test_killing_the_tutor_leaves_no_process_and_the_next_one_no_folder(tmp_path: Path) -> None:
    tutor = subprocess.Popen(
        [sys.executable, "-c", TUTOR, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": HERE},
        text=True,
    )
    assert tutor.stdout is not None
    while "on" not in tutor.stdout.readline():
        assert tutor.poll() is None
    started = descendants(tutor.pid)
    assert len(started) >= 4
    tutor.kill()
    tutor.wait()
    tutor.stdout.close()
    assert settles(lambda: not any(alive(pid) for pid in started))
    assert len(list(tmp_path.iterdir())) == 1
    root = Root(tmp_path)
    assert list(tmp_path.iterdir()) == [root.path]
    root.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_a_living_tutor_is_left_alone(tmp_path: Path) -> None:
    first, second = Root(tmp_path), Root(tmp_path)
    assert first.path.is_dir()
    first.close()
    second.close()


def test_folders_are_removed_whatever_is_in_them(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("kept")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(outside)
    os.mkfifo(folder / "pipe")
    closed = folder / "closed" / "inner"
    closed.mkdir(parents=True)
    (closed / "file").write_text("x")
    closed.chmod(0)
    (folder / "closed").chmod(0o500)
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("deep", dir_fd=here)
        inner = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    remove(folder)
    assert not folder.exists()
    assert (outside / "precious").read_text() == "kept"


def test_a_run_that_nests_folders_without_end_leaves_none(run: Run, scratch: Path) -> None:
    code = (
        "import os\nfor i in range(3000):\n    os.mkdir('d'); os.chdir('d')\nos.chmod('.', 0)\nprint('deep')"
    )
    evidence = run(code)
    assert evidence.ending == "disk"
    (root,) = [entry for entry in scratch.iterdir() if entry.name.startswith("tutor-")]
    assert len([entry for entry in root.iterdir() if entry.name.startswith("run-")]) <= 1
