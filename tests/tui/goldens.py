"""Screens as text, compared with what is kept in `goldens/`; `pytest --update-goldens` keeps them anew."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from textual.app import App

FOLDER = Path(__file__).parent / "goldens"


def screen_text(app: App[object]) -> str:
    """What is on the screen, line by line, without colours."""
    width, height = app.size
    console = Console(
        file=io.StringIO(),
        width=width,
        height=height,
        force_terminal=True,
        color_system=None,
        legacy_windows=False,
        record=True,
        markup=False,
        highlight=False,
        emoji=False,
    )
    # Textual has no public way to draw a screen without a terminal.
    console.print(app.screen._compositor.render_update(full=True), end="")
    lines = [line.rstrip() for line in console.export_text(styles=False).splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


def assert_looks_like(app: App[object], name: str, *, update: bool) -> None:
    """The screen is the one kept as ``name``, which also names its size: `home-80x23`."""
    width, height = app.size
    file = FOLDER / f"{name}-{width}x{height}.txt"
    text = screen_text(app)
    assert len(text.splitlines()) <= height
    if update:
        FOLDER.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.is_file(), (
        f"there is no {file.name} yet; look at the screen, then keep it: --update-goldens\n{text}"
    )
    kept = file.read_text(encoding="utf-8")
    assert text == kept, f"{file.name}:\n--- kept\n{kept}\n--- now\n{text}"
