"""A line dialogue hears Ctrl+C at whatever moment it comes, and every line that was typed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from cli_learner import REPOSITORY
from terminal import Terminal

ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
ASKS = """\
import sys
from tftutor.cli.dialogue.console import EndOfInput, LineConsole
console = LineConsole(sys.stdin, sys.stdout)
while True:
    try:
        print(repr(console.ask("? ")))
    except KeyboardInterrupt:
        print("interrupted")
    except EndOfInput:
        break
print("goodbye")
"""
# A second thread takes the signal: the first has noted it, and its read of the terminal goes on. So it is
# with one that comes in the moment between the prompt and the read.
ELSEWHERE = """\
import signal, threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
"""
# A signal that has a handler and ends nothing.
OTHER = "import os, signal; signal.signal(signal.SIGUSR1, lambda *_: os.write(1, b'noted'))\n"


def test_ctrl_c_that_is_noted_just_before_the_read_counts_at_once() -> None:
    with Terminal([sys.executable, "-c", ELSEWHERE + ASKS], env=ENVIRONMENT) as terminal:
        terminal.wait_for("?")
        terminal.press("ctrl+c")
        terminal.wait_for("interrupted", timeout=20)
        terminal.line("go on")
        terminal.wait_for("'go on'")
        terminal.press("ctrl+d")
        assert terminal.wait_for_exit() == 0


def test_a_signal_that_ends_nothing_ends_no_line() -> None:
    with Terminal([sys.executable, "-c", OTHER + ASKS], env=ENVIRONMENT) as terminal:
        terminal.wait_for("?")
        terminal.send("half ")
        terminal.signal(signal.SIGUSR1)
        terminal.wait_for("noted")
        terminal.line("a line")
        terminal.wait_for("'half a line'")
        terminal.send("unended\x04\x04")
        terminal.wait_for("'unended'")
        terminal.press("ctrl+d")
        terminal.wait_for("goodbye")


def test_lines_through_a_pipe_come_one_by_one_whatever_is_in_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKS],
        env=ENVIRONMENT,
        input="eins\r\nzwölf\n\nxx \udcff\nlast".encode("utf-8", "surrogateescape"),
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    said = done.stdout.decode()
    for line in ("'eins'", "'zwölf'", "''", "'xx \ufffd'", "'last'"):
        assert f"{line}\n" in said
    assert said.endswith("goodbye\n")
