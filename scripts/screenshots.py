"""Makes the pictures of the README anew: python scripts/screenshots.py

Each is the real application over the real course, with the home folder of a learner who has done a little.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from tftutor.application.desk import open_desk
from tftutor.application.screen_state import ScreenState
from tftutor.application.user_config import screen_settings
from tftutor.places import places
from tftutor.tui.app import TutorApp

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screens"
LESSON = "session2/define-and-run"
STEP = f"{LESSON}/gradient-of-a-mean"
Walk = Callable[[TutorApp, Pilot[Any]], Awaitable[None]]


def main() -> None:
    """Takes them one after the other."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, TERM="xterm-256color", COLORTERM="truecolor", TFTUTOR_THEME="dark")
        for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "NO_COLOR"):
            os.environ.pop(name, None)
        some_progress()
        take("home", (80, 23), home_screen)
        take("step", (80, 23), step)
        take("verdict", (80, 23), verdict)
        take("wide", (150, 40), verdict)


def some_progress() -> None:
    """Session 1 is done, session 2 half; the last program sums where the text averages."""
    with open_desk() as desk:
        ids = list(desk.course.steps)
        for one in ids[: ids.index(STEP)]:
            desk.progress.note_opened(one)
            desk.progress.note_answer(one, "a", True)
        desk.progress.note_opened(STEP)
        solution = getattr(desk.course.steps[STEP].step, "solution", "")
        desk.drafts.write(STEP, solution.replace("reduce_mean", "reduce_sum"))


def take(name: str, size: tuple[int, int], walk: Walk) -> None:
    """One picture, as SVG."""

    async def go() -> None:
        screen_state = ScreenState.open(places().state)
        screen_state.note_welcomed()
        app = TutorApp(screen_settings(), screen_state)
        app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            while not app.is_ready:
                await pilot.pause(0.1)
            await pilot.pause(2)
            await walk(app, pilot)
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="tftutor"), encoding="utf-8")
        app.close_down()

    asyncio.run(go())


async def home_screen(_app: TutorApp, _pilot: Pilot[Any]) -> None:
    """As it opens."""


async def step(app: TutorApp, pilot: Pilot[Any]) -> None:
    """A step to read."""
    app.open_step(STEP)
    await pilot.pause(1)


async def verdict(app: TutorApp, pilot: Pilot[Any]) -> None:
    """The step, after its check has come back."""
    await step(app, pilot)
    await pilot.press("ctrl+j")
    while app.runs.running():
        await pilot.pause(0.2)
    await pilot.pause(1)


if __name__ == "__main__":
    main()
