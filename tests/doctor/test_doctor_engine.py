"""A look that hangs, crashes or meets garbage costs its own line and nothing else."""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path

import pytest
from doctor_support import Environment, found

from tftutor.doctor import Options, Report, diagnose
from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.doctor.system import System


def well(context: Context) -> ProbeReport:
    return ProbeReport("all is well")


def crashes(context: Context) -> ProbeReport:
    raise ZeroDivisionError("of\nall things")


def hangs(context: Context) -> ProbeReport:
    threading.Event().wait()
    raise AssertionError("never")


def sees(context: Context) -> ProbeReport:
    return ProbeReport("", (), (Detection("memory-low", "1 MB"),))


def report_of(*looks: DiagnosticProbe, limit: float = 5.0) -> Report:
    return diagnose(Options(limit=limit, areas=("machine", "terminal")), probes=looks)


def test_a_look_that_crashes_is_one_line() -> None:
    report = report_of(
        DiagnosticProbe("broken", "machine", crashes), DiagnosticProbe("good", "machine", well)
    )
    machine = report.areas[0]
    assert machine.unknown == ("broken: ZeroDivisionError: of all things",)
    assert machine.summary == "all is well"
    assert report.exit_code == 0
    assert "broken" in report.next_step


def test_a_look_that_hangs_is_given_up() -> None:
    report = report_of(
        DiagnosticProbe("stuck", "machine", hangs), DiagnosticProbe("good", "terminal", well), limit=0.2
    )
    assert report.areas[0].unknown == ("stuck: no answer within 0.2 s",)
    assert report.areas[1].mark == "ok"
    assert [timing.ending for timing in report.timings] == ["timeout", "done"]


def test_findings_of_the_others_still_count() -> None:
    report = report_of(
        DiagnosticProbe("broken", "machine", crashes), DiagnosticProbe("memory", "machine", sees)
    )
    assert found(report) == ["memory-low"]
    assert report.areas[0].mark == "warning"


def garbage(seed: int) -> bytes:
    """Bytes as a damaged or a hostile /proc could hold."""
    dice = random.Random(seed)
    pieces = (
        dice.randbytes(40), b"flags\t: ", b"MemTotal: ", b"9" * 400, b" kB\n", b"\0" * 9, b"0::", b":" * 30,
        "\u0663".encode(), b"processor : -1\n", b"/" * 50, b"MemAvailable:  \xff kB\n", b"\n",
    )  # fmt: skip
    return b"".join(dice.choices(pieces, k=60))


FILES = (
    "proc/cpuinfo", "proc/meminfo", "proc/1/cgroup", "proc/version", "proc/driver/nvidia/version",
    "sys/module/nvidia/version", "sys/bus/pci/devices/0000:01:00.0/vendor", "etc/ld.so.cache",
    "sys/bus/pci/devices/0000:01:00.0/class", "sys/fs/cgroup/memory.max", "proc/sys/kernel/osrelease",
    "venv/pyvenv.cfg", "venv/bin/python",
    "venv/lib/python3.11/site-packages/tensorflow-2.21.0.dist-info/METADATA",
    "venv/lib/python3.11/site-packages/tensorflow-2.21.0.dist-info/RECORD",
    "venv/lib/python3.11/site-packages/numpy-2.0.dist-info/METADATA",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
def test_garbage_in_every_file_crashes_no_look(tmp_path: Path, seed: int) -> None:
    for number, name in enumerate(FILES):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(garbage(seed * 100 + number))
    (tmp_path / "venv/bin/python").chmod(0o755)
    system = System(root=tmp_path, environ={"LD_LIBRARY_PATH": "::/\x01"}, cwd=None)
    report = diagnose(Options(python="/venv/bin/python", sysroot=tmp_path), system)
    assert [timing for timing in report.timings if timing.ending != "done"] == []


def test_a_pipe_in_the_place_of_a_file_holds_nobody(tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    os.mkfifo(tmp_path / "proc" / "cpuinfo")
    system = System(root=tmp_path, environ={}, cwd=None)
    report = diagnose(Options(areas=("machine",), sysroot=tmp_path, limit=20), system)
    assert {timing.ending for timing in report.timings} == {"done"}


def test_an_endless_record_is_read_in_part(healthy: Environment) -> None:
    record = next(healthy.site.glob("tensorflow-*.dist-info")) / "RECORD"
    with record.open("ab") as file:
        file.truncate(1 << 30)
    assert healthy.ids("tensorflow") == []


def test_the_python_may_hang(healthy: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tftutor.doctor.interpreter._SECONDS", 0.5)
    healthy.python.unlink()
    healthy.python.write_text("#!/bin/sh\nexec sleep 60\n")
    healthy.python.chmod(0o755)
    report = healthy.report("python", "tensorflow", "tensorboard")
    assert found(report) == ["python-fails"]
    assert "0.5 s" in report.roots[0].evidence


def test_an_accident_in_a_pth_file_is_reported_in_its_own_words(healthy: Environment) -> None:
    (healthy.site / "odd.pth").write_text("import sys; sys.stdout.write('noise'); sys.exit('no entry')\n")
    report = healthy.report("python")
    assert found(report) == ["python-fails"]
    assert "no entry" in report.roots[0].evidence
