"""What a run left to look at lies below its tutor's folder: it goes with the tutor, however that ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import tftutor
from tftutor.runtime.folders import Root

HERE = str(Path(tftutor.__file__).parent.parent)
# A timeout is evidence that is not stored: its files stay where they were put until the tutor ends.
TUTOR = """\
import sys, time
from pathlib import Path
from tftutor.runtime import Runtime
from tftutor.runtime.program import Limits, Program
from tftutor.runtime.store import EvidenceStore
from tftutor.tutor.cached_runner import CachedRunner
here = Path(sys.argv[1])
runtime = Runtime(scratch=here / "runs", device="cpu")
cached_runner = CachedRunner(runtime, EvidenceStore(here), scratch=here / "runs", python=Path(sys.executable))
code = "open('left.txt', 'w').write('left')\\nwhile True: pass"
program = Program(code=code, keep=("left.txt",), limits=Limits(seconds=1))
print(cached_runner.run(program, data_digests={}).evidence.files["left.txt"], flush=True)
if sys.stdin.readline():
    cached_runner.close()
    print("closed", flush=True)
    time.sleep(600)
"""


def started_tutor(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    """A tutor that has run a program, and the file that the program left."""
    tutor = subprocess.Popen(
        [sys.executable, "-c", TUTOR, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": HERE},
    )
    assert tutor.stdout is not None
    left = Path(tutor.stdout.readline().strip())
    assert left.read_text() == "left"
    return tutor, left


def test_after_a_tutor_that_was_killed_the_next_one_removes_them_and_not_before(tmp_path: Path) -> None:
    tutor, left = started_tutor(tmp_path)
    Root(tmp_path / "runs").close()
    assert left.read_text() == "left"
    tutor.kill()
    tutor.communicate()
    assert left.exists()
    Root(tmp_path / "runs").close()
    assert [*(tmp_path / "runs").iterdir()] == []


def test_a_tutor_that_closes_removes_them(tmp_path: Path) -> None:
    tutor, left = started_tutor(tmp_path)
    assert tutor.stdin is not None and tutor.stdout is not None
    tutor.stdin.write("close\n")
    tutor.stdin.flush()
    assert tutor.stdout.readline() == "closed\n"
    assert not left.parent.parent.exists()
    tutor.kill()
    tutor.communicate()
