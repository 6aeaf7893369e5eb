"""A run gives way to everything else on the machine, and ends even where the tutor cannot end it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sandbox_samples import Run, settles

import tftutor
from tftutor.runtime import Limits, Program
from tftutor.runtime.ending import RunObservations, evidence_of

HERE = str(Path(tftutor.__file__).parent.parent)
TUTOR = """\
import sys
from pathlib import Path
from tftutor.runtime import Limits, Output, Program, Runtime
runtime = Runtime(scratch=Path(sys.argv[1]), device="cpu")
program = Program(code="print('on')\\nwhile True: pass", limits=Limits(seconds=1))
def hear(event):
    if isinstance(event, Output) and event.stream == "stdout":
        print(event.text, flush=True)
evidence = runtime.run(program, on_event=hear)
print(evidence.sentence)
"""


def test_a_run_is_nicer_than_the_tutor(run: Run) -> None:
    code = "import os; print(os.getpriority(os.PRIO_PROCESS, 0))"
    assert run(code).output == f"{max(5, os.getpriority(os.PRIO_PROCESS, 0))}\n"


def test_within_its_seconds_no_run_reaches_the_limit_of_processor_time() -> None:
    cores = os.cpu_count() or 1
    assert Limits(seconds=30).cpu_seconds > 30 * cores


def test_what_was_killed_for_its_processor_time_says_so() -> None:
    program = Program(code="1", limits=Limits(seconds=1))
    most = program.limits.cpu_seconds
    spent = evidence_of(RunObservations(status=signal.SIGKILL, cpu_total=most + 0.2), program)
    assert (spent.ending, spent.sentence) == (
        "timeout",
        f"Stopped: it used more than {most} s of processor time.",
    )
    assert "memory" in evidence_of(RunObservations(status=signal.SIGKILL, cpu_total=1.0), program).sentence


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_run_ends_though_its_tutor_is_stopped(tmp_path: Path) -> None:
    """Ctrl+Z while an endless loop runs: nobody watches the clock, and still it does not run for ever."""
    tutor = subprocess.Popen(
        [sys.executable, "-c", TUTOR, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": HERE},
        text=True,
    )
    assert tutor.stdout is not None
    assert tutor.stdout.readline() == "on\n"
    tutor.send_signal(signal.SIGSTOP)
    try:
        assert settles(lambda: busiest_below(tmp_path) == 0, seconds=240)
    finally:
        tutor.send_signal(signal.SIGCONT)
    said, _ = tutor.communicate()
    assert "Stopped" in said  # after its second, or for its processor time: the tutor finds both true


def busiest_below(folder: Path) -> int:
    """How many processes compute this moment with a working folder below this one."""
    count = 0
    for entry in Path("/proc").iterdir():
        try:
            at_home = entry.name.isdigit() and (entry / "cwd").readlink().name == "work"
            if at_home and (entry / "cwd").readlink().is_relative_to(folder):
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                count += state == "R"
        except OSError:
            continue  # gone meanwhile
    return count
