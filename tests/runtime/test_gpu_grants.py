"""What a run on the GPU may reach, and no other: asked of a file tree of our own, in a confined process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import tftutor
from tftutor.runtime.inside import grants, landlock

HERE = str(Path(tftutor.__file__).parent.parent)
ASK = """
import json, os, sys
from tftutor.runtime.inside import grants, landlock, system
tree, gpu = sys.argv[1], sys.argv[2] == "gpu"
grants._SYSTEM, grants._WSL, grants._WSL_LIBRARIES = (f"{tree}/lib",), f"{tree}/dev/dxg", f"{tree}/lib/wsl"
paths = ["lib/libc.so", "lib/wsl/lib/libcuda.so.1", "lib/wsl/drivers/nv/libcuda.so.1.1", "dev/dxg"]
may = [*grants.for_interpreter([]), *grants.for_this_run([], [], gpu and grants.gpu_is_here())]
system.prctl(system.SET_NO_NEW_PRIVS, 1)
landlock.restrict(may, landlock.abi())
def reach(path, mode):
    try:
        with open(f"{tree}/{path}", mode): return True
    except PermissionError: return False
print(json.dumps({path: [reach(path, "rb"), reach(path, "r+b")] for path in paths}))
"""


@pytest.fixture
def windows_machine(tmp_path: Path) -> Path:
    """The places of WSL 2 that matter here."""
    names = ("lib/libc.so", "lib/wsl/lib/libcuda.so.1", "lib/wsl/drivers/nv/libcuda.so.1.1", "dev/dxg")
    for file in (tmp_path / name for name in names):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    return tmp_path


def reached(tree: Path, device: str) -> dict[str, tuple[bool, bool]]:
    """Whether each file can be read, and written."""
    if landlock.abi() < landlock.ABI_FIT_FOR_FILES:
        pytest.skip("needs Landlock 3")
    ask = [sys.executable, "-c", ASK, str(tree), device]
    done = subprocess.run(ask, env={"PYTHONPATH": HERE}, capture_output=True, text=True, check=True)
    return {path: (read, written) for path, (read, written) in json.loads(done.stdout).items()}


def test_under_wsl_a_run_on_the_gpu_has_the_device_and_reads_its_libraries(windows_machine: Path) -> None:
    assert reached(windows_machine, "gpu") == {
        "lib/libc.so": (True, False),
        "lib/wsl/lib/libcuda.so.1": (True, False),
        "lib/wsl/drivers/nv/libcuda.so.1.1": (True, False),
        "dev/dxg": (True, True),
    }


def test_under_wsl_a_run_on_the_cpu_has_neither(windows_machine: Path) -> None:
    assert reached(windows_machine, "cpu") == {
        "lib/libc.so": (True, False),
        "lib/wsl/lib/libcuda.so.1": (False, False),
        "lib/wsl/drivers/nv/libcuda.so.1.1": (False, False),
        "dev/dxg": (False, False),
    }


def test_where_there_is_no_wsl_the_systems_libraries_are_one_grant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Splitting them costs every start of a run a rule for each entry."""
    monkeypatch.setattr(grants, "_WSL_LIBRARIES", "/usr/lib/not-there")
    monkeypatch.setattr(grants, "_SYSTEM", ("/usr/lib",))
    monkeypatch.setattr(sys, "path", [])
    found = [grant for grant in grants.for_interpreter([]) if grant.path.startswith("/usr/lib")]
    assert landlock.Grant("/usr/lib", landlock.READ) in found


@pytest.mark.parametrize(("here", "there_is_one"), [("nvidiactl", True), ("dxg", True), ("null", False)])
def test_either_kind_of_driver_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str, there_is_one: bool
) -> None:
    (tmp_path / here).write_text("")
    monkeypatch.setattr(grants, "_NVIDIA", str(tmp_path / "nvidiactl"))
    monkeypatch.setattr(grants, "_WSL", str(tmp_path / "dxg"))
    assert grants.gpu_is_here() is there_is_one
