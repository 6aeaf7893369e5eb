"""Measures the full-screen tutor in a terminal: how soon it shows something, what it sends, what it holds.

    python -m benchmarks.tui [--quick] [--course FOLDER]

Prints a Markdown table. Everything is measured from outside, on a pty: the moment at which the bytes arrive
that put a text on the screen, the number of bytes, the memory of the process. Starts are interleaved with
those of a bare Textual application, since only their ratio says something on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the tests' terminal is ours too

from screens import Screen  # noqa: E402
from terminal import Terminal  # noqa: E402

SIZES = ((24, 80), (50, 200))
BARE = """
from textual.app import App
from textual.widgets import Footer, Static

class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Static("bare-is-ready")
        yield Footer()

Bare().run()
"""
STEP = "one/code/free-play"
STREAM = """
import time
start = time.time()
for n in range(24_000):
    print(f"Epoch 1/10  step {n}  loss: 0.1234", flush=True)
    if n % 10 == 0:
        time.sleep(max(0.0, start + n / 1000 - time.time()))
"""
MANY = """
for n in range(100_000):
    print(n)
print("it is", "over")
"""


@dataclass
class Report:
    """The table, row by row."""

    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, what: str, *cells: str) -> None:
        self.rows.append((what, *cells, *[""] * (3 - len(cells))))
        print(f"{what}: {'  '.join(cells)}", file=sys.stderr)

    def __str__(self) -> str:
        lines = ["| what | 80x24 | 200x50 | aim |", "|---|---|---|---|"]
        return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in self.rows)])


class Home:
    """A learner's empty home folder, who was welcomed already."""

    def __init__(self, folder: Path, course: Path | None = None) -> None:
        self.folder = folder
        self.course = course
        state = folder / ".local" / "state" / "tftutor"
        state.mkdir(parents=True)
        (state / "screen.json").write_text(json.dumps({"format": 1, "welcomed": True}))

    def opens(self, rows: int, columns: int, *command: str) -> Terminal:
        """A terminal in which this command runs, tftutor unless it is given."""
        env = {k: v for k, v in os.environ.items() if not k.startswith(("TFTUTOR", "XDG", "SSH"))}
        env |= {"HOME": str(self.folder), "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
        env |= {"TFTUTOR_OFFLINE": "1", "TFTUTOR_CURSOR_BLINK": "0", "TFTUTOR_ANIMATION": "0"}
        if self.course is not None:
            env["TFTUTOR_COURSE"] = str(self.course)
        words = command or (sys.executable, "-m", "tftutor")
        return Terminal(words, rows, columns, env=env, cwd=self.folder)

    def has_draft(self, step: str, code: str) -> None:
        """The learner's file of a step."""
        file = self.folder / "tftutor" / f"{step}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)


def shown_at(terminal: Terminal, size: tuple[int, int], text: str, since: int = 0) -> float:
    """When the bytes came that put ``text`` on the screen, looking at chunks from number ``since`` on."""
    terminal.wait_for(text)
    screen = Screen(*size)
    for number, (moment, data) in enumerate(list(terminal.chunks)):
        screen.feed(data)
        rows = "\n".join(screen.rows())
        if number >= since and text in rows:
            return moment
    raise AssertionError(f"{text!r} was not seen")


def first_paint(scratch: Path, size: tuple[int, int], pairs: int) -> list[str]:
    """Home, and a lesson after Enter, against a bare Textual application; the cells of two rows."""
    ours: list[float] = []
    bare: list[float] = []
    lesson: list[float] = []
    home = Home(scratch / f"paint{size[1]}")
    for number in range(pairs + 1):
        with home.opens(*size) as terminal:
            at = shown_at(terminal, size, "Continue" if number else "open")
            if number:  # the first start reads the course; what is kept of it serves the others
                ours.append(at - terminal.began)
            terminal.wait_gone("reading the course")
            terminal.settle()
            chunk, pressed = len(terminal.chunks), time.perf_counter()
            terminal.press("enter")
            at = shown_at(terminal, size, "1 Read", chunk)
            if number:
                lesson.append(at - pressed)
            terminal.settle()
            terminal.press("ctrl+q")
            terminal.wait_for_exit()
        with home.opens(*size, sys.executable, "-c", BARE) as terminal:
            at = shown_at(terminal, size, "bare-is-ready")
            if number:
                bare.append(at - terminal.began)
    ratio = median(ours) / median(bare)
    return [
        f"{ms(ours)} against {ms(bare)}: {ratio:.2f}",
        f"{ms(lesson)}: {median(lesson) / median(bare):.2f} of a bare start",
    ]


def streaming(scratch: Path, size: tuple[int, int], keys: int) -> list[str]:
    """Typing while 1,000 lines a second come; bytes of it, of a key, of nothing."""
    home = Home(scratch / f"stream{size[1]}", ROOT / "tests" / "cli" / "course")
    home.has_draft(STEP, STREAM)
    with home.opens(*size, sys.executable, "-m", "tftutor", "open", STEP) as terminal:
        open_code(terminal)
        idle = quiet_bytes(terminal, 3.0)
        still = [key_to_paint(terminal, chr(0x4E00 + n)) for n in range(keys)]
        terminal.settle()
        before = len(terminal.raw)
        terminal.send("x")
        terminal.settle()
        one_key = len(terminal.raw) - before
        erase(terminal, keys + 1)
        terminal.press("f5")
        terminal.wait_for("step 1")
        began, at = time.perf_counter(), len(terminal.raw)
        time.sleep(5)
        rate = (len(terminal.raw) - at) / (time.perf_counter() - began)
        terminal.press("2" if size[1] < 100 else "alt+2")
        time.sleep(0.5)
        busy = [key_to_paint(terminal, chr(0x5E00 + n)) for n in range(keys)]
        terminal.press("ctrl+c")
    return [f"{idle:.0f} B/s", f"{one_key / 1000:.1f} kB", ms(still), f"{rate / 1000:.1f} kB/s", ms(busy)]


def hundred_thousand_lines(scratch: Path, size: tuple[int, int], keys: int) -> list[str]:
    """Memory before and after, and how soon a key scrolls through them."""
    home = Home(scratch / f"lines{size[1]}", ROOT / "tests" / "cli" / "course")
    home.has_draft(STEP, MANY)
    with home.opens(*size, sys.executable, "-m", "tftutor", "open", STEP) as terminal:
        open_code(terminal)
        drawing = terminal.processes()[1]  # the first is the one that the shell waits for
        home_of_memory = resident(drawing)
        terminal.press("f5")
        terminal.wait_for("it is over")
        terminal.settle()
        grown = resident(drawing) - home_of_memory
        times = []
        terminal.press("3" if size[1] < 100 else "alt+3")
        terminal.settle()
        for number in range(keys):
            chunk, pressed = len(terminal.chunks), time.perf_counter()
            terminal.press("home" if number % 2 == 0 else "end")
            shown_text = "skipped" if number % 2 == 0 else "it is over"
            times.append(shown_at(terminal, size, shown_text, chunk) - pressed)
    return [f"{grown:.1f} MB", ms(times)]


# --- small things ----------------------------------------------------------------------------------


def open_code(terminal: Terminal) -> None:
    """The step with its code, the keyboard in it."""
    terminal.wait_for("Free play")
    terminal.settle()
    terminal.press("2")
    terminal.settle(1.0)


def key_to_paint(terminal: Terminal, character: str) -> float:
    """Seconds from a key to its character in what the terminal is sent."""
    chunk, pressed = len(terminal.chunks), time.perf_counter()
    terminal.send(character)
    moment = terminal.wait_for_bytes(character.encode(), start=chunk)
    time.sleep(0.05)
    return moment - pressed


def erase(terminal: Terminal, count: int) -> None:
    """Takes back what was typed."""
    for _ in range(count):
        terminal.press("backspace")
    terminal.settle()


def quiet_bytes(terminal: Terminal, seconds: float) -> float:
    """Bytes a second while nobody does anything."""
    terminal.settle(1.0)
    before = len(terminal.raw)
    time.sleep(seconds)
    return (len(terminal.raw) - before) / seconds


def resident(pid: int) -> float:
    """Memory of a process, MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1000


def ms(seconds: list[float]) -> str:
    """The median in milliseconds, and the nine-tenths value."""
    ordered = sorted(seconds)
    return f"{median(ordered) * 1000:.0f} ms (90 %: {ordered[int(0.9 * (len(ordered) - 1))] * 1000:.0f})"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tui", description=__doc__)
    parser.add_argument("--only", type=int, choices=(1, 2, 3), help="one part: starts, streaming, or memory")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, one size")
    options = parser.parse_args()
    repeats, keys = (3, 8) if options.quick else (9, 30)
    parts: list[tuple[tuple[tuple[str, str], ...], Callable[[Path, tuple[int, int]], list[str]]]] = [
        (
            (("home, first paint against a bare Textual application's", "at most 1.5 times, 0.6 s"),
             ("a lesson, from Enter to its text", "0.3 s")),
            lambda scratch, size: first_paint(scratch, size, repeats),
        ),
        (
            (("sent while nothing happens", "0"), ("sent for a key in the editor", ""),
             ("key to paint, nothing running", ""), ("sent while 1,000 lines/s come", ""),
             ("key to paint meanwhile", "median at most 50 ms")),
            lambda scratch, size: streaming(scratch, size, keys),
        ),
        (
            (("memory for 100,000 lines of output", "at most 15 MB"),
             ("from the first of them to the last and back, key to paint", "")),
            lambda scratch, size: hundred_thousand_lines(scratch, size, min(keys, 20)),
        ),
    ]  # fmt: skip
    report = Report()
    for names, measure in parts if options.only is None else parts[options.only - 1 : options.only]:
        columns = []
        for size in SIZES[:1] if options.quick else SIZES:
            with tempfile.TemporaryDirectory(prefix="tftutor-bench-") as folder:
                columns.append(measure(Path(folder), size))
        for number, (what, aim) in enumerate(names):
            cells = [column[number] for column in columns]
            report.add(what, *cells, *[""] * (2 - len(cells)), aim)
    print(f"{platform.platform()}, Python {platform.python_version()}\n")
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
