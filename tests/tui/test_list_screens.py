"""The screens beside the course: welcome, help, settings, glossary, progress, doctor, the palette."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from cli_learner import SMALL_COURSE
from goldens import assert_looks_like, screen_text
from textual.pilot import Pilot

from tftutor.application.screen_state import ScreenState
from tftutor.application.user_config import user_config_file
from tftutor.doctor import CATALOGUE, AreaReport, Finding, Remedy, Report
from tftutor.places import places, settings
from tftutor.progress.store import ProgressStore
from tftutor.tui.app import TutorApp
from tftutor.tui.screens.doctor import DoctorScreen
from tftutor.tui.screens.home import HomeScreen
from tftutor.tui.screens.lesson import LessonScreen
from tftutor.tui.screens.welcome import WelcomeScreen

SIZES = [(80, 23), (100, 30)]
CODE = "one/code/mean-of-squares"
GLOSSARY = """\
- word: tensor
  says: A block of numbers with a shape, such as a single number, a row, a table or a stack of tables.
- word: average
  says: The sum of some numbers, divided by how many there are.
  also: [mean]
"""
PAGES = """\
- id: reading
  title: Further reading
  text: Each with the reason why.
  sections:
    - title: Look things up
      items:
        - {name: Keras's examples, says: More than a hundred, link: "https://example.org/keras"}
"""
Use = Callable[[TutorApp, Pilot[Any]], Awaitable[None]]


def use(app: TutorApp, what: Use, size: tuple[int, int] = (80, 23)) -> None:
    """Runs the app until the course has been read, then ``what``."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            while not app.is_ready:
                await pilot.pause(0.02)
            await app.workers.wait_for_complete()
            await pilot.pause()
            await what(app, pilot)
        app.close_down()

    asyncio.run(run())


async def press(app: TutorApp, pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys one by one, and waits for what they set off."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.fixture
def words(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small course with a glossary; one step has words of its own."""
    folder = Path(shutil.copytree(SMALL_COURSE, tmp_path / "course"))
    (folder / "glossary.yaml").write_text(GLOSSARY, encoding="utf-8")
    (folder / "pages.yaml").write_text(PAGES, encoding="utf-8")
    file = folder / "one" / "questions.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "title: Two and two", "title: Two and two\n    words: [mean]"
    )
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("TFTUTOR_COURSE", str(folder))


@pytest.fixture
def nothing_amiss(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor's look is tested elsewhere, and takes a second."""
    look(monkeypatch, report())


def look(monkeypatch: pytest.MonkeyPatch, found: Report) -> None:
    for name in ("tftutor.doctor.diagnose", "tftutor.tui.screens.doctor.diagnose"):
        monkeypatch.setattr(name, lambda _options: found)


def report(*findings: Finding) -> Report:
    mark = "error" if findings else "ok"
    areas = (
        AreaReport("python", "Python", "ok", "Python 3.11.7, a virtual environment", (), ()),
        AreaReport("tensorflow", "TensorFlow and Keras", mark, "tensorflow 2.21.0", (), findings),
        AreaReport("gpu", "NVIDIA GPU", "skipped", "", (), (), ("driver: no answer within 5 s",)),
    )
    return Report("/home/ada/venv/bin/python", areas, findings, "", (), 1.2)


def a_finding() -> Finding:
    entry = next(one for one in CATALOGUE.values() if one.severity == "error" and one.story)
    remedy = Remedy(
        ("/home/ada/venv/bin/python -m pip install --upgrade tensorflow",), note="It takes a minute."
    )
    return Finding(entry, "error", "/home/ada/venv \x1b[2J", (remedy,))


# --- the first start -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_the_first_start_greets(
    make_app: Any, nothing_amiss: None, size: tuple[int, int], update: bool
) -> None:
    async def go(app: TutorApp, pilot: Pilot[Any]) -> None:
        for number in (1, 2, 3):
            assert isinstance(app.screen, WelcomeScreen)
            assert_looks_like(app, f"welcome-{number}", update=update)
            await press(app, pilot, "enter")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.ref.id == "one/questions/read-this"

    use(make_app(welcomed=False), go, size)
    assert ScreenState.open(places().state).welcomed


def test_it_is_skipped_with_escape_and_never_asked_twice(make_app: Any, nothing_amiss: None) -> None:
    async def skip(app: TutorApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "right", "left", "escape")
        assert isinstance(app.screen, HomeScreen)

    async def none(app: TutorApp, _pilot: Pilot[Any]) -> None:
        assert isinstance(app.screen, HomeScreen)

    use(make_app(welcomed=False), skip)
    use(make_app(welcomed=False), none)


def test_it_offers_the_doctor_when_something_is_amiss(make_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    look(monkeypatch, report(a_finding()))

    async def go(app: TutorApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "enter", "enter")
        assert "Something on this machine may stop TensorFlow" in screen_text(app)
        await press(app, pilot, "home", "enter")
        assert isinstance(app.screen, DoctorScreen)

    use(make_app(welcomed=False), go)


# --- help, the palette ---------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_help_explains_the_screen_below(make_app: Any, size: tuple[int, int], update: bool) -> None:
    async def go(app: TutorApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "question_mark")
        assert_looks_like(app, "help-home", update=update)
        await press(app, pilot, "question_mark", "escape")
        assert isinstance(app.screen, HomeScreen)

    use(make_app(), go, size)


def test_help_shows_the_keys_that_are_set(make_app: Any) -> None:
    file = user_config_file()
    file.parent.mkdir(parents=True)
    file.write_text("keys:\n  search: [f3, '%']\n", encoding="utf-8")

    async def go(app: TutorApp, pilot: Pilot[Any]) -> None:
        assert "F3 find" in screen_text(app)
        await press(app, pilot, "question_mark")
        assert "F3  %             Find a step, a lesson or a word" in screen_text(app)
        await press(app, pilot, "escape", "percent_sign", *"free")
        assert "▶ Free play" in screen_text(app)

    use(make_app(), go)


def test_the_palette_finds_steps_and_actions(make_app: Any) -> None:
    async def go(app: TutorApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "ctrl+p", *"free pl")
        await pilot.pause(0.3)
        assert "Free play" in screen_text(app)
        await press(app, pilot, "down", "enter")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.ref.id == "one/code/free-play"
        await press(app, pilot, "ctrl+p", *"colours")
        await pilot.pause(0.3)
        await press(app, pilot, "down", "enter")
        assert "as the terminal is" in screen_text(app)

    use(make_app(), go)


# --- settings --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_settings_turn_and_are_written(make_app: Any, size: tuple[int, int], update: bool) -> None:
    file = user_config_file()
    file.parent.mkdir(parents=True)
    file.write_text("# mine\nseconds: 90  # slow\n", encoding="utf-8")

    async def go(app: TutorApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "comma")
        assert_looks_like(app, "settings", update=update)
        assert app.theme == "tftutor-dark"
        await press(app, pilot, "enter", "enter")
        assert app.theme == "tftutor-light"
        assert "light" in screen_text(app)
        await press(app, pilot, "down", "down", "enter")
        assert "TFTUTOR_ANIMATION" in file_or_notice(app)

    use(make_app(), go, size)
    assert file.read_text(encoding="utf-8") == "# mine\nseconds: 90  # slow\ntheme: light\n"
    assert settings().theme == "light"


def file_or_notice(app: TutorApp) -> str:
    return " ".join(str(notice.message) for notice in app._notifications)


# --- glossary, progress ------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_the_glossary_begins_with_the_words_of_the_step(
    words: None, make_app: Any, size: tuple[int, int], update: bool
) -> None:
    async def go(app: TutorApp, pilot: Pilot[Any]) -> None:
        app.open_step("two-and-two")
        await press(app, pilot)
        await press(app, pilot, "g")
        assert_looks_like(app, "glossary", update=update)
        await press(app, pilot, "slash", *"block")
        assert screen_text(app).splitlines()[-1].strip() == "enter to the words  esc back  F1 help"
        assert "tensor" in screen_text(app)
        assert "average" not in screen_text(app)
        await press(app, pilot, "escape")
        assert isinstance(app.screen, LessonScreen)

    use(make_app(), go, size)


@pytest.mark.parametrize("size", SIZES)
def test_progress_counts_and_opens(
    make_app: Any, progress: ProgressStore, size: tuple[int, int], update: bool
) -> None:
    progress.note_opened("one/questions/read-this")
    progress.note_answer("one/questions/two-and-two", "three", False)
    progress.note_answer("one/questions/two-and-two", "four", True)
    progress.note_hint(CODE, 2)
    progress.note_answer("one/gone/away", "4", True)

    async def go(app: TutorApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "p")
        assert_looks_like(app, "progress", update=update)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.ref.id == "one/questions/guess-first"

    use(make_app(), go, size)


def test_a_page_beside_the_lessons_is_opened_from_home(words: None, make_app: Any) -> None:
    async def go(app: TutorApp, pilot: Pilot[Any]) -> None:
        assert "Further reading" in screen_text(app)
        await press(app, pilot, "end", "enter")
        text = screen_text(app)
        assert "Keras's examples: More than a hundred" in text
        assert "https://example.org/keras" in text
        await press(app, pilot, "escape")
        assert isinstance(app.screen, HomeScreen)

    use(make_app(), go)


# --- the doctor ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_the_doctor_tells_what_mends_it(
    make_app: Any, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], update: bool
) -> None:
    look(monkeypatch, report(a_finding()))

    async def go(app: TutorApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "d")
        assert_looks_like(app, "doctor", update=update)
        assert "What one sees" not in screen_text(app)
        await press(app, pilot, "enter")
        assert "What one sees" in screen_text(app)
        look(monkeypatch, report())
        await press(app, pilot, "r")
        assert "Everything the course needs is here." in screen_text(app)

    use(make_app(), go, size)
