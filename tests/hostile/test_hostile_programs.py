"""Hostile and accidental programs get nowhere, and the next run answers as if nothing had been."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_trials import CONFIGURATIONS, Trials, programs, shared_folder

import tftutor

HERE = Path(__file__).parent
ORDINARY_USER = 54321
# They take their time by design: wall clock, memory, floods, exit hooks.
SLOW = {
    "01_infinite_loop", "02_infinite_tf_loop", "03_sleep_forever", "04_memory_hog_python",
    "05_memory_hog_tf", "18_many_small_files", "28_swallows_interrupts", "30_atexit_and_del_hooks",
    "39_zip_bomb_model", "all_cores_forever", "deadlocked_threads_at_exit", "disk_medium_files",
    "floods_the_channel", "memory_shared_mapping", "stops_itself", "storm_of_signals", "swaps_descriptors",
    "traps_in_the_run_folder",
}  # fmt: skip
# One for each thing that an ordinary user could be harmed by, and root could not, or the other way round.
AS_ORDINARY_USER = (
    "attributes_of_others", "limits_of_the_tutor", "magic_links_of_proc", "memory_files", "owner_of_signals",
    "pairs_that_reach_out", "priorities_of_others", "processes_by_number", "rename_and_link_outside",
    "signals_by_every_door", "tensorflows_own_files", "threads_without_end", "undoes_the_sandbox",
)  # fmt: skip


def parameters() -> list[object]:
    return [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in programs()]


def test_the_shared_programs_are_here() -> None:
    if shared_folder() is None:
        pytest.skip("needs the folder of shared hostile programs (TFTUTOR_SHARED)")
    assert len(programs()) >= 80


@pytest.mark.parametrize("name", parameters())
def test_it_is_contained(trials: Trials, name: str) -> None:
    assert trials.of(programs()[name]).holes == ()


@pytest.fixture
def folder_for_all() -> Iterator[Path]:
    """pytest's own folders are closed to other users."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-user-"))
    yield folder
    shutil.rmtree(folder)


def table(configuration: str, names: list[str], folder: Path, user: int | None) -> dict[str, list[str]]:
    """The holes of each program, tried in a process of its own, by another user where one is named."""
    python = sys.executable if user is None else python_for_all()
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONPATH": os.pathsep.join([str(Path(tftutor.__file__).parent.parent), *map(str, packages())]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if "TFTUTOR_SHARED" in os.environ:
        environ["TFTUTOR_SHARED"] = os.environ["TFTUTOR_SHARED"]
    command = [
        python,
        str(HERE / "table.py"),
        "--configurations",
        configuration,
        "--programs",
        ",".join(names),
    ]
    if user is not None:
        os.chown(folder, user, user)
        command.append("--strict")
    result = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environ,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    told = [json.loads(line.partition(" ")[2]) for line in result.stdout.splitlines()]
    assert len(told) == len(names), result.stderr
    return {name: holes for name, _, holes, _ in told if holes}


def packages() -> list[Path]:
    return [Path(entry) for entry in sys.path if entry.endswith("-packages")]


def python_for_all() -> str:
    """An interpreter like this one that every user may run."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        command = [candidate, "-c", "import numpy, importlib.util as u; assert u.find_spec('tensorflow')"]
        environ = {"PYTHONPATH": os.pathsep.join(map(str, packages()))}
        try:
            known = subprocess.run(
                command, capture_output=True, env=environ, user=ORDINARY_USER, group=ORDINARY_USER, cwd="/"
            )
        except OSError:
            continue
        if known.returncode == 0:
            return candidate
    pytest.skip("no Python with TensorFlow here that an ordinary user may run")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can run them as somebody else")
def test_an_ordinary_user_is_as_safe_as_root(folder_for_all: Path) -> None:
    assert table("all", list(AS_ORDINARY_USER), folder_for_all, ORDINARY_USER) == {}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("configuration", ["abi6", "abi4", "abi1"])
def test_older_kernels_contain_them_too(folder_for_all: Path, configuration: str) -> None:
    assert CONFIGURATIONS[configuration].landlock_abi == int(configuration.removeprefix("abi"))
    assert table(configuration, list(programs()), folder_for_all, None) == {}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(os.getuid() != 0, reason="only root can run them as somebody else")
@pytest.mark.parametrize("configuration", ["all", "abi6", "abi4", "abi1"])
def test_an_ordinary_user_is_safe_from_all_of_them(folder_for_all: Path, configuration: str) -> None:
    assert table(configuration, list(programs()), folder_for_all, ORDINARY_USER) == {}
