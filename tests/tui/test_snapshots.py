"""A few screens with their colours, as SVG: `pytest --update-goldens` keeps them anew."""

from __future__ import annotations

import asyncio
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from tftutor.tui.screens.lesson import LessonScreen

FOLDER = Path(__file__).parent / "snapshots"
DRAWN_WITH = FOLDER / "textual-version.txt"
QUIZ, CODE = "one/questions/two-and-two", "one/code/mean-of-squares"


@pytest.mark.parametrize(
    ("theme", "step", "keys"),
    [("dark", CODE, ["h", "h"]), ("light", CODE, ["alt+2"]), ("contrast", QUIZ, ["a"])],
)
def test_colours(
    make_app: Any, monkeypatch: pytest.MonkeyPatch, theme: str, step: str, keys: list[str], update: bool
) -> None:
    monkeypatch.setenv("TFTUTOR_THEME", theme)
    monkeypatch.setenv("COLORTERM", "truecolor")

    async def look() -> str:
        app = make_app(open_at=step)
        async with app.run_test(size=(80, 23)) as pilot:
            while not isinstance(app.screen, LessonScreen):
                await pilot.pause(0.02)
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            picture = app.export_screenshot(title=theme)
        app.close_down()
        return str(picture)

    picture = re.sub(r"terminal-\d+", "terminal", asyncio.run(look()))
    file = FOLDER / f"{theme}.svg"
    if update:
        FOLDER.mkdir(exist_ok=True)
        DRAWN_WITH.write_text(version("textual"), encoding="utf-8")
        file.write_text(picture, encoding="utf-8")
    if DRAWN_WITH.read_text(encoding="utf-8") != version("textual"):
        pytest.skip("another Textual draws the same screens with other SVG")
    assert picture == file.read_text(encoding="utf-8"), f"{file} differs; look at it, then --update-goldens"
