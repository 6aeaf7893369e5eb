"""Whatever the tutor is doing when it is killed, nothing of it is left; and it can end at any moment."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sandbox_samples import alive, settles, zygote_of

import tftutor
from tftutor.runtime import Program, Runtime

HERE = str(Path(tftutor.__file__).parent.parent)
TUTOR = """\
import sys, time
from pathlib import Path
from tftutor.runtime import Runtime
runtime = Runtime(scratch=Path(sys.argv[1]), device="cpu")
runtime.start()
print("begun", flush=True)
time.sleep(600)
"""
TRAINING = """\
import time, tensorflow as tf
model = tf.keras.Sequential([tf.keras.Input((8,)), tf.keras.layers.Dense(64), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
until = time.monotonic() + 1.5
while time.monotonic() < until:
    model.fit(tf.ones((64, 8)), tf.ones((64, 1)), epochs=2)
"""
# What a C library does while it is loaded: it holds Python's lock, and no line of Python runs.
NEVER_LOADED = "import ctypes\nctypes.PyDLL(None).sleep(600)\n"


@pytest.fixture
def endless(tmp_path: Path) -> dict[str, str]:
    """An environment in which importing TensorFlow never ends."""
    package = tmp_path / "packages" / "tensorflow"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(NEVER_LOADED)
    return {**os.environ, "PYTHONPATH": f"{package.parent}{os.pathsep}{HERE}"}


def started_tutor(scratch: Path, environ: dict[str, str]) -> subprocess.Popen[str]:
    tutor = subprocess.Popen(
        [sys.executable, "-c", TUTOR, str(scratch)], stdout=subprocess.PIPE, env=environ, text=True
    )
    assert tutor.stdout is not None
    assert tutor.stdout.readline() == "begun\n"
    return tutor


def end(tutor: subprocess.Popen[str], number: signal.Signals, scratch: Path) -> int:
    """Ends it. How many processes worked in its folder then."""
    family = len(working_in(scratch))
    tutor.send_signal(number)
    tutor.communicate()
    return family


def working_in(folder: Path) -> list[int]:
    """Living processes whose working folder is below this one: a zygote, its keepers, their programs."""
    found = []
    for entry in os.scandir("/proc"):
        try:
            inside = entry.name.isdigit() and Path(entry.path, "cwd").readlink().is_relative_to(folder)
        except OSError:
            continue  # gone meanwhile, or somebody else's
        if inside and alive(int(entry.name)):
            found.append(int(entry.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
@pytest.mark.parametrize("delay", [0.0, 0.7], ids=["at-once", "importing"])
def test_a_tensorflow_that_is_starting_ends_with_the_tutor(
    tmp_path: Path, endless: dict[str, str], number: signal.Signals, delay: float
) -> None:
    tutor = started_tutor(tmp_path / "runs", endless)
    time.sleep(delay)
    assert end(tutor, number, tmp_path) == 1
    assert settles(lambda: not working_in(tmp_path))


def run_in_a_terminal(home: Path) -> tuple[int, int]:
    """`tftutor run` with a terminal of its own: its process, and the terminal's other end."""
    home.mkdir(exist_ok=True)
    program = home / "training.py"
    program.write_text(TRAINING)
    pid, terminal = pty.fork()
    if pid == 0:
        environ = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": HERE, "TERM": "xterm"}
        os.chdir(home.parent)
        os.execve(sys.executable, [sys.executable, "-m", "tftutor", "run", str(program)], environ)
    return pid, terminal


MOMENTS = 24


def looked_at(terminal: int, seconds: float) -> float:
    """Reads along for that long, or until the run has ended by itself. How long that was."""
    began = time.monotonic()
    while (left := began + seconds - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0] and not read(terminal):
            break
    return time.monotonic() - began


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("way", ["SIGKILL", "SIGHUP", "terminal"])
def test_at_any_moment_of_its_life(tmp_path: Path, way: str) -> None:
    """Start, fork, confinement, training, end: gone within 2 s of the tutor's end, or of its terminal's."""
    tutor, terminal = run_in_a_terminal(tmp_path / "home")
    whole, slowest = looked_at(terminal, 120), 0.0
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(tutor, 0)[1]) == 0
    for moment in range(MOMENTS):
        tutor, terminal = run_in_a_terminal(tmp_path / "home")
        delay = looked_at(terminal, whole * moment / MOMENTS)
        family, ended = len(working_in(tmp_path / "home")), time.monotonic()
        if way != "terminal":
            os.kill(tutor, signal.Signals[way])
        os.close(terminal)
        os.waitpid(tutor, 0)
        assert settles(lambda: not working_in(tmp_path / "home"))
        taken = time.monotonic() - ended
        print(f"{way} after {delay:.2f} of {whole:.2f} s: {family} processes gone in {taken:.2f} s")
        slowest = max(slowest, taken)
    assert slowest <= 2.0


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the last to write has gone
        return b""


def test_closing_does_not_wait_for_a_tensorflow_that_is_starting(
    tmp_path: Path, endless: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", endless["PYTHONPATH"])
    runtime = Runtime(scratch=tmp_path / "runs", device="cpu")
    runtime.start()
    zygote = zygote_of(runtime)
    runtime.close()
    assert not alive(zygote)
    assert list((tmp_path / "runs").iterdir()) == []


def test_tensorflow_rests_when_nobody_runs_anything_and_comes_back(tmp_path: Path) -> None:
    with Runtime(scratch=tmp_path, device="cpu", idle_seconds=0.2) as runtime:
        runtime.start()
        zygote = zygote_of(runtime)
        assert settles(lambda: not alive(zygote) and not list(tmp_path.iterdir()))
        assert runtime.run(Program(code="print('back')")).output == "back\n"
