"""What a program writes for TensorBoard is kept with its evidence, for the learner to look at."""

from __future__ import annotations

import sys
from pathlib import Path

from tftutor.runtime import Limits, Program, Runtime
from tftutor.runtime.store import EvidenceStore
from tftutor.tutor import Tutor
from tftutor.tutor.cached_runner import CachedRunner

TWICE = "session1/lesson/twice"
FILE = "deep/in/a/folder/events.out.tfevents.1.host"
LOGGING = f"""\
import os
os.makedirs('deep/in/a/folder')
open('{FILE}', 'w').write('a log')
open('deep/other.txt', 'w').write('something else')
os.symlink('/etc/passwd', 'tfevents.link')
y = 6
"""


def test_event_files_are_kept_of_a_run_and_of_an_attempt_whatever_the_checks_want(little: Tutor) -> None:
    ref = little.course.steps[TWICE]
    attempt = little.attempt(ref, LOGGING)
    assert attempt.evidence is not None
    assert attempt.verdict.status == "passed"
    for evidence in (little.try_out(ref, LOGGING), attempt.evidence):
        assert list(evidence.files) == [FILE]
        assert evidence.files[FILE].read_text() == "a log"


def test_those_of_a_run_that_was_cut_off_stay_until_the_tutor_ends(runtime: Runtime, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    cached_runner = CachedRunner(
        runtime, EvidenceStore(tmp_path / "cache"), scratch=scratch, python=Path(sys.executable)
    )
    program = Program(code=LOGGING + "while True: pass", keep=("**/*tfevents*",), limits=Limits(seconds=1))
    evidence = cached_runner.run(program, data_digests={}).evidence
    assert evidence.ending == "timeout"
    assert evidence.files[FILE].read_text() == "a log"
    cached_runner.close()
    assert list(scratch.iterdir()) == []
