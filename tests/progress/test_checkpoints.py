"""What a cut run left for the next: kept as a whole, whatever happens meanwhile."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tftutor.progress.checkpoints import Checkpoints

Start = Callable[..., "subprocess.Popen[str]"]
STEP = "session5/training-for-real/full-training"
# Keeps one number after the other, each in three files of one folder.
WRITER = """
import sys, time
from pathlib import Path
from tftutor.progress.checkpoints import Checkpoints

def filling(number):
    def fill(target):
        (target / "checkpoints").mkdir()
        for name in "abc":
            (target / "checkpoints" / name).write_text(f"{number} " * 20_000)
    return fill

checkpoints = Checkpoints(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), 1_000_000):
    checkpoints.save("session5/training-for-real/full-training", filling(number), changed=time.time())
    print(number, flush=True)
"""


@pytest.fixture
def checkpoints(tmp_path: Path) -> Checkpoints:
    return Checkpoints(tmp_path)


def filled(**contents: str) -> Callable[[Path], None]:
    """Writes folders with one file each."""

    def fill(target: Path) -> None:
        for name, text in contents.items():
            (target / name).mkdir()
            (target / name / "state").write_text(text)

    return fill


def states(checkpoints: Checkpoints) -> dict[str, str]:
    found = checkpoints.find(STEP)
    return {name: (folder / "state").read_text() for name, folder in found.folders.items()} if found else {}


def test_what_was_saved_is_found_with_its_time(checkpoints: Checkpoints) -> None:
    assert checkpoints.find(STEP) is None
    checkpoints.save(STEP, filled(backup="epoch 3", logs="x"), changed=1_700_000_000.5, data="real")
    found = checkpoints.find(STEP)
    assert found and (found.at.timestamp(), found.data) == (1_700_000_000.5, "real")
    assert states(checkpoints) == {"backup": "epoch 3", "logs": "x"}


def test_the_new_replaces_the_old_as_a_whole(checkpoints: Checkpoints) -> None:
    checkpoints.save(STEP, filled(backup="epoch 3", logs="x"), changed=1.0)
    checkpoints.save(STEP, filled(backup="epoch 4"), changed=2.0)
    assert states(checkpoints) == {"backup": "epoch 4"}


def test_a_time_from_the_future_is_now(checkpoints: Checkpoints) -> None:
    checkpoints.save(STEP, filled(backup="x"), changed=time.time() + 1e6)
    found = checkpoints.find(STEP)
    assert found and found.at.timestamp() <= time.time()


def test_a_copy_that_fails_leaves_the_old_one(checkpoints: Checkpoints, tmp_path: Path) -> None:
    checkpoints.save(STEP, filled(backup="epoch 3"), changed=1.0)

    def fails(target: Path) -> None:
        filled(backup="half")(target)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        checkpoints.save(STEP, fails, changed=2.0)
    assert states(checkpoints) == {"backup": "epoch 3"}
    assert [path.name for path in (tmp_path / "checkpoints" / STEP).parent.iterdir()] == ["full-training"]


def test_what_was_dropped_is_gone(checkpoints: Checkpoints, tmp_path: Path) -> None:
    checkpoints.save(STEP, filled(backup="epoch 3"), changed=1.0)
    assert checkpoints.drop(STEP)
    assert checkpoints.find(STEP) is None
    assert not checkpoints.drop(STEP)
    assert list((tmp_path / "checkpoints" / STEP).parent.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{}", '{"format": 2, "at": 1, "data": ""}', '{"format": 1, "at": "x"}', "[]"]
)
def test_a_record_that_makes_no_sense_is_no_checkpoint(
    checkpoints: Checkpoints, tmp_path: Path, text: str
) -> None:
    checkpoints.save(STEP, filled(backup="epoch 3"), changed=1.0)
    (tmp_path / "checkpoints" / STEP / "saved.json").write_text(text)
    assert checkpoints.find(STEP) is None


def test_a_copy_for_a_run_stays_as_it_was_while_another_run_saves(
    checkpoints: Checkpoints, tmp_path: Path, start: Start
) -> None:
    writer = start(WRITER, tmp_path, 0)
    assert writer.stdout and writer.stdout.readline()
    for number in range(30):
        taken = checkpoints.take(STEP, tmp_path / f"copy-{number}")
        assert taken
        assert len(whole(taken.folders["checkpoints"])) == 1


def test_a_kill_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path, start: Start) -> None:
    last = -1
    for round_ in range(12):
        writer = start(WRITER, tmp_path, last + 1)
        assert writer.stdout
        acknowledged = [int(writer.stdout.readline()) for _ in range(2)]
        time.sleep(0.0011 * round_)  # another place in the writing each time
        writer.kill()
        acknowledged += [int(line) for line in writer.communicate()[0].splitlines() if line.strip().isdigit()]
        found = Checkpoints(tmp_path).find(STEP)
        assert found
        (last,) = whole(found.folders["checkpoints"])
        # One more may be there: saved, but killed before it could say so.
        assert 0 <= last - acknowledged[-1] <= 1


def whole(folder: Path) -> set[int]:
    """The numbers that the three files hold; one where they were saved together."""
    found = [(folder / name).read_text().split() for name in "abc"]
    assert [len(words) for words in found] == [20_000] * 3
    return {int(word) for words in found for word in words}


def test_remains_of_killed_writers_are_swept_after_an_hour(checkpoints: Checkpoints, tmp_path: Path) -> None:
    checkpoints.save(STEP, filled(backup="1"), changed=1.0)
    remains = (tmp_path / "checkpoints" / STEP).with_name(".full-training.0123.tmp")
    remains.mkdir()
    os.utime(remains, (1.0, 1.0))
    checkpoints.save(STEP, filled(backup="2"), changed=2.0)
    assert not remains.exists()
