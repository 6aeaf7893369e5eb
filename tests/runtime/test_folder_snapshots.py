"""Copies of a run's folders: whole states only, nothing from outside, within bounds."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tftutor.runtime import Cancel, Evidence, Limits, Program, Runtime
from tftutor.runtime.events import Event, Output
from tftutor.runtime.snapshots import Fill, Snapshots

AGO = 60  # seconds


class Saved:
    """Keeps the newest copy, and counts."""

    def __init__(self, place: Path) -> None:
        self.place, self.times, self.changed = place, 0, 0.0
        self.snapshots = Snapshots(("state",), self.save)

    def save(self, fill: Fill, changed: float) -> None:
        new = self.place.with_name(f"{self.place.name}-{self.times}")
        new.mkdir(parents=True)
        fill(new)
        shutil.rmtree(self.place, ignore_errors=True)
        new.rename(self.place)
        self.times, self.changed = self.times + 1, changed

    @property
    def texts(self) -> dict[str, str]:
        files = [path for path in self.place.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.place)): path.read_text() for path in files}


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    return Saved(tmp_path / "saved")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A run folder with one file in the folder that is saved, written a minute ago."""
    folder = tmp_path / "work"
    put(folder / "state" / "step", "3")
    return folder


def put(file: Path, text: str, ago: float = AGO) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    os.utime(file, (time.time() - ago,) * 2)


def test_something_new_is_copied_once(saved: Saved, work: Path) -> None:
    saved.snapshots.look(work, 0.0)
    saved.snapshots.look(work, 100.0)
    assert (saved.times, saved.texts) == (1, {"state/step": "3"})
    assert saved.changed == (work / "state" / "step").stat().st_mtime
    put(work / "state" / "step", "4", ago=50)
    saved.snapshots.look(work, 200.0)
    assert (saved.times, saved.texts) == (2, {"state/step": "4"})


def test_what_the_run_began_with_is_not_new(saved: Saved, work: Path) -> None:
    saved.snapshots.begin(work)
    saved.snapshots.look(work, 0.0)
    saved.snapshots.finish(work, ended_by_itself=True)
    assert saved.times == 0


def test_a_folder_that_is_being_written_waits_until_it_rests(saved: Saved, work: Path) -> None:
    put(work / "state" / "step", "4", ago=0)
    saved.snapshots.look(work, 0.0)
    assert saved.times == 0
    put(work / "state" / "step", "5")
    saved.snapshots.look(work, 10.0)
    assert saved.texts == {"state/step": "5"}


def test_one_that_never_rests_is_copied_after_a_while(saved: Saved, work: Path) -> None:
    for now in range(0, 36, 3):
        put(work / "state" / "step", str(now), ago=0)
        saved.snapshots.look(work, float(now))
    assert saved.texts == {"state/step": "33"}


@pytest.mark.parametrize(
    ("ended_by_itself", "ago", "kept"), [(False, 0.0, "3"), (True, 0.0, "hal"), (False, AGO, "hal")]
)
def test_half_a_file_of_a_killed_program_does_not_replace_a_whole_one(
    saved: Saved, work: Path, ended_by_itself: bool, ago: float, kept: str
) -> None:
    saved.snapshots.look(work, 0.0)
    put(work / "state" / "step", "hal", ago)
    saved.snapshots.finish(work, ended_by_itself=ended_by_itself)
    assert saved.texts == {"state/step": kept}


def test_where_there_is_no_copy_yet_any_state_is_better_than_none(saved: Saved, work: Path) -> None:
    put(work / "state" / "step", "4", ago=0)
    saved.snapshots.finish(work, ended_by_itself=False)
    assert saved.texts == {"state/step": "4"}


def test_nothing_outside_the_folder_is_reached(saved: Saved, work: Path, tmp_path: Path) -> None:
    put(tmp_path / "secret" / "key", "secret")
    (work / "state" / "away").symlink_to(tmp_path / "secret")
    (work / "state" / "file").symlink_to(tmp_path / "secret" / "key")
    os.mkfifo(work / "state" / "pipe")
    saved.snapshots.look(work, 0.0)
    assert saved.texts == {"state/step": "3"}
    shutil.rmtree(work / "state")
    (work / "state").symlink_to(tmp_path / "secret")
    saved.snapshots.finish(work, ended_by_itself=True)
    assert saved.texts == {"state/step": "3"}


def large(folder: Path) -> None:
    with (folder / "huge").open("wb") as file:
        file.truncate(200_000_001)


def many(folder: Path) -> None:
    for number in range(1_001):
        (folder / f"file-{number}").touch()


def deep(folder: Path) -> None:
    inner = folder.joinpath(*["deeper"] * 10)
    inner.mkdir(parents=True)
    (inner / "file").touch()


@pytest.mark.parametrize("fill", [large, many, deep])
def test_more_than_is_worth_keeping_is_not_copied_and_said(
    saved: Saved, work: Path, fill: Callable[[Path], None]
) -> None:
    saved.snapshots.look(work, 0.0)
    fill(work / "state")
    saved.snapshots.look(work, 100.0)
    assert saved.texts == {"state/step": "3"}
    assert saved.snapshots.trouble == "it holds more than 200 MB or 1000 files"


def test_a_copy_during_which_something_changed_does_not_count(work: Path, tmp_path: Path) -> None:
    kept: list[str] = []

    def save(fill: Fill, changed: float) -> None:
        put(work / "state" / "other", "while it is copied")
        fill(tmp_path / "copy")
        kept.append("reached")

    Snapshots(("state",), save).look(work, 0.0)
    assert kept == []


# Saves whole states by rename, then writes into the file itself without ever closing it.
PROGRAM = """
import os, time
from pathlib import Path

Path("state").mkdir()
Path("state/new").write_text("whole")
os.rename("state/new", "state/step")
print("saved", flush=True)
time.sleep({rest})
with open("state/step", "w") as file:
    for number in range(1_000_000):
        file.write(f"half {{number}}")
        file.flush()
        time.sleep(0.01)
"""


def test_a_run_past_its_time_leaves_the_last_whole_state(runtime: Runtime, saved: Saved) -> None:
    program = Program(PROGRAM.format(rest=4), limits=Limits(seconds=6))
    evidence = runtime.run(program, snapshots=saved.snapshots)
    assert evidence.ending == "timeout"
    assert saved.texts == {"state/step": "whole"}


def test_a_cancelled_run_leaves_what_it_saved(runtime: Runtime, saved: Saved) -> None:
    evidence = cancelled(runtime, Program(PROGRAM.format(rest=100)), saved.snapshots)
    assert evidence.ending == "cancelled"
    assert saved.texts == {"state/step": "whole"}


def cancelled(runtime: Runtime, program: Program, snapshots: Snapshots) -> Evidence:
    """Runs a program, and cancels it as soon as it has printed something."""
    cancel, printed = Cancel(), threading.Event()

    def hear(event: Event) -> None:
        if isinstance(event, Output) and event.stream == "stdout":
            printed.set()

    def stop() -> None:
        printed.wait(60)
        cancel.cancel()

    stopper = threading.Thread(target=stop)
    stopper.start()
    evidence = runtime.run(program, on_event=hear, cancel=cancel, snapshots=snapshots)
    stopper.join()
    return evidence
