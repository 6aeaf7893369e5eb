"""Whatever a program, a file or a lesson says: no byte of it acts on the learner's terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import yaml
from cli_learner import SMALL_COURSE, Learner
from hostile_text import HOSTILE, what_acted
from terminal import Terminal

from tftutor.tui.safety import safe, safe_line

HERE = Path(__file__).parent
PLACES = (
    "title", "subtitle", "static", "text", "link", "label", "input", "area", "button", "option", "item",
    "log", "richlog", "column", "cell", "output", "live", "tflog", "verdict", "border",
    "curve", "folder", "point", "picture", "operation", "words", "broken",
    "notice", "notice title",
)  # fmt: skip


def shown(how: str) -> Terminal:
    """The application on a terminal that is large enough for all of it."""
    paths = [str(HERE), str(HERE.parent), str(HERE.parents[1])]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "COLORTERM": "truecolor"}
    terminal = Terminal(
        [sys.executable, str(HERE / "hostile_screen.py"), how], rows=150, columns=200, env=env, cwd=HERE
    )
    terminal.wait_for_bytes(b"everything is shown")
    return terminal


def test_hostile_text_in_every_kind_of_widget_reaches_the_terminal_as_text_only() -> None:
    with shown("guarded") as terminal:
        terminal.settle()
        picture = "\n".join(terminal.screen())
        assert [place for place in PLACES if f"{place} " not in picture and place != "link"] == []
        assert what_acted(terminal.raw) == []


def test_without_the_guard_much_of_it_would_act() -> None:
    with shown("bare") as terminal:  # no model of a screen survives it, so only the bytes are looked at
        assert len(what_acted(terminal.raw)) >= 7


def test_safe_text_is_what_a_screen_would_show() -> None:
    assert what_acted(safe(HOSTILE).encode()) == []
    assert "PWNED" not in safe(HOSTILE) and "SEVMTE8" not in safe(HOSTILE)
    assert safe("a\tb\r\nc\n") == "a\tb\nc\n"
    assert safe("x" * 50, longest=10) == "x" * 9 + "…"
    assert safe_line("two\n  lines \x1b[31mred") == "two lines red"


COMMENT = "# " + HOSTILE.replace("\x00", "") + "\n"
PRINTING = f"""{COMMENT}import os, sys
hostile = {HOSTILE!r}
print("output", hostile)
print("errors", hostile, file=sys.stderr)
os.write(2, b"2026-11-22 16:00:00.123456: I tensorflow/core/x.cc:210] log " + hostile.encode() + b"\\n")
y = hostile
import tensorflow as tf
with tf.summary.create_file_writer("logs").as_default():
    for step in range(3):
        tf.summary.scalar("curve " + hostile.replace("\\0", ""), step, step=step)
"""
RAISING = f"""{COMMENT}hostile = {HOSTILE!r}
raise type("Error" + hostile.replace("\\0", ""), (Exception,), {{}})("message " + hostile)
"""
SPOKEN = ("title", "text", "says", "after", "otherwise", "hints")


def hostile_course(folder: Path) -> Path:
    """The small course; whatever it says to a learner ends in what would act on a terminal."""
    for file in SMALL_COURSE.rglob("*.yaml"):
        copy = folder / file.relative_to(SMALL_COURSE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(yaml.safe_dump(_hostile(yaml.safe_load(file.read_text())), allow_unicode=False))
    meaning = f"A plain meaning **bold {HOSTILE}** `code {HOSTILE}` [link](http://x/{HOSTILE})"
    (folder / "glossary.yaml").write_text(yaml.safe_dump([{"word": f"tensor {HOSTILE}", "says": meaning}]))
    return folder


def _hostile(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _hostile(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_hostile(part, key) for part in value]
    return f"{value} {HOSTILE}" if key in SPOKEN and isinstance(value, str) else value


def test_a_hostile_lesson_and_a_hostile_program_in_the_whole_application(tmp_path: Path) -> None:
    home = tmp_path / "home\x1b]0;PWNED\x07\x9b2J"
    learner = Learner(home, hostile_course(tmp_path / "course"), {"COLORTERM": "truecolor"})
    screen_state = home / "state" / "tftutor" / "screen.json"
    screen_state.parent.mkdir(parents=True)
    screen_state.write_text('{"format": 1, "welcomed": true}')
    for step, code in (("mean-of-squares", PRINTING), ("free-play", RAISING)):
        draft = learner.draft(f"one/code/{step}")
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(code)
    command = [sys.executable, "-m", "tftutor"]
    with Terminal(command, rows=50, columns=160, env=learner.environment(), cwd=tmp_path) as terminal:

        def press(*keys: str) -> None:
            for key in keys:
                terminal.press(key)
                terminal.settle(0.15)

        def visit(key: str, text: str) -> None:
            terminal.press(key)
            terminal.wait_for(text)
            terminal.press("escape")
            terminal.wait_gone(text)

        terminal.wait_for("A small course")
        visit("g", "A plain meaning")
        press("/", "p", "i", "c", "escape", "escape", "home", "enter")
        terminal.wait_for("The learning rule")
        press("alt+n")
        terminal.wait_for("How much is two")
        press("1", "enter", "down", "enter", "ctrl+n")
        terminal.wait_for("What does this print")
        press("f5", "4", "1", "enter", "ctrl+n")
        terminal.wait_for("The mean of squares")
        press("alt+2")
        terminal.wait_for("import os, sys")
        press("f9")
        terminal.wait_for("Not yet")
        press("alt+4", "h", "h", "h", "w", "alt+3", "w", "alt+5")
        terminal.wait_for("3 points")
        press("alt+6")
        visit("alt+s", "Escape goes back")
        press("alt+n")
        terminal.wait_for("Free play")
        press("f5")
        terminal.wait_for("by an error")
        press("alt+3", "alt+2", "alt+l", "ctrl+p")
        assert what_acted(terminal.raw) == []
