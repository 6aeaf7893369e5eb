"""A run that was cut leaves what it saved to the next run of its step, and to no other program."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tftutor.course.model import Course
from tftutor.progress.checkpoints import Checkpoints
from tftutor.runtime import Cancel
from tftutor.runtime.events import Event, Output, Resumed
from tftutor.tutor import Tutor
from tftutor.tutor.opening import the_course

# Counts to five; each number is saved before the next.
COUNT = """\
import time
from pathlib import Path

file = Path("saved/number")
start = int(file.read_text()) if file.exists() else 0
number = start
while number < 5:
    number += 1
    file.parent.mkdir(exist_ok=True)
    file.write_text(str(number))
    print("counted", number, "from", start, flush=True)
    {pause}
"""
FAST, SLOW = COUNT.format(pause="pass"), COUNT.format(pause="time.sleep(600)")
LESSON = """
id: lesson
title: A lesson
minutes: 5
steps:
  - id: count
    kind: exercise
    title: Count
    text: Count to five.
    resumes: [saved]
    limits: {{seconds: 4}}
    starter: "number = ..."
    solution: |
{solution}
    hints: [Think., Think more., Count.]
    checks:
      - value: {{of: number, equals: 5}}
    mistakes:
      - {{name: four, code: "number = 4", says: That is four.}}
      - {{name: six, code: "number = 6", says: That is six.}}
  - id: play
    kind: run
    title: Play
    text: Run it.
    resumes: [saved]
    code: |
{solution}
"""
MakeTutor = Callable[[Course], Tutor]
COURSE = "format: 1\nid: c\ntitle: C\nsessions: [{id: session1, title: One, lessons: [lesson]}]\n"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    folder = tmp_path / "course"
    (folder / "session1").mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE)
    solution = "".join(f"      {line}\n" for line in FAST.splitlines())
    (folder / "session1" / "lesson.yaml").write_text(LESSON.format(solution=solution))
    return the_course(folder)


@pytest.fixture
def checkpoints(tmp_path: Path) -> Checkpoints:
    return Checkpoints(tmp_path / "state")


@pytest.fixture
def tutor(make_tutor: MakeTutor, course: Course, checkpoints: Checkpoints) -> Tutor:
    made = make_tutor(course)
    made.checkpoints = checkpoints
    return made


class Heard:
    """What a run says; ``cancel`` is asked for as soon as the program has printed something."""

    def __init__(self) -> None:
        self.cancel = Cancel()
        self.events: list[Event] = []
        self.stop = False

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        if self.stop and isinstance(event, Output) and event.stream == "stdout":
            threading.Timer(0.2, self.cancel.cancel).start()

    @property
    def resumed(self) -> list[Resumed]:
        return [event for event in self.events if isinstance(event, Resumed)]


def saved(checkpoints: Checkpoints, step: str) -> str:
    found = checkpoints.find(f"session1/lesson/{step}")
    return (found.folders["saved"] / "number").read_text() if found else ""


def test_a_cancelled_run_goes_on_where_it_was(tutor: Tutor, checkpoints: Checkpoints) -> None:
    play = tutor.course.steps["session1/lesson/play"]
    heard = Heard()
    heard.stop = True
    evidence = tutor.try_out(play, SLOW, on_event=heard, cancel=heard.cancel)
    assert evidence.ending == "cancelled"
    assert evidence.sentence.endswith("What it had saved is kept: the next run goes on from there.")
    assert heard.resumed == []
    assert saved(checkpoints, "play") == "1"
    again = Heard()
    evidence = tutor.try_out(play, FAST, on_event=again)
    assert evidence.output.splitlines()[0] == "counted 2 from 1"
    assert len(again.resumed) == 1
    assert saved(checkpoints, "play") == ""
    assert tutor.try_out(play, FAST).output.splitlines()[0] == "counted 1 from 0"


def test_an_attempt_past_its_time_is_resumed_and_then_forgotten(
    tutor: Tutor, checkpoints: Checkpoints
) -> None:
    count = tutor.course.steps["session1/lesson/count"]
    attempt = tutor.attempt(count, SLOW)
    assert attempt.verdict.status == "timeout"
    assert "the next run goes on from there" in attempt.verdict.headline
    assert saved(checkpoints, "count") == "1"
    attempt = tutor.attempt(count, FAST)
    assert attempt.verdict.status == "passed"
    assert attempt.evidence and attempt.evidence.output.splitlines()[0] == "counted 2 from 1"
    assert saved(checkpoints, "count") == ""


def test_an_error_keeps_what_was_there(tutor: Tutor, checkpoints: Checkpoints) -> None:
    count = tutor.course.steps["session1/lesson/count"]
    checkpoints.save(count.id, filled("3"), changed=1.0)
    attempt = tutor.attempt(count, "1 / 0")
    assert attempt.verdict.status == "failed"
    assert saved(checkpoints, "count") == "3"
    assert tutor.attempt(count, FAST.replace("pass", "int('x')")).verdict.status == "failed"
    assert saved(checkpoints, "count") == "4"


def filled(number: str) -> Callable[[Path], None]:
    def fill(target: Path) -> None:
        (target / "saved").mkdir()
        (target / "saved" / "number").write_text(number)

    return fill


def test_runs_that_go_on_from_different_states_are_different_runs(
    tutor: Tutor, checkpoints: Checkpoints
) -> None:
    count = tutor.course.steps["session1/lesson/count"]
    outputs = []
    for state in ("", "2", "4", "2"):
        if state:
            checkpoints.save(count.id, filled(state), changed=1.0)
        attempt = tutor.attempt(count, FAST)
        assert attempt.evidence
        outputs.append((attempt.evidence.output.splitlines()[0], attempt.reused))
    assert outputs == [
        ("counted 1 from 0", False),
        ("counted 3 from 2", False),
        ("counted 5 from 4", False),
        ("counted 3 from 2", True),
    ]


def test_the_solution_and_the_mistakes_begin_from_the_start(tutor: Tutor, checkpoints: Checkpoints) -> None:
    count = tutor.course.steps["session1/lesson/count"]
    checkpoints.save(count.id, filled("2"), changed=1.0)
    attempt = tutor.attempt(count, FAST, record=False)
    assert attempt.evidence and attempt.evidence.output.splitlines()[0] == "counted 1 from 0"
    assert saved(checkpoints, "count") == "2"


def test_what_was_learned_from_other_data_does_not_count(tutor: Tutor, checkpoints: Checkpoints) -> None:
    play = tutor.course.steps["session1/lesson/play"]
    checkpoints.save(play.id, filled("2"), changed=1.0, data="stand-in")
    assert tutor.try_out(play, FAST).output.splitlines()[0] == "counted 1 from 0"
