"""What the screen remembers survives kills, damage, other tutors, and newer versions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tftutor.tui.memory import FILE, Memory, News, StepPlace, UnfinishedRun


def test_the_last_place_and_every_cursor_come_back(tmp_path: Path) -> None:
    memory = Memory.open(tmp_path / "state")
    assert (memory.welcomed, memory.place) == (False, None)
    memory.note_welcomed()
    memory.note_place("one/code/free-play", "code", (3, 14))
    memory.note_place("one/code/mean-of-squares", "output")
    assert memory.save()

    again = Memory.open(tmp_path / "state")
    assert again.welcomed
    assert again.place == StepPlace("one/code/mean-of-squares", "output", None)
    assert again.cursor_of("one/code/free-play") == (3, 14)


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    assert Memory.open(tmp_path).save()
    assert list(tmp_path.iterdir()) == []


def test_two_tutors_keep_what_the_other_noted(tmp_path: Path) -> None:
    one, other = Memory.open(tmp_path), Memory.open(tmp_path)
    one.note_place("one/code/free-play", "code", (1, 1))
    other.note_place("one/code/on-a-gpu", "code", (2, 2))
    one.save()
    other.save()
    again = Memory.open(tmp_path)
    assert again.cursor_of("one/code/free-play") == (1, 1)
    assert again.cursor_of("one/code/on-a-gpu") == (2, 2)


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "\udcff", "[" * 100_000, '{"a": 1' + " " * 2_000_000])
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8", errors="surrogateescape")
    memory = Memory.open(tmp_path)
    assert "is kept as" in memory.trouble
    memory.note_welcomed()
    assert memory.save()
    assert Memory.open(tmp_path).welcomed
    assert len(list(tmp_path.glob("screen.damaged-*.json"))) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"place": 3, "cursors": [], "runs": "x", "news": 1, "welcomed": "perhaps"},
        {"place": {"step": 1}, "cursors": {"a": [1], "b": ["x", 2], "c": [-1, 0]}, "runs": {"a": None}},
    ],
)
def test_values_without_meaning_count_as_not_given(tmp_path: Path, odd: dict[str, object]) -> None:
    (tmp_path / FILE).write_text(json.dumps(odd), encoding="utf-8")
    memory = Memory.open(tmp_path)
    assert (memory.welcomed, memory.place, memory.cursor_of("b"), memory.news()) == (False, None, None, [])
    assert all(isinstance(run, UnfinishedRun) for run in memory.unfinished())


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    text = '{"format": 2, "welcomed": {"when": "yesterday"}}'
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    memory = Memory.open(tmp_path)
    assert "newer tftutor" in memory.trouble
    memory.note_welcomed()
    assert memory.save() is False
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text


def test_a_key_of_another_version_is_kept(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"format": 1, "later": [1, 2]}', encoding="utf-8")
    memory = Memory.open(tmp_path)
    memory.note_welcomed()
    memory.save()
    assert json.loads((tmp_path / FILE).read_text(encoding="utf-8"))["later"] == [1, 2]


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder belongs", encoding="utf-8")
    memory = Memory.open(tmp_path / "state")
    memory.note_welcomed()
    assert memory.save() is False
    (tmp_path / "state").unlink()
    assert memory.save(), "what could not be written is tried anew"
    assert Memory.open(tmp_path / "state").welcomed


def test_a_run_that_was_cut_off_is_told_and_one_that_ended_is_not(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tftutor.tui.memory import Memory\n"
        "memory = Memory.open(Path(sys.argv[1]))\n"
        "memory.note_run('one/code/free-play', 'run'); memory.note_run('one/code/on-a-gpu', 'check')\n"
        "memory.run_ended('one/code/on-a-gpu'); memory.save()\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=environ, check=True, timeout=60)
    runs = Memory.open(tmp_path).unfinished()
    assert [(run.step, run.kind) for run in runs] == [("one/code/free-play", "run")]


def test_how_a_run_ended_unseen_is_told_until_it_was_seen(tmp_path: Path) -> None:
    memory = Memory.open(tmp_path)
    memory.note_run("one/code/free-play", "run")
    memory.run_ended("one/code/free-play", unseen="validation error 6.94 %")
    memory.save()
    again = Memory.open(tmp_path)
    assert again.unfinished() == []
    assert again.news() == [News("one/code/free-play", "validation error 6.94 %")]
    again.note_run("one/code/free-play", "run")
    assert again.unfinished() == [], "a run that goes on here was not cut off"
    again.note_news_seen()
    again.save()
    assert Memory.open(tmp_path).news() == []
