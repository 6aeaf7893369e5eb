"""What a run starts ends with it, where no filter keeps it from starting anything; and with the tutor."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sandbox_samples import Run, alive, family_of, settles

import tftutor
from tftutor.runtime import Runtime
from tftutor.runtime.folders import Root
from tftutor.runtime.inside.tree import descendants

HERE = str(Path(tftutor.__file__).parent.parent)


@pytest.fixture(scope="module")
def is_at_rest(unfiltered: Runtime, run_unfiltered: Run) -> Callable[[], bool]:
    """Whether the runtime has no more processes than it needs to wait for the next program."""
    run_unfiltered("1")
    return lambda: len(family_of(unfiltered)) == 3  # zygote, keeper and warm child


def test_a_program_cannot_start_processes(run: Run) -> None:
    code = """\
import os, subprocess, multiprocessing
for start in (os.fork, lambda: subprocess.run(["/bin/true"]), lambda: os.posix_spawn("/bin/true", ["t"], {}),
              lambda: os.execv("/bin/true", ["true"]), os.setsid,
              multiprocessing.Process(target=print).start):
    try: print("started", start())
    except PermissionError: print("refused")
"""
    assert run(code).output == "refused\n" * 6


def test_forking_without_end_is_stopped_and_leaves_nobody(
    run_unfiltered: Run, is_at_rest: Callable[[], bool]
) -> None:
    evidence = run_unfiltered("import os\nwhile True: os.fork()", seconds=20)
    assert evidence.ending == "processes"
    assert evidence.sentence == "Stopped: it started more than 16 processes at once."
    assert settles(is_at_rest)


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
def test_a_daemon_does_not_survive_its_run(
    run_unfiltered: Run, is_at_rest: Callable[[], bool], ending: str
) -> None:
    assert run_unfiltered(DAEMON + ending, seconds=1).output == "left\n"
    assert settles(is_at_rest)


TUTOR = """\
import sys, threading
from pathlib import Path
from tftutor.runtime import Confinement, Program, Runtime, Output
without = Confinement(without=frozenset(sys.argv[2:]))
runtime = Runtime(scratch=Path(sys.argv[1]), device="cpu", confinement=without)
code = '''
import os, time
try: os.fork()
except PermissionError: pass
print("on", flush=True)
time.sleep(600)
'''
runtime.run(Program(code=code), on_event=lambda e: isinstance(e, Output) and print(e.text, flush=True))
"""


@pytest.mark.parametrize("without", [[], ["seccomp"]], ids=["all-layers", "unfiltered"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_the_tutors_end_leaves_no_process_and_the_next_one_no_folder(
    tmp_path: Path, without: list[str], number: signal.Signals
) -> None:
    tutor = subprocess.Popen(
        [sys.executable, "-c", TUTOR, str(tmp_path), *without],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": HERE},
        text=True,
    )
    assert tutor.stdout is not None
    while "on" not in tutor.stdout.readline():
        assert tutor.poll() is None
    started = descendants(tutor.pid)
    assert len(started) >= (4 if without else 3)
    tutor.send_signal(number)
    tutor.wait()
    tutor.stdout.close()
    assert settles(lambda: not any(alive(pid) for pid in started))
    assert len(list(tmp_path.iterdir())) == 1
    root = Root(tmp_path)
    assert list(tmp_path.iterdir()) == [root.path]
    root.close()
    assert list(tmp_path.iterdir()) == []
