"""Event files read little by little, while they grow."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from event_files import graph, picture, simple

from tftutor.board import Follower, holds_events
from tftutor.board.collecting import Capacity
from tftutor.board.reading import MOST_FILES

NAME = "events.out.tfevents.1.host"
LONG = 60.0


def steps(follower: Follower, folder: str = "logs", tag: str = "a") -> list[int]:
    return [point.step for point in follower.logs()[folder].scalars[tag]]


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder


def test_what_is_new_is_read_and_nothing_twice(tmp_path: Path, logs: Path) -> None:
    follower = Follower()
    for step in range(3):
        with (logs / NAME).open("ab") as file:
            file.write(simple("a", step, 1.0))
        assert follower.look({"": tmp_path}, LONG)
        assert steps(follower) == list(range(step + 1))
    assert follower.look({"": tmp_path}, LONG)
    assert steps(follower) == [0, 1, 2]


def test_half_a_record_is_read_when_its_other_half_has_come(tmp_path: Path, logs: Path) -> None:
    follower, whole = Follower(), simple("a", 1, 1.0) + simple("a", 2, 2.0)
    for length in range(1, len(whole) + 1):
        (logs / NAME).write_bytes(whole[:length])
        follower.look({"": tmp_path}, LONG)
    assert steps(follower) == [1, 2]
    assert follower.logs()["logs"].problems == ()


def test_each_folder_has_a_log_of_its_own(tmp_path: Path) -> None:
    for place in ("logs/training", "logs/validation", "."):
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        (tmp_path / place / NAME).write_bytes(simple("error", 1, 0.5))
    follower = Follower()
    follower.look({"": tmp_path}, LONG)
    assert list(follower.logs()) == [".", "logs/training", "logs/validation"]
    kept = Follower()
    kept.look({"logs": tmp_path / "logs", NAME: tmp_path / NAME, "other.txt": tmp_path / "other.txt"}, LONG)
    assert kept.logs() == follower.logs()


def test_what_is_left_when_time_runs_out_is_read_the_next_time(tmp_path: Path, logs: Path) -> None:
    (logs / NAME).write_bytes(b"".join(simple("a", step, 1.0) for step in range(3)))
    follower, looks = Follower(), 1
    while not follower.look({"": tmp_path}, -1.0):
        looks += 1
    assert looks == 4
    assert steps(follower) == [0, 1, 2]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", ""),
        (simple("a", 1, 1.0)[:-3], ""),
        (random.Random(0).randbytes(1000), f"logs/{NAME} is damaged: the checksum"),
        (simple("a", 1, 1.0) + random.Random(0).randbytes(1000), "what comes after was not read."),
    ],
)
def test_a_file_that_cannot_be_read_whole_is_a_sentence_and_the_others_are_read(
    tmp_path: Path, logs: Path, data: bytes, sentence: str
) -> None:
    (logs / NAME).write_bytes(data)
    (logs / f"{NAME}.2").write_bytes(simple("b", 1, 1.0))
    follower = Follower()
    for _ in range(2):  # said once, however often one looks
        assert follower.look({"": tmp_path}, LONG)
    problems = follower.logs()["logs"].problems
    assert len(problems) == (1 if sentence else 0)
    assert sentence in "".join(problems)
    assert steps(follower, tag="b") == [1]


@pytest.mark.parametrize(
    ("capacity", "data"),
    [
        (Capacity(points=10), b"".join(simple("a", step, 1.0) for step in range(100))),
        (Capacity(tags=10), b"".join(simple(f"a{step}", 1, 1.0) for step in range(100))),
        (Capacity(image_bytes=2000), picture("a", 1, bytes(500)) * 100),
        (Capacity(image_bytes=2000), picture("a", 1, b"") * 100),
        (Capacity(nodes=10), graph("Add", "Mul") * 100),
        (Capacity(nodes=10), graph() * 100),
    ],
)
def test_there_is_an_end_to_what_is_taken_in(
    tmp_path: Path, logs: Path, capacity: Capacity, data: bytes
) -> None:
    (logs / NAME).write_bytes(data)
    follower = Follower(capacity)
    follower.look({"": tmp_path}, LONG)
    log = follower.logs()["logs"]
    assert "holds more than is shown here" in log.problems[0]
    taken = [*log.scalars.values(), *log.images.values(), log.graphs]
    assert 0 < sum(len(part) for part in taken) <= 10


def test_there_is_an_end_to_the_files_that_are_read(tmp_path: Path, logs: Path) -> None:
    for number in range(MOST_FILES + 1):
        (logs / f"{NAME}.{number:04}").write_bytes(simple("a", number, 1.0))
    follower = Follower()
    for _ in range(2):
        follower.look({"": tmp_path}, LONG)
    assert steps(follower) == list(range(MOST_FILES))
    assert follower.logs()["logs"].problems == ("Only the first 200 event files were read.",)


def test_links_and_pipes_are_not_read(tmp_path: Path, logs: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / NAME).write_bytes(simple("secret", 1, 1.0))
    (logs / NAME).symlink_to(outside / NAME)
    (logs / "folder").symlink_to(outside, target_is_directory=True)
    os.mkfifo(logs / "tfevents.pipe")
    follower = Follower()
    follower.look({"": logs}, LONG)
    assert [log.scalars for log in follower.logs().values()] == [{}]
    assert len(follower.logs()["."].problems) == 2


def test_a_folder_that_goes_meanwhile_leaves_what_was_read(tmp_path: Path, logs: Path) -> None:
    (logs / NAME).write_bytes(simple("a", 1, 1.0))
    follower = Follower()
    follower.look({"": tmp_path}, LONG)
    (logs / NAME).unlink()
    logs.rmdir()
    assert follower.look({"": logs}, LONG)
    assert follower.look({"": tmp_path}, LONG)
    assert steps(follower) == [1]


def test_whether_there_are_event_files(tmp_path: Path, logs: Path) -> None:
    assert not holds_events({"logs": logs, "model.keras": tmp_path / "model.keras"})
    (logs / NAME).write_bytes(b"")
    assert holds_events({"logs": logs})
    assert holds_events({f"deep/{NAME}": tmp_path / "anything"})
