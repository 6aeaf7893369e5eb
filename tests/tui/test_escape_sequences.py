"""Whatever a program, a file or a lesson says: no byte of it acts on the learner's terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hostile_text import HOSTILE, what_acted
from terminal import Terminal

from tftutor.tui.safety import safe, safe_line

HERE = Path(__file__).parent
PLACES = (
    "title", "subtitle", "static", "text", "link", "label", "input", "area", "button", "option", "item",
    "log", "richlog", "column", "cell", "output", "live", "tflog", "verdict", "border",
    "notice", "notice title",
)  # fmt: skip


def shown(how: str) -> Terminal:
    """The application on a terminal that is large enough for all of it."""
    paths = [str(HERE), str(HERE.parent), str(HERE.parents[1])]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "COLORTERM": "truecolor"}
    terminal = Terminal(
        [sys.executable, str(HERE / "hostile_screen.py"), how], rows=110, columns=200, env=env, cwd=HERE
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
