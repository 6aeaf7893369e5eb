"""A tutor over the real course, and one over a small course of the tests' own; one TensorFlow for both."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tftutor.course.model import Course
from tftutor.data import DataSets
from tftutor.progress.drafts import Drafts
from tftutor.progress.store import ProgressStore
from tftutor.runtime import Runtime
from tftutor.runtime.store import EvidenceStore
from tftutor.tutor import Tutor
from tftutor.tutor.cached_runner import CachedRunner
from tftutor.tutor.opening import the_course
from tftutor.tutor.step_inputs import StepInputs
from tftutor.tutor.step_runner import StepRunner

MakeTutor = Callable[[Course], Tutor]


@pytest.fixture
def make_tutor(runtime: Runtime, tmp_path: Path) -> Iterator[MakeTutor]:
    """Tutors with folders of their own: nothing known from before."""
    store = ProgressStore.open(tmp_path / "state")

    def make(course: Course) -> Tutor:
        drafts = Drafts(tmp_path / "workspace")
        cached_runner = CachedRunner(
            runtime, EvidenceStore(tmp_path / "cache"), scratch=tmp_path / "kept", python=Path(sys.executable)
        )
        data = DataSets(tmp_path / "cache", {"TFTUTOR_OFFLINE": "1"}, offline=True)
        step_inputs = StepInputs(course, data, drafts)
        return Tutor(StepRunner(course, cached_runner, step_inputs), progress=store, drafts=drafts)

    yield make
    store.close()


@pytest.fixture
def tutor(make_tutor: MakeTutor) -> Tutor:
    """The real course."""
    return make_tutor(the_course())


COURSE = """
format: 1
id: little
title: A little course
sessions:
  - id: session1
    title: One
    lessons: [lesson]
"""

LESSON = """
id: lesson
title: A lesson
minutes: 5
steps:
  - id: twice
    kind: exercise
    title: Twice
    text: Put two times three into y.
    starter: "y = ..."
    solution: "y = 2 * 3"
    hints: [Think., Think more., "y = 2 * 3"]
    checks:
      - value: {of: y, like: solution}
    mistakes:
      - name: once
        code: "y = 3"
        says: That is three once.
      - name: a text
        code: "y = int('six')"
        says: Python cannot read a word as a number.
  - id: half
    kind: exercise
    title: Half
    text: Write half.
    starter: "def half(x): ..."
    solution: "def half(x): return x / 2"
    hints: [Think., Think more., "return x / 2"]
    checks:
      - function: {name: half, inputs: [{value: 8}], calls: 1}
    mistakes:
      - {name: a word, code: "def half(x): return x / int('two')\\nhalf(8)", says: Write 2.}
      - {name: looked up, code: "def half(x): return x / {}[2]", says: Nothing is there.}
  - id: pair
    kind: exercise
    title: Two numbers
    text: Put one into a and two into b.
    starter: "a = ..."
    solution: "a = 1\\nb = 2"
    hints: [Think., Think more., "a = 1"]
    checks:
      - value: {of: a, like: solution}
      - value: {of: b, like: solution}
    mistakes:
      - {name: a is five, code: "a = 5\\nb = 2", says: Your a is five.}
      - {name: b is six, code: "a = 1\\nb = 6", says: Your b is six.}
      - {name: exchanged, code: "a = 2\\nb = 1", says: They are exchanged.}
      - {name: table of two, code: "raise ValueError('2 rows against 3')", says: Two against three.}
      - {name: table of four, code: "raise ValueError('4 rows against 3')", says: Four against three.}
  - id: file
    kind: exercise
    title: A file
    text: Write it.
    keeps: [out.txt]
    starter: "pass"
    solution: "open('out.txt', 'w').write('six')"
    hints: [a, b, c]
    checks:
      - files: {path: out.txt}
    mistakes:
      - {name: elsewhere, code: "open('other.txt', 'w').write('six')", says: It lies elsewhere.}
      - {name: none, code: "x = 1", says: No file.}
  - id: reads-it
    kind: exercise
    title: Read the file
    text: Read it.
    files: {out.txt: file}
    starter: "text = ..."
    solution: "text = open('out.txt').read()"
    hints: [a, b, c]
    checks:
      - value: {of: text, like: solution}
    mistakes:
      - {name: shouting, code: "text = open('out.txt').read().upper()", says: Capitals.}
      - {name: empty, code: "text = ''", says: Nothing.}
  - id: impossible
    kind: exercise
    title: The author slipped
    text: No way.
    starter: "y = ..."
    solution: "y = 1 / 0"
    hints: [a, b, c]
    checks:
      - value: {of: y, like: solution}
    mistakes:
      - {name: one, code: "y = 1", says: One.}
      - {name: two, code: "y = 2", says: Two.}
  - id: endless
    kind: exercise
    title: Short
    text: Quick.
    limits: {seconds: 2}
    starter: "y = ..."
    solution: "y = 1"
    hints: [a, b, c]
    checks:
      - value: {of: y, like: solution}
    mistakes:
      - {name: two, code: "y = 2", says: Two.}
      - {name: three, code: "y = 3", says: Three.}
  - id: fast
    kind: exercise
    title: On a GPU
    text: Needs one.
    device: gpu
    would_show: "On one, the product of two large matrices takes 2 ms."
    instead: twice
    starter: "y = ..."
    solution: "y = 1"
    hints: [a, b, c]
    checks:
      - value: {of: y, like: solution}
    mistakes:
      - {name: two, code: "y = 2", says: Two.}
      - {name: three, code: "y = 3", says: Three.}
  - id: which
    kind: predict
    title: Which
    text: What is y?
    code: "y = 2 * 3"
    answer: {number: 6}
    proof: y == 6
"""


@pytest.fixture
def little_course(tmp_path: Path) -> Course:
    """Steps that run in milliseconds."""
    folder = tmp_path / "course"
    (folder / "session1").mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE)
    (folder / "session1" / "lesson.yaml").write_text(LESSON)
    return the_course(folder)


@pytest.fixture
def little(make_tutor: MakeTutor, little_course: Course) -> Tutor:
    """A tutor over the little course."""
    return make_tutor(little_course)
