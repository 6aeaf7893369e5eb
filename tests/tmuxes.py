"""A program in a tmux of its own: its own server, no configuration, the size of an 80x24 client."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pytest
from terminal import HANG, Watched
from typing_extensions import Self

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed here")

_NAMES = {
    "enter": "Enter", "escape": "Escape", "tab": "Tab", "shift+tab": "BTab", "backspace": "BSpace",
    "space": "Space", "up": "Up", "down": "Down", "left": "Left", "right": "Right", "home": "Home",
    "end": "End", "pageup": "PPage", "pagedown": "NPage", "delete": "DC", "ctrl+underscore": "C-_",
}  # fmt: skip


class Tmux(Watched):
    """A program in tmux. ``rows`` are those of the client: tmux's status line takes one of them."""

    def __init__(
        self,
        command: Sequence[str],
        rows: int = 24,
        columns: int = 80,
        *,
        term: str = "tmux-256color",
        env: Mapping[str, str] | None = None,
        cwd: str | Path | None = None,
    ) -> None:
        self._socket = f"tftutor-test-{uuid.uuid4().hex[:12]}"
        self._environment = {**(os.environ if env is None else env), "TERM": "xterm-256color"}
        self._environment.pop("TMUX", None)
        # tmux does not always learn how a program ended, so a shell around it writes it down.
        self._folder = tempfile.TemporaryDirectory()
        self._code = Path(self._folder.name) / "code"
        noted = ["sh", "-c", 'file=$1; shift; "$@"; echo $? > "$file"', "sh", str(self._code), *command]
        size = ["-x", str(columns), "-y", str(rows - 1)]  # without a client there is no status line to pay
        here = ["-c", str(cwd)] if cwd else []
        self._tmux(
            "set-option", "-g", "default-terminal", term, ";",
            "set-option", "-g", "remain-on-exit", "on", ";", "set-option", "-sg", "escape-time", "10", ";",
            "new-session", "-d", "-s", "test", *size, *here, *noted, begin=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, text: str) -> None:
        """Types these characters."""
        self._tmux("send-keys", "-t", "test", "-l", "--", text)

    def press(self, *names: str) -> None:
        """Presses keys by name: `ctrl+r`, `f5`, `alt+1`, `enter`, `x`."""
        self._tmux("send-keys", "-t", "test", *(_tmux_name(name) for name in names))

    def screen(self) -> list[str]:
        """The rows as they stand, without the blanks at their ends."""
        return [row.rstrip() for row in self._tmux("capture-pane", "-p", "-t", "test").split("\n")[:-1]]

    def is_running(self) -> bool:
        """Whether the program has not ended."""
        return self._tmux("display-message", "-p", "-t", "test", "#{pane_dead}").strip() == "0"

    def size(self) -> tuple[int, int]:
        """Rows and columns that the program has."""
        said = self._tmux("display-message", "-p", "-t", "test", "#{pane_height} #{pane_width}")
        rows, columns = said.split()
        return int(rows), int(columns)

    def wait_for_exit(self, timeout: float = HANG) -> int:
        """The exit code."""
        end = time.monotonic() + timeout
        while not (code := self._code.read_text().strip() if self._code.exists() else ""):
            assert time.monotonic() < end, f"the program still runs after {timeout:.0f} s"
            time.sleep(0.05)
        return int(code)

    def close(self) -> None:
        """Ends the server and all in it."""
        self._tmux("kill-server", may_fail=True)
        self._folder.cleanup()

    def _tmux(self, *words: str, begin: bool = False, may_fail: bool = False) -> str:
        start = ["-u", "-f", "/dev/null"] if begin else ["-u"]
        done = subprocess.run(
            ["tmux", "-L", self._socket, *start, *words],
            env=self._environment, capture_output=True, text=True, timeout=HANG, check=False,
        )  # fmt: skip
        if done.returncode and not may_fail:
            raise AssertionError(f"tmux {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout


def _tmux_name(name: str) -> str:
    if name in _NAMES:
        return _NAMES[name]
    for prefix, short in (("ctrl+", "C-"), ("alt+", "M-")):
        if name.startswith(prefix):
            return short + _tmux_name(name[len(prefix) :])
    return name.upper() if name[0] == "f" and name[1:].isdigit() else name
