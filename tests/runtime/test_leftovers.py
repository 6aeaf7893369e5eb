"""No process, descriptor or folder is left: after runs, after crashes, after the tutor's own death."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sandbox_samples import GRADIENT, Run, family_of, settles, zygote_of

from tftutor.runtime import Evidence, Program, Runtime
from tftutor.runtime.folders import Root, remove


def is_at_rest(runtime: Runtime, *, without_warm_child: bool = False) -> bool:
    """One zygote, its warm child and that one's keeper, and nothing else."""
    count = len(family_of(runtime))
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
    os.kill(zygote_of(runtime), signal.SIGKILL)
    assert run("print('warm one')").output == "warm one\n"
    assert run("print('new zygote')").output == "new zygote\n"


def test_a_listener_that_raises_ends_the_run(runtime: Runtime) -> None:
    def refuse(event: object) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        runtime.run(Program(code="while True: print(1)"), on_event=refuse)
    assert settles(lambda: is_at_rest(runtime, without_warm_child=True))


def test_a_folder_of_a_living_tutor_is_left_alone(tmp_path: Path) -> None:
    first, second = Root(tmp_path), Root(tmp_path)
    assert first.path.is_dir()
    first.close()
    second.close()


def test_a_folder_that_is_not_locked_yet_may_be_swept_and_another_one_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two steps of one tutor another one begins, and sweeps."""
    lock = fcntl.flock

    def begin_another_first(descriptor: int, how: int) -> None:
        monkeypatch.setattr(fcntl, "flock", lock)
        Root(tmp_path).close()
        lock(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", begin_another_first)
    root = Root(tmp_path)
    Root(tmp_path).close()
    assert [*tmp_path.iterdir()] == [root.path]
    root.close()


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


def test_two_may_remove_the_same_folder(tmp_path: Path) -> None:
    """A tutor that closes clears up what a run that is just ending clears up, too."""
    for number in range(20):
        top = tmp_path / str(number)
        for name in ("a", "b", "c"):
            (top / "run" / "work" / name / "deeper" / "still").mkdir(parents=True)
            (top / "run" / "work" / name / "deeper" / "file").write_text("")
        with ThreadPoolExecutor() as pool:
            removed = [
                pool.submit(remove, folder) for folder in (top, top / "run", top, top / "run" / "work")
            ]
        assert [future.result() for future in removed] == [None] * 4
        remove(top)
        assert not top.exists()


def test_a_run_that_nests_folders_without_end_leaves_none(run: Run, scratch: Path) -> None:
    code = (
        "import os\nfor i in range(3000):\n    os.mkdir('d'); os.chdir('d')\nos.chmod('.', 0)\nprint('deep')"
    )
    evidence = run(code)
    assert evidence.ending == "disk"
    (root,) = [entry for entry in scratch.iterdir() if entry.name.startswith("tutor-")]
    assert len([entry for entry in root.iterdir() if entry.name.startswith("run-")]) <= 1
