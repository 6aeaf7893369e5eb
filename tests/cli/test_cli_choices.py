"""Optional steps and steps that need a GPU on the command line, and runs that go on from a checkpoint."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from cli_learner import Learner

COURSE = "format: 1\nid: c\ntitle: C\nsessions: [{id: session1, title: One, lessons: [lesson]}]\n"
LESSON = """
id: lesson
title: A lesson
minutes: 10
steps:
  - {id: first, kind: run, title: First, text: Run it., code: x = 1}
  - id: longer
    kind: run
    title: Count to the end
    text: Run it.
    optional: true
    minutes: 5
    resumes: [saved]
    code: |
      import time
      from pathlib import Path

      file = Path("saved/number")
      number = int(file.read_text()) if file.exists() else 0
      print("from", number, flush=True)
      file.parent.mkdir(exist_ok=True)
      file.write_text(str(number + 1))
      time.sleep(600 if number == 0 else 0)
  - id: fast
    kind: run
    title: Fast
    text: Run it.
    device: gpu
    would_show: On a GPU it takes 2 ms.
    instead: first
    code: x = 1
  - {id: last, kind: run, title: Last, text: Run it., code: x = 1}
"""


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    """A learner without a GPU, at a course of four steps."""
    course = tmp_path / "course"
    (course / "session1").mkdir(parents=True)
    (course / "course.yaml").write_text(COURSE)
    (course / "session1" / "lesson.yaml").write_text(LESSON)
    return Learner(tmp_path / "home", course, {"CUDA_VISIBLE_DEVICES": "-1"})


def test_they_are_told_apart_in_lists_and_not_counted(learner: Learner) -> None:
    said = learner.says("list", "lesson")
    assert "0 of 2" in said
    assert "optional, about 5 min" in said
    assert "needs a GPU" in said
    assert max(len(line) for line in said.splitlines()) <= 80
    assert "session1/lesson/first" in learner.says("next")
    assert "(optional, about 5 min)" in learner.says("show", "longer")
    assert "session1/lesson/last" in learner.says("next")
    assert "(needs a GPU)" in learner.says("show", "fast")


def test_they_are_told_apart_in_json(learner: Learner) -> None:
    steps = {
        step["id"].rpartition("/")[2]: step for step in json.loads(learner.says("list", "--json"))["steps"]
    }
    assert [(id, step["optional"], step["counts"], step["minutes"]) for id, step in steps.items()] == [
        ("first", False, True, None), ("longer", True, False, 5.0),
        ("fast", False, False, None), ("last", False, True, None),
    ]  # fmt: skip
    report = json.loads(learner.says("progress", "--json"))
    assert (report["done"], report["total"], report["next"]) == (0, 2, "session1/lesson/first")


@pytest.mark.timeout(400)
def test_a_lesson_is_done_without_them(learner: Learner) -> None:
    learner.says("run", "first")
    assert "session1/lesson/last" in learner.says("next")
    said = learner.says("run", "fast", code=4)
    assert "This step needs a GPU, and this machine has none that TensorFlow can use." in " ".join(
        said.split()
    )
    assert "Do session1/lesson/first instead" in " ".join(said.split())
    learner.says("run", "last")
    assert "You have done every step" in learner.says("next")


@pytest.mark.timeout(400)
def test_a_run_that_was_cut_goes_on_or_begins_again(learner: Learner) -> None:
    said = " ".join(learner.says("run", "longer", "--seconds", "3", code=1).split())
    assert "from 0" in said
    assert "What it had saved is kept: the next run goes on from there." in said
    said = " ".join(learner.says("run", "longer").split())
    assert "Goes on from your last checkpoint, saved a moment ago." in said
    assert "add --from-start" in said
    assert "from 1" in said
    learner.says("run", "longer", "--seconds", "3", code=1)
    said = learner.says("run", "longer", "--from-start", "--seconds", "3", code=1)
    assert "from 0" in said
    assert "Goes on" not in said
    learner.says("reset", "longer", "--yes")
    assert "Goes on" not in learner.says("run", "longer", "--seconds", "3", code=1)


# Keeps one number after the other, each in three files, every two seconds and a half.
SAVING = """
import os, shutil, time
from pathlib import Path

def saved():
    numbers = {int((Path("saved") / name).read_text()) for name in "abc"}
    (number,) = numbers
    return number

number = saved() if Path("saved").exists() else 0
print("from", number, flush=True)
while True:
    number += 1
    Path("new").mkdir()
    for name in "abc":
        (Path("new") / name).write_text(str(number))
    shutil.rmtree("saved", ignore_errors=True)
    os.rename("new", "saved")
    time.sleep(2.5)
"""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_kill_of_the_whole_tutor_leaves_the_old_or_the_new(learner: Learner) -> None:
    draft = learner.draft("session1/lesson/longer")
    draft.parent.mkdir(parents=True)
    draft.write_text(SAVING)
    begun = []
    for seconds in (4.0, 5.3, 6.6, 7.1):
        tutor = subprocess.Popen(
            [sys.executable, "-m", "tftutor", "run", "longer"], env=learner.environment(), cwd=learner.home,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        assert tutor.stdout
        begun.append(int(tutor.stdout.readline().split()[1]))
        time.sleep(seconds)
        tutor.kill()
        tutor.communicate()
    assert begun[0] == 0
    steps = [later - earlier for earlier, later in pairwise(begun)]
    assert all(1 <= step <= 3 for step in steps), begun
