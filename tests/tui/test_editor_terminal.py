"""The editor in a real terminal: killed while typing, handing the terminal to another editor, idle."""

from __future__ import annotations

import os
import signal
import stat
import sys
import time
from pathlib import Path

from code_samples import EXERCISE
from terminal import Terminal

HERE = Path(__file__).resolve().parent
APP = "import sys, pathlib; from code_samples import CodeApp; CodeApp(pathlib.Path(sys.argv[1])).run()"


def opened(home: Path, **environ: str) -> Terminal:
    """The code pane of the exercise, full screen."""
    paths = os.pathsep.join([str(HERE.parents[1]), str(HERE)])
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": paths, "LANG": "C.UTF-8", **environ}
    return Terminal([sys.executable, "-c", APP, str(home)], rows=23, columns=80, env=env)


def test_killed_while_typing_the_file_is_whole_and_nearly_complete(tmp_path: Path) -> None:
    file = tmp_path / "tftutor" / f"{EXERCISE}.py"
    with opened(tmp_path) as terminal:
        terminal.wait_for("import tensorflow")
        starter = file.read_text(encoding="utf-8")
        typed = 0
        end = time.monotonic() + 60
        while not file.read_text(encoding="utf-8").startswith("x" * 20):  # it is saved while typing goes on
            assert time.monotonic() < end
            terminal.send("x")
            typed += 1
            time.sleep(0.02)
        terminal.signal(signal.SIGKILL)
        terminal.wait_for_exit()
    saved = file.read_text(encoding="utf-8")
    count = len(saved) - len(starter)
    assert saved == "x" * count + starter
    assert 20 <= count <= typed


def test_no_byte_of_a_hostile_file_reaches_the_terminal_and_idling_sends_nothing(tmp_path: Path) -> None:
    file = tmp_path / "tftutor" / f"{EXERCISE}.py"
    file.parent.mkdir(parents=True)
    hostile = "a = '\x1b]52;c;aGVsbG8=\x07\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\x1bP+q\x1b\\'  # end of it\n"
    file.write_text(hostile, encoding="utf-8")
    with opened(tmp_path) as terminal:
        terminal.wait_for("end of it")
        terminal.press("right", "right")
        terminal.wait_for("␛]52;c;aGVsbG8=␇␛]0;owned␇␛[2J")
        assert not [
            bad for bad in (b"\x1b]52", b"\x1b]0;owned", b"\x9b31m", b"\x1bP+q") if bad in terminal.raw
        ]
        assert terminal.title() != "owned"
        terminal.wait_until(lambda: quiet(terminal), "a screen at rest")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    assert file.read_text(encoding="utf-8") == hostile


def quiet(terminal: Terminal) -> bool:
    """Whether three seconds pass without a byte; a blinking cursor or a look at the file would send some."""
    before = len(terminal.raw)
    time.sleep(3)
    return len(terminal.raw) == before


def test_the_terminal_goes_to_the_learners_editor_and_comes_back(tmp_path: Path) -> None:
    script = tmp_path / "editor"
    script.write_text(
        '#!/bin/sh\necho "editing $1"\nread answer\necho "answer = \'$answer\'" >> "$1"\n', encoding="utf-8"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    with opened(tmp_path, EDITOR=str(script)) as terminal:
        terminal.wait_for("import tensorflow")
        terminal.press("alt+e")
        terminal.wait_for("editing /")
        terminal.line("forty-two")
        terminal.wait_for("answer = 'forty-two'")
        terminal.send("zzz")
        terminal.wait_for("zzzimport")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    assert (tmp_path / "tftutor" / f"{EXERCISE}.py").read_text(encoding="utf-8").startswith("zzzimport")
