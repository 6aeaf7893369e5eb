"""A run that was cut goes on from its checkpoint: in the full-screen tutor, and in lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_learner import Learner
from full_screen import greeted, open_step, start

STEP, TITLE = "session1/lesson/longer", "Count to the end"
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
      file.parent.mkdir(exist_ok=True)
      file.write_text(str(number + 1))
      print("from", number, flush=True)
      time.sleep(600 if number == 0 else 0)
"""


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    course = tmp_path / "course"
    (course / "session1").mkdir(parents=True)
    (course / "course.yaml").write_text(COURSE)
    (course / "session1" / "lesson.yaml").write_text(LESSON)
    return greeted(Learner(tmp_path / "home", course))


def test_on_the_full_screen(learner: Learner) -> None:
    with start(learner, "open", STEP) as terminal:
        open_step(terminal, TITLE)
        terminal.wait_for("(optional, about 5 min)")
        terminal.press("ctrl+r")
        terminal.wait_for("from 0")
        terminal.press("ctrl+c")
        terminal.wait_for("You stopped it. The next run goes on from its checkpoint.")
        terminal.press("ctrl+r")
        terminal.wait_for("Goes on from your last checkpoint, saved a moment ago.")
        terminal.wait_for("from 1")
        terminal.wait_for("Finished in")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


def test_in_lines(learner: Learner) -> None:
    with start(learner, "--plain") as terminal:
        terminal.wait_for("What now?")
        terminal.line(f"open {STEP}")
        terminal.wait_for("optional, about 5 min")
        terminal.line("run")
        terminal.wait_for("from 0")
        terminal.press("ctrl+c")
        terminal.wait_for(re.compile(r"the next run\s+goes on from there"))
        terminal.line("run")
        terminal.wait_for("Goes on from your last checkpoint")
        terminal.wait_for("from 1")
        terminal.line("restart")
        terminal.wait_for("There's no checkpoint of this step")
