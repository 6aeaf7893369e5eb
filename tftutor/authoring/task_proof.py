"""Proves of a task that it is not done in an empty workspace, and is once its `proof` has run.

The proof is the author's: a few shell commands, such as a learner would type. What they start is ended
when the gate has seen enough.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tftutor.course.model import StepRef, Task
from tftutor.tutor import Attempt, Tutor

SECONDS = 90.0  # a virtual environment takes 10 s on two busy cores, TensorBoard as long to answer


def prove_task(tutor: Tutor, ref: StepRef, step: Task, python: Path) -> tuple[list[str], str]:
    """(problems, why it was not tried). ``python``: first on the PATH of the proof."""
    with tempfile.TemporaryDirectory(prefix="tftutor-proof-") as folder:
        workspace = Path(folder) / "workspace"
        workspace.mkdir()
        before = tutor.inspect(ref, workspace=workspace, record=False)
        if not step.proof:
            return _without_proof(before), ""
        if before.verdict.status == "passed":
            return [], "it is done on this machine already, so that its proof would prove nothing"
        if before.verdict.status == "blocked":
            return [], before.verdict.headline
        with _running(step.proof, workspace, python) as shell:
            attempt = _until_done(tutor, ref, workspace, shell)
    if attempt.verdict.status == "passed":
        return [], ""
    first = attempt.verdict.first_failed
    seen = f" (seen {first.seen})" if first and first.seen else ""
    return [f"after its proof the task is not done: {attempt.verdict.headline}{seen}"], ""


def _without_proof(attempt: Attempt) -> list[str]:
    """What depends on the machine alone may hold here or not; a learner must be shown the way out."""
    return [
        f"the check `{result.kind}` fails here, and names no command and no advice"
        for result in attempt.verdict.checks
        if result.status == "failed" and not (result.commands or result.advice)
    ]


def _until_done(tutor: Tutor, ref: StepRef, workspace: Path, shell: subprocess.Popen[bytes]) -> Attempt:
    deadline = time.monotonic() + SECONDS
    while True:
        ended = shell.poll() is not None
        attempt = tutor.inspect(ref, workspace=workspace, record=False)
        failed_for_good = ended and shell.returncode != 0
        if attempt.verdict.status == "passed" or failed_for_good or time.monotonic() > deadline:
            return attempt
        time.sleep(0.5)


@contextmanager
def _running(commands: str, workspace: Path, python: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The commands in a shell of their own, with all that they start; ended at the end."""
    environ = {**os.environ, "HOME": str(workspace.parent)}
    environ["PATH"] = f"{python.parent}{os.pathsep}{environ.get('PATH', '')}"
    shell = subprocess.Popen(
        ["bash", "-euc", commands],
        cwd=workspace,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield shell
    finally:
        try:
            os.killpg(shell.pid, signal.SIGKILL)
        except ProcessLookupError:
            shell.poll()  # all of them had ended already
        shell.wait()
