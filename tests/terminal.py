"""Real terminals for tests and benchmarks: a process on a pty with a model of the screen, and tmux.

    with Terminal(["tftutor"], rows=24, columns=80, env=learner.environment()) as terminal:
        terminal.wait_for("Continue")
        terminal.press("enter")
        terminal.send("print(1)")
        assert terminal.wait_for_exit() == 0

Nothing here sleeps and hopes: every wait looks at the screen again whenever the program has written.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from screens import Screen, readable
from typing_extensions import Self

HANG = 60.0  # seconds after which a wait gives up: a hang, never a measure of speed

_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y"}
_LONGEST_QUESTION = 16

KEYS = {
    "enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "escape": "\x1b", "backspace": "\x7f", "space": " ",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "insert": "\x1b[2~", "delete": "\x1b[3~", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~",
    "f12": "\x1b[24~", "ctrl+underscore": "\x1f", "ctrl+space": "\x00", "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
}  # fmt: skip


def key(name: str) -> str:
    """What a terminal sends for a key: `ctrl+r`, `alt+1`, `f5`, `enter`, or one character."""
    if name in KEYS:
        return KEYS[name]
    if name.startswith("ctrl+") and len(name) == 6:
        return chr(ord(name[-1].upper()) & 0x1F)
    if name.startswith("alt+"):
        return "\x1b" + key(name[4:])
    if len(name) != 1:
        raise ValueError(f"no key is called {name}")
    return name


class Watched:
    """Waiting for what a screen shows. Subclasses give `screen` and `is_running`."""

    def screen(self) -> list[str]:
        """The rows as they stand, without the blanks at their ends."""
        raise NotImplementedError

    def is_running(self) -> bool:
        """Whether the program has not ended."""
        raise NotImplementedError

    def _pause(self, seconds: float) -> None:
        time.sleep(seconds)

    def shows(self, text: str | re.Pattern[str]) -> bool:
        """Whether the screen shows it now; a text may be broken over rows."""
        rows = self.screen()
        whole = "\n".join(rows)
        if isinstance(text, re.Pattern):
            return bool(text.search(whole))
        return text in whole or text in " ".join(whole.split())

    def wait_until(self, holds: Callable[[], bool], what: str, timeout: float = HANG) -> None:
        """Returns as soon as ``holds``; AssertionError with the screen after ``timeout`` seconds."""
        end = time.monotonic() + timeout
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"still not after {timeout:.0f} s: {what}\n{self.picture()}")
            if not self.is_running() and not holds():
                self._pause(0.1)
                if holds():
                    return
                raise AssertionError(f"the program ended before: {what}\n{self.picture()}")
            self._pause(0.05)

    def wait_for(self, text: str | re.Pattern[str], timeout: float = HANG) -> None:
        """Returns as soon as the screen shows ``text``."""
        self.wait_until(lambda: self.shows(text), f"{text!r} on the screen", timeout)

    def wait_gone(self, text: str | re.Pattern[str], timeout: float = HANG) -> None:
        """Returns as soon as the screen no longer shows ``text``."""
        self.wait_until(lambda: not self.shows(text), f"no {text!r} on the screen", timeout)

    def picture(self) -> str:
        """The screen in a frame, for messages and for people."""
        rows = self.screen()
        width = max([len(row) for row in rows], default=0)
        bar = "+" + "-" * width + "+"
        return "\n".join([bar, *(f"|{row}" for row in rows), bar])


class Terminal(Watched):
    """A program on a pty of its own, as in a terminal window or an SSH session.

    chunks  (time.perf_counter(), bytes) of every read, in order
    env     the whole environment; `TERM` is set to ``term`` and removed when that is None
    """

    def __init__(
        self,
        command: Sequence[str],
        rows: int = 24,
        columns: int = 80,
        *,
        term: str | None = "xterm-256color",
        env: Mapping[str, str] | None = None,
        cwd: str | Path | None = None,
        answers: bool = True,
    ) -> None:
        environment = dict(os.environ if env is None else env)
        for name in ("TERM", "COLUMNS", "LINES"):  # the window has the size that the test gives it
            environment.pop(name, None)
        if term is not None:
            environment["TERM"] = term
        self.chunks: list[tuple[float, bytes]] = []
        self._screen = Screen(rows, columns)
        self._parsed = 0
        self._answers = answers
        self._came = threading.Condition()
        self._ended = False
        self._met: dict[int, str] = {}
        self._master, terminal = pty.openpty()
        _set_size(self._master, rows, columns)
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            ["setsid", "--ctty", *command],  # the pty becomes the controlling terminal
            stdin=terminal, stdout=terminal, stderr=terminal, env=environment, cwd=cwd, close_fds=True,
        )  # fmt: skip
        os.close(terminal)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """Of the program."""
        return self._process.pid

    @property
    def raw(self) -> bytes:
        """Every byte that the program has sent to the terminal."""
        with self._came:
            return b"".join(data for _, data in self.chunks)

    @property
    def text(self) -> str:
        """All that was written, line by line, without escape sequences: for a line dialogue."""
        return readable(self.raw)

    def send(self, keys: str | bytes) -> None:
        """Types these characters."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            data = data[os.write(self._master, data[:1024]) :]

    def press(self, *names: str) -> None:
        """Presses keys by name: `ctrl+r`, `f5`, `alt+1`, `enter`, `x`."""
        for name in names:
            self.send(key(name))

    def paste(self, text: str) -> None:
        """Pastes, as terminals do for programs that asked for bracketed paste."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def line(self, text: str) -> None:
        """Types a line and Enter."""
        self.send(f"{text}\r")

    def screen(self) -> list[str]:
        """The rows as they stand, without the blanks at their ends."""
        self._parse()
        return self._screen.rows()

    def title(self) -> str:
        """What the program set as the window's title."""
        self._parse()
        return self._screen.title()

    def resize(self, rows: int, columns: int) -> None:
        """Gives the window another size, as a person does with the mouse."""
        self._parse()
        self._screen.resize(rows, columns)
        _set_size(self._master, rows, columns)

    def signal(self, number: int) -> None:
        """Sends a signal to the program."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Closes the window or drops the connection: the terminal is gone."""
        self._note_processes()
        os.close(self._master)
        self._master = -1

    def is_running(self) -> bool:
        """Whether the program has not ended."""
        return self._process.poll() is None or not self._ended

    def wait_for_exit(self, timeout: float = HANG) -> int:
        """The exit code; negative for a signal."""
        code = self._process.wait(timeout)
        self._reader.join(timeout)
        return code

    def wait_for_bytes(self, part: bytes, *, start: int = 0, timeout: float = HANG) -> float:
        """When (perf_counter) ``part`` was complete, looking from chunk ``start`` on."""
        end = time.monotonic() + timeout
        at, tail = start, b""
        while time.monotonic() < end:
            with self._came:
                if at >= len(self.chunks):
                    self._came.wait(0.05)
                new = self.chunks[at:]
            for moment, data in new:
                if part in tail + data:
                    return moment
                tail = (tail + data)[-len(part) :]
            at += len(new)
        raise AssertionError(f"{part!r} was not written in {timeout:.0f} s\n{self.picture()}")

    def settle(self, quiet: float = 0.25, timeout: float = HANG) -> list[str]:
        """The screen once nothing has been written for ``quiet`` seconds: for goldens."""
        end = time.monotonic() + timeout
        seen = -1
        while seen != (now := len(self.chunks)) and time.monotonic() < end:
            seen = now
            self._pause_whole(quiet)
        return self.screen()

    def processes(self) -> list[int]:
        """The program and everything below it, by process id; remembered for `survivors`."""
        self._note_processes()
        return list(self._met)

    def spare_processes(self) -> None:
        """What was seen by `processes` so far may outlive `close`."""
        self._met.clear()

    def survivors(self, timeout: float = 5.0) -> list[str]:
        """Which processes seen by `processes` still run after at most ``timeout`` seconds."""
        end = time.monotonic() + timeout
        while (left := self._alive()) and time.monotonic() < end:
            time.sleep(0.05)
        return [f"{pid} {_command_line(pid)}" for pid in left]

    def close(self) -> None:
        """Ends the program and all below it, at once."""
        self._note_processes()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(HANG)
        for pid in self._alive():
            _kill(pid)
        if self._master >= 0:
            self._reader.join(5)
            os.close(self._master)
            self._master = -1

    def _note_processes(self) -> None:
        if self._process.poll() is None:
            for pid in _tree(self.pid):
                self._met.setdefault(pid, _began(pid))

    def _alive(self) -> list[int]:
        return [pid for pid, began in self._met.items() if began and _began(pid) == began]

    def _read(self) -> None:
        tail = b""
        while True:
            try:
                # A read that waits would keep the terminal open after `hang_up`.
                if not select.select([self._master], [], [], 0.1)[0]:
                    continue
                data = os.read(self._master, 65536)
            except (OSError, ValueError):
                data = b""
            with self._came:
                if data:
                    self.chunks.append((time.perf_counter(), data))
                else:
                    self._ended = True
                self._came.notify_all()
            if not data:
                return
            tail = self._answer(tail + data) if self._answers else b""

    def _answer(self, data: bytes) -> bytes:
        """Answers what the program asks its terminal; returns what may be half a question."""
        for question, answer in _ANSWERS.items():
            for _ in range(data.count(question)):
                os.write(self._master, answer)
            data = data.replace(question, b"")
        return data[-_LONGEST_QUESTION:]

    def _parse(self) -> None:
        with self._came:
            new = self.chunks[self._parsed :]
            self._parsed = len(self.chunks)
        for _, data in new:
            self._screen.feed(data)

    def _pause(self, seconds: float) -> None:
        """Until something was written, at most ``seconds``."""
        with self._came:
            if self._parsed == len(self.chunks):
                self._came.wait(seconds)
        if self._ended:
            time.sleep(seconds)

    def _pause_whole(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))


@contextmanager
def gone_afterwards(terminal: Terminal, timeout: float = 10.0) -> Iterator[None]:
    """What happens inside ends the program; afterwards nothing that it started may be left."""
    terminal.processes()
    yield
    terminal.wait_for_exit()
    left = terminal.survivors(timeout)
    assert not left, f"still running: {left}"


def _set_size(descriptor: int, rows: int, columns: int) -> None:
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _tree(pid: int) -> list[int]:
    """A process and all its descendants, which exist now."""
    found, at = [pid], 0
    while at < len(found):
        for children in Path(f"/proc/{found[at]}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
        at += 1
    return found


def _began(pid: int) -> str:
    """When a process started, in the kernel's words; "" when it has ended (a zombie has ended)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
