"""Real `tftutor` processes, each test's learner in a home folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
SMALL_COURSE = Path(__file__).parent / "cli" / "course"


@dataclass
class Learner:
    """Somebody with an empty home folder and a shell. ``calls`` are commands, without `tftutor`."""

    home: Path
    course: Path | None = SMALL_COURSE
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)

    def environment(self) -> dict[str, str]:
        """Nothing of ours, but the interpreter and what the test sets."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {
            **kept,
            "HOME": str(self.home),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONUTF8": "1",
            "TFTUTOR_OFFLINE": "1",
            "TERM": "xterm-256color",
            "CUDA_VISIBLE_DEVICES": "-1",  # what counts must not differ from machine to machine
            **({"TFTUTOR_COURSE": str(self.course)} if self.course else {}),
            **self.environ,
        }

    def calls(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Runs `tftutor WORDS`, its output not a terminal, and waits."""
        return subprocess.run(
            [sys.executable, "-m", "tftutor", *words],
            env=self.environment(),
            cwd=self.home,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    def says(self, *words: str, code: int = 0) -> str:
        """What a command prints, stdout first; it must end with ``code``."""
        done = self.calls(*words)
        said = done.stdout + done.stderr
        assert done.returncode == code, f"exit {done.returncode}, not {code}:\n{said}"
        assert "Traceback" not in done.stderr
        return said

    def draft(self, step: str) -> Path:
        """The learner's file of a step."""
        return self.home / "tftutor" / f"{step}.py"

    def with_(self, environ: Mapping[str, str]) -> Learner:
        """The same learner with more environment variables."""
        return Learner(self.home, self.course, {**self.environ, **environ})
