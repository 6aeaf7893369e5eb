"""Tasks on the command line: what to do, how to have it checked, what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from cli_learner import REPOSITORY, Learner

COURSE = "format: 1\nid: tasks\ntitle: Tasks\nsessions:\n  - {id: one, title: One, lessons: [machine]}\n"
LESSON = """
id: machine
title: This machine
minutes: 5
steps:
  - id: a-note
    kind: task
    title: A note
    text: In `@{host.workspace}`, write hello into note.txt.
    hints: [Use echo.]
    checks:
      - workspace_file: {path: note.txt, contains: hello, how: [echo hello > note.txt]}
    after: There it is.
  - id: a-service
    kind: task
    title: A service
    text: Start it, if you like.
    hints: [Or do not.]
    checks:
      - service: {program: jupyter, port: 1, ports: 1, optional: true}
"""


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    """Somebody at a course of two tasks."""
    (tmp_path / "course" / "one").mkdir(parents=True)
    (tmp_path / "course" / "course.yaml").write_text(COURSE)
    (tmp_path / "course" / "one" / "machine.yaml").write_text(LESSON)
    return Learner(tmp_path / "home", course=tmp_path / "course")


def test_a_task_is_shown_done_and_checked(learner: Learner) -> None:
    shown = learner.says("show", "a-note")
    assert "In `~/tftutor`, write hello" in shown
    assert "Then: tftutor check one/machine/a-note" in shown
    missing = learner.says("check", "a-note", code=1)
    assert "Not yet: There is no file ~/tftutor/note.txt yet." in missing
    assert "\n      echo hello > note.txt\n" in missing
    note = learner.home / "tftutor" / "note.txt"
    note.parent.mkdir(exist_ok=True)
    note.write_text("hello\n")
    done = learner.says("check", "a-note")
    assert "Passed" in done
    assert "There it is." in done
    note.unlink()
    assert "passed" in learner.says("check", "one")  # among others it was done; alone it is looked at
    assert "Not yet" in learner.says("check", "a-note", code=1)


def test_what_cannot_be_had_is_blocked_and_holds_nobody_up(learner: Learner) -> None:
    report = json.loads(learner.calls("check", "a-service", "--json").stdout)
    schema = REPOSITORY / "tftutor" / "cli" / "schemas" / "check.schema.json"
    jsonschema.validate(report, json.loads(schema.read_text()))
    (step,) = report["steps"]
    assert step["status"] == "blocked"
    assert step["checks"][0]["commands"][0].endswith("-m pip install notebook")
