"""Where Landlock is too old, namespaces confine the files: the same program, the same answers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_what_lessons_need import NEEDS, SAYS

from tftutor.runtime import Confinement, DataMount, Evidence, Limits, Program, Runtime


@pytest.fixture(scope="module")
def old_kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    folder = tmp_path_factory.mktemp("namespaces")
    with Runtime(scratch=folder, device="cpu", confinement=Confinement(landlock_abi=1)) as started:
        why = started.facts().layers["files"].why
        if "namespaces:" in why:
            pytest.skip(f"no namespaces here: {why}")
        yield started


def run(runtime: Runtime, code: str, **options: DataMount) -> Evidence:
    return runtime.run(Program(code=code, data=tuple(options.values()), limits=Limits(seconds=120)))


def test_they_come_to_full_protection(old_kernel: Runtime) -> None:
    facts = old_kernel.facts()
    assert (facts.protection, facts.layers["network"].state) == ("full", "active")


@pytest.mark.parametrize("need", ["saving and loading", "pipelines"])
def test_what_lessons_need_works(old_kernel: Runtime, need: str) -> None:
    evidence = run(old_kernel, NEEDS[need])
    assert evidence.ending == "finished", f"{evidence.sentence}\n{evidence.errors}"
    assert evidence.output.endswith(SAYS[need])


def test_only_what_was_granted_is_there(old_kernel: Runtime, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    code = f"""\
import os
print(sorted(os.listdir("/proc")), os.path.exists({str(tmp_path / "secret")!r}), os.listdir("/dev"))
for path in ("/new", "/usr/lib/new", os.__file__, "/proc/self/oom_score_adj"):
    try: open(path, "a"); print("opened", path)
    except OSError as e: print("refused")
"""
    evidence = run(old_kernel, code)
    assert "self" in evidence.output and "'1'" not in evidence.output
    assert "True" not in evidence.output and "shm" not in evidence.output
    assert evidence.output.endswith("refused\n" * 4)


def test_data_is_readable_and_nothing_more(old_kernel: Runtime, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("one two")
    code = f"""\
import keras
print(open(keras.utils.get_file("words.txt", "https://example.org/words.txt")).read())
open({str(tmp_path / "new")!r}, "w")
"""
    mount = DataMount("words", tmp_path, {"https://example.org/words.txt": "words.txt"})
    evidence = run(old_kernel, code, mount=mount)
    assert evidence.output == "one two\n"
    assert evidence.error is not None and "Read-only" in evidence.error.message
    assert not (tmp_path / "new").exists()


AS_BEFORE_LINUX_5_12 = """
import os, sys
from tftutor.runtime.inside import namespaces
from tftutor.runtime.inside.landlock import READ, WRITE, Grant
namespaces._MOUNT_SETATTR = 0x7FFF  # a call that no kernel has
below, writable = sys.argv[1:]
namespaces.enter([Grant("/dev", READ), Grant(writable, WRITE)], [])
for folder in ("/", "/dev", below, writable):
    try: os.close(os.open(folder + "/new", os.O_CREAT | os.O_WRONLY)); print("written")
    except OSError as error: print(error.strerror)
print(os.statvfs(writable).f_flag & (os.ST_NOSUID | os.ST_NODEV) == os.ST_NOSUID | os.ST_NODEV)
"""


@pytest.mark.skipif(not os.path.ismount("/dev/shm"), reason="needs a mount below another")
def test_older_kernels_seal_one_mount_after_the_other(old_kernel: Runtime, tmp_path: Path) -> None:
    program = [sys.executable, "-c", AS_BEFORE_LINUX_5_12, "/dev/shm", str(tmp_path)]
    said = subprocess.run(program, capture_output=True, text=True, check=False)
    assert said.stdout.splitlines() == [*["Read-only file system"] * 3, "written", "True"], said.stderr
