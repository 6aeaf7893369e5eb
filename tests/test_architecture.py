"""The rooms of the house: who may import whom, and what a command costs to start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=120, check=True
    )
    return {name.split(".")[0] for name in run.stdout.split()}


def test_imports_run_downwards_only() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


def test_version_imports_next_to_nothing() -> None:
    modules = modules_after("from tftutor.start import main\nmain(['--version'])")
    assert not modules & {"argparse", "rich", "textual", "pydantic", "yaml", "numpy", "tensorflow"}


def test_the_tutors_process_never_imports_tensorflow() -> None:
    modules = modules_after("import tftutor.tutor.opening, tftutor.authoring.gate, tftutor.board")
    assert not modules & {"tensorflow", "keras", "numpy"}
