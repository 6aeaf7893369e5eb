"""The home screen: it shows where the learner is before the course has been read, and opens everything."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from typing import Any

import pytest
from goldens import assert_looks_like, screen_text
from textual.pilot import Pilot

from tftutor.application.screen_state import ScreenState
from tftutor.places import places
from tftutor.progress.store import ProgressStore
from tftutor.tui.app import TutorApp
from tftutor.tui.screens.home import HomeScreen
from tftutor.tui.screens.lesson import LessonScreen

SIZES = [(80, 23), (100, 30), (200, 50)]
READ, CODE = "one/questions/read-this", "one/code/mean-of-squares"


async def settled(app: TutorApp, pilot: Pilot[Any]) -> None:
    """The course has been read, and the screen says so."""
    while not app.is_ready:
        await pilot.pause(0.02)
    await app.workers.wait_for_complete([worker for worker in app.workers if worker.group == "home"])
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
def test_it_looks_like_this(
    make_app: Any, progress: ProgressStore, size: tuple[int, int], update: bool
) -> None:
    progress.note_opened(READ)
    progress.note_answer("one/questions/two-and-two", "four", True)
    progress.note_opened(CODE)

    async def look() -> None:
        app = make_app()
        async with app.run_test(size=size) as pilot:
            await settled(app, pilot)
            await pilot.press("down", "enter")
            await pilot.press("down", "right", "down", "down", "down")
            await pilot.pause()
            assert_looks_like(app, "home", update=update)
        app.close_down()

    asyncio.run(look())


def test_it_is_painted_from_the_cache_before_the_course_is_read(make_app: Any) -> None:
    async def look(first: str) -> None:
        app = make_app()
        app._read_course = lambda: None  # the course takes for ever
        async with app.run_test(size=(80, 23)) as pilot:
            await pilot.pause()
            assert first in screen_text(app)
            await pilot.press("enter")
            if "First things" in first:
                assert "one moment" in screen_text(app)
        app.close_down()

    async def once() -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
        app.close_down()

    asyncio.run(look("Reading the course"))
    asyncio.run(once())
    asyncio.run(look("First things"))


def test_with_the_cache_it_is_painted_before_anything_heavy_is_imported(make_app: Any) -> None:
    async def once() -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
        app.close_down()

    asyncio.run(once())
    first_screen = """
import asyncio, sys
from tftutor.places import places
from tftutor.application.screen_state import ScreenState
from tftutor.tui.app import TutorApp
from tftutor.application.user_config import screen_settings

async def paint():
    app = TutorApp(screen_settings(), ScreenState.open(places().state))
    app.welcome = app._read_course = lambda: None
    async with app.run_test(size=(80, 23)) as pilot:
        await pilot.pause()
        assert "First things" in str([row.text for row in app.screen.rows.rows])
        heavy = {"pydantic", "yaml", "numpy", "tensorflow", "tree_sitter", "pygments"}
        print(sorted(heavy & set(sys.modules)))

asyncio.run(paint())
"""
    run = subprocess.run(
        [sys.executable, "-c", first_screen], capture_output=True, text=True, timeout=120, check=True
    )
    assert run.stdout.strip() == "[]"


def test_enter_goes_on_where_the_learner_was(make_app: Any, progress: ProgressStore) -> None:
    progress.note_opened(CODE)

    async def go() -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
            assert "Continue: Session 1, Code, step 1 of 3, The mean of squares" in screen_text(app)
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, LessonScreen)
            assert app.screen.ref.id == CODE
        app.close_down()

    asyncio.run(go())


def test_a_few_letters_find_a_step(make_app: Any) -> None:
    async def go() -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
            await pilot.press("slash", *"mean squ")
            assert "▶ The mean of squares" in screen_text(app)
            await pilot.press("escape")
            assert "Session 1" in screen_text(app)
            await pilot.press("slash", *"zzz")
            assert "Nothing has this name" in screen_text(app)
            await pilot.press(*["backspace"] * 3, *"free", "enter")
            await pilot.pause()
            assert isinstance(app.screen, LessonScreen)
            assert app.screen.ref.id == "one/code/free-play"
        app.close_down()

    asyncio.run(go())


def test_the_last_line_tells_the_keys_that_work_while_words_are_typed(make_app: Any) -> None:
    async def go() -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
            before = screen_text(app).splitlines()[-1]
            assert "d doctor" in before
            await pilot.press("slash")
            typing = screen_text(app).splitlines()[-1].strip()
            assert typing == "enter open  up/down move  esc back  F1 help"
            await pilot.press("escape")
            assert screen_text(app).splitlines()[-1] == before
        app.close_down()

    asyncio.run(go())


def test_back_from_what_was_found_keys_are_keys_and_other_words_take_the_place_of_the_first(
    make_app: Any,
) -> None:
    async def go() -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
            await pilot.press("slash", *"free", "enter")
            await pilot.pause()
            assert isinstance(app.screen, LessonScreen)
            await pilot.press("escape")
            await pilot.pause()
            assert "▶ Free play" in screen_text(app)
            await pilot.press("slash", *"mean")
            await pilot.pause()
            assert screen_text(app).splitlines()[2].strip() == "mean"
            assert "▶ The mean of squares" in screen_text(app)
        app.close_down()

    asyncio.run(go())


def test_a_session_is_found_by_its_name_and_unfolds(make_app: Any) -> None:
    async def go() -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
            await pilot.press("slash", *"first things")
            assert "▶ First things" in screen_text(app)
            assert "▸ Questions" not in screen_text(app)
            await pilot.press("enter")
            assert "▸ Questions" in screen_text(app)
        app.close_down()

    asyncio.run(go())


def test_what_happened_meanwhile_is_told_once(make_app: Any) -> None:
    screen_state = ScreenState.open(places().state)
    screen_state.note_welcomed()
    screen_state.note_run(CODE, "run")
    screen_state.run_ended(CODE, unseen="It printed y = 4.67.")
    screen_state.note_run("one/code/free-play", "run")
    screen_state.save()

    async def look(*, told: bool) -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
            text = " ".join(screen_text(app).split())
            assert ("finished while you were away: The mean of squares. It printed" in text) is told
            assert ("was cut off when" in text) is told
        app.close_down()

    asyncio.run(look(told=True))
    asyncio.run(look(told=False))


# A process that has "tftutor" in its command line, and a run that goes on until it is told to end.
OTHER_TUTOR = f"""
import sys
from tftutor.places import places
from tftutor.application.screen_state import ScreenState

screen_state = ScreenState.open(places().state)
screen_state.note_run("{CODE}", "check")
screen_state.note_detached(["{CODE}"])
screen_state.save()
print("noted", flush=True)
sys.stdin.read()
screen_state.run_ended("{CODE}", unseen="Passed: It does what it should.")
screen_state.save()
"""


def test_a_run_that_still_goes_on_is_told_and_then_its_end(
    make_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tftutor.tui.screens.home._LOOK_EVERY", 0.05)
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_TUTOR], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "noted\n"

    async def look() -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
            assert re.search(
                r"Your check of The mean of squares still goes on, begun \d\d:\d\d\.",
                " ".join(screen_text(app).split()),
            )
            other.communicate("")
            while "away: The mean of squares. Passed: It does what it should." not in " ".join(
                screen_text(app).split()
            ):
                await pilot.pause(0.02)
            assert "still goes on" not in screen_text(app)
        app.close_down()

    asyncio.run(look())
    assert ScreenState.open(places().state).news() == []


def test_a_file_cannot_steer_the_terminal_from_the_home_screen(make_app: Any) -> None:
    screen_state = ScreenState.open(places().state)
    screen_state.note_welcomed()
    screen_state.run_ended(CODE, unseen="\x1b]52;c;aGk=\x07\x1b[2J\x9b31m said")
    screen_state.save()

    async def look() -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
            text = screen_text(app)
            assert "said" in text
            assert not {"\x1b", "\x07", "\x9b"} & set(text)
        app.close_down()

    asyncio.run(look())


def test_back_from_a_step_more_is_done(make_app: Any) -> None:
    async def go() -> None:
        app = make_app()
        async with app.run_test(size=(80, 23)) as pilot:
            await settled(app, pilot)
            assert "0 of 5" in screen_text(app)
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, LessonScreen)
            app.go_home()
            await settled(app, pilot)
            assert isinstance(app.screen, HomeScreen)
            assert "1 of 5" in screen_text(app)
        app.close_down()

    asyncio.run(go())
