"""What the screen remembers survives kills, damage, other tutors, and newer versions."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tftutor.application.runs.noted import UnfinishedRun
from tftutor.application.runs.processes import Process
from tftutor.application.screen_state import News, ScreenState, StepPlace
from tftutor.application.screen_state_file import FILE


def test_the_last_place_and_every_cursor_come_back(tmp_path: Path) -> None:
    screen_state = ScreenState.open(tmp_path / "state")
    assert (screen_state.welcomed, screen_state.place) == (False, None)
    screen_state.note_welcomed()
    screen_state.note_place("one/code/free-play", "code", (3, 14))
    screen_state.note_place("one/code/mean-of-squares", "output")
    assert screen_state.save()

    again = ScreenState.open(tmp_path / "state")
    assert again.welcomed
    assert again.place == StepPlace("one/code/mean-of-squares", "output", None)
    assert again.cursor_of("one/code/free-play") == (3, 14)


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    assert ScreenState.open(tmp_path).save()
    assert list(tmp_path.iterdir()) == []


def test_two_tutors_keep_what_the_other_noted(tmp_path: Path) -> None:
    one, other = ScreenState.open(tmp_path), ScreenState.open(tmp_path)
    one.note_place("one/code/free-play", "code", (1, 1))
    other.note_place("one/code/on-a-gpu", "code", (2, 2))
    one.save()
    other.save()
    again = ScreenState.open(tmp_path)
    assert again.cursor_of("one/code/free-play") == (1, 1)
    assert again.cursor_of("one/code/on-a-gpu") == (2, 2)


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "\udcff", "[" * 100_000, '{"a": 1' + " " * 2_000_000])
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8", errors="surrogateescape")
    screen_state = ScreenState.open(tmp_path)
    assert "is kept as" in screen_state.trouble
    screen_state.note_welcomed()
    assert screen_state.save()
    assert ScreenState.open(tmp_path).welcomed
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
    screen_state = ScreenState.open(tmp_path)
    assert (screen_state.welcomed, screen_state.place, screen_state.cursor_of("b"), screen_state.news()) == (
        False,
        None,
        None,
        [],
    )
    assert all(isinstance(run, UnfinishedRun) for run in screen_state.unfinished())


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    text = '{"format": 2, "welcomed": {"when": "yesterday"}}'
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    screen_state = ScreenState.open(tmp_path)
    assert "newer tftutor" in screen_state.trouble
    screen_state.note_welcomed()
    assert screen_state.save() is False
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text


def test_a_key_of_another_version_is_kept(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"format": 1, "later": [1, 2]}', encoding="utf-8")
    screen_state = ScreenState.open(tmp_path)
    screen_state.note_welcomed()
    screen_state.save()
    assert json.loads((tmp_path / FILE).read_text(encoding="utf-8"))["later"] == [1, 2]


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder belongs", encoding="utf-8")
    screen_state = ScreenState.open(tmp_path / "state")
    screen_state.note_welcomed()
    assert screen_state.save() is False
    (tmp_path / "state").unlink()
    assert screen_state.save(), "what could not be written is tried again"
    assert ScreenState.open(tmp_path / "state").welcomed


def test_a_run_that_was_cut_off_is_told_and_one_that_ended_is_not(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tftutor.application.screen_state import ScreenState\n"
        "state = ScreenState.open(Path(sys.argv[1]))\n"
        "state.note_run('one/code/free-play', 'run'); state.note_run('one/code/on-a-gpu', 'check')\n"
        "state.run_ended('one/code/on-a-gpu'); state.save()\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=environ, check=True, timeout=60)
    runs = ScreenState.open(tmp_path).unfinished()
    assert [(run.step, run.kind) for run in runs] == [("one/code/free-play", "run")]


def test_how_a_run_ended_unseen_is_told_until_it_was_seen(tmp_path: Path) -> None:
    screen_state = ScreenState.open(tmp_path)
    screen_state.note_run("one/code/free-play", "run")
    screen_state.run_ended("one/code/free-play", unseen="validation error 6.94 %")
    screen_state.save()
    again = ScreenState.open(tmp_path)
    assert again.unfinished() == []
    assert again.news() == [News("one/code/free-play", "validation error 6.94 %")]
    again.note_run("one/code/free-play", "run")
    assert again.unfinished() == [], "a run that goes on here was not cut off"
    again.note_news_seen()
    again.save()
    assert ScreenState.open(tmp_path).news() == []


# A process that has "tftutor" in its command line, notes a run, and waits.
ANOTHER_TUTOR = (
    "import sys, time; from pathlib import Path; from tftutor.application.screen_state import ScreenState\n"
    "state = ScreenState.open(Path(sys.argv[1]))\n"
    "state.note_run('one/code/free-play', 'check'); state.save()\n"
    "state.note_detached(['one/code/free-play']); state.save()\n"
    "print('noted', flush=True); time.sleep(600)\n"
)


@pytest.fixture
def another_tutor(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another tutor of the learner's, with a run that goes on."""
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", ANOTHER_TUTOR, str(tmp_path)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "noted\n"
        yield process
        process.kill()


def test_a_run_of_another_tutor_goes_on_until_that_one_ends(
    tmp_path: Path, another_tutor: subprocess.Popen[str]
) -> None:
    screen_state = ScreenState.open(tmp_path)
    (run,) = screen_state.going_on()
    assert (run.step, run.kind, run.alone, run.process.number) == (
        "one/code/free-play", "check", True, another_tutor.pid,
    )  # fmt: skip
    assert screen_state.unfinished() == []
    screen_state.run_ended("one/code/free-play")
    assert screen_state.save()
    assert ScreenState.open(tmp_path).going_on() == [run], "only its own tutor says that it has ended"

    another_tutor.kill()
    another_tutor.wait()
    later = ScreenState.open(tmp_path)
    assert later.going_on() == []
    assert [one.step for one in later.unfinished()] == ["one/code/free-play"]


def test_a_process_that_got_the_number_of_a_tutor_is_left_alone(
    tmp_path: Path, another_tutor: subprocess.Popen[str]
) -> None:
    data = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    data["runs"]["one/code/free-play"]["since"] = "1"
    (tmp_path / FILE).write_text(json.dumps(data), encoding="utf-8")
    assert ScreenState.open(tmp_path).going_on() == []
    assert not Process(another_tutor.pid, "1").tell(signal.SIGKILL)
    assert not Process(another_tutor.pid).tell(signal.SIGKILL), "when it began is not known"
    assert another_tutor.poll() is None


def test_a_tutor_is_asked_to_end_its_run(tmp_path: Path) -> None:
    mine = ScreenState.open(tmp_path)
    mine.note_run("one/code/free-play", "run")
    mine.note_run("one/code/on-a-gpu", "run")
    mine.save()
    other = ScreenState.open(tmp_path)
    other.ask_to_stop(next(run for run in other._runs() if run.step == "one/code/free-play"))
    other.save()
    assert mine.asked_to_stop() == []
    mine.look_again()
    assert mine.asked_to_stop() == ["one/code/free-play"]
    assert other.asked_to_stop() == []


def test_what_ends_while_the_learner_is_told_of_another_is_told_later(tmp_path: Path) -> None:
    reading, other = ScreenState.open(tmp_path), ScreenState.open(tmp_path)
    other.run_ended("one/code/free-play", unseen="It printed 1.")
    other.save()
    reading.look_again()
    reading.note_news_seen()
    other.run_ended("one/code/on-a-gpu", unseen="It printed 2.")
    other.save()
    reading.save()
    assert [one.step for one in ScreenState.open(tmp_path).news()] == ["one/code/on-a-gpu"]
