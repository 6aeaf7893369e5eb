"""The lesson screen: a step is read, answered, written, run and checked, with keys alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fake_runs import FakeTutor, attempts_with, going_on, printing
from goldens import assert_looks_like, screen_text
from textual.pilot import Pilot

from tftutor.application.runs.manager import RunManager
from tftutor.application.screen_state import ScreenState
from tftutor.application.user_config import user_config_file
from tftutor.checks.base import CheckResult
from tftutor.course.model import StepRef
from tftutor.places import places
from tftutor.progress.store import ProgressStore
from tftutor.runtime.evidence import Evidence
from tftutor.tui.app import TutorApp
from tftutor.tui.screens.lesson import LessonScreen
from tftutor.tui.screens.solution import SolutionScreen
from tftutor.tutor import Attempt, Verdict

READ, QUIZ, GUESS = "one/questions/read-this", "one/questions/two-and-two", "one/questions/guess-first"
CODE = "one/code/mean-of-squares"
SIZES = [(80, 23), (110, 30), (150, 40), (200, 50)]
Walk = Callable[[TutorApp, Pilot[Any]], Awaitable[None]]


class Strict(FakeTutor):
    """Nothing passes: a sum is told from an average, with the line."""

    def attempt(self, ref: StepRef, code: str, *, on_event: Any, cancel: Any, **_options: object) -> Attempt:
        result = CheckResult(
            "value", "y is a single number, the right one", "failed", reason="y is 3 times too large.",
            expected="4.67", seen="14.0", line=4,
        )  # fmt: skip
        verdict = Verdict("failed", "You summed where the text averages.", checks=(result,))
        return Attempt(ref, code, verdict, Evidence("finished"))


def walk(make_app: Any, step: str, steps: Walk, size: tuple[int, int] = (80, 23), **tutor: Any) -> None:
    """Opens the app at a step, waits until it is drawn, and walks."""

    async def go() -> None:
        app = make_app(open_at=step)
        async with app.run_test(size=size) as pilot:
            while not (app.is_ready and isinstance(app.screen, LessonScreen) and app.screen.is_mounted):
                await pilot.pause(0.02)
            if tutor:
                app._runs = RunManager(app._post_event, attempts_with(tutor["tutor"].open))
            await pilot.pause()
            await steps(app, pilot)
        app.close_down()

    asyncio.run(go())


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Waits until something holds, as long as it takes on a busy machine."""
    for _ in range(1000):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came to pass")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", [READ, QUIZ, GUESS, CODE])
def test_steps_look_like_this(make_app: Any, step: str, size: tuple[int, int], update: bool) -> None:
    async def look(app: TutorApp, pilot: Pilot[Any]) -> None:
        await pilot.press("alt+2")
        await pilot.pause()
        assert_looks_like(app, f"step-{step.rpartition('/')[2]}", update=update)

    walk(make_app, step, look, size)


def test_a_letter_answers_and_is_recorded(make_app: Any, progress: ProgressStore) -> None:
    async def answer(app: TutorApp, pilot: Pilot[Any]) -> None:
        await pilot.press("a")
        await until(pilot, lambda: "One more." in screen_text(app))
        assert not progress.steps()[QUIZ].passed
        await pilot.press("b")
        await until(pilot, lambda: "Yes, four." in screen_text(app))
        assert "Now you can add." in screen_text(app)

    walk(make_app, QUIZ, answer)
    assert progress.steps()[QUIZ].passed
    assert progress.steps()[QUIZ].attempts == 2


def test_a_guess_comes_before_the_run_and_stands_above_what_it_prints(make_app: Any) -> None:
    async def guess(app: TutorApp, pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert app.runs.latest(GUESS) is None
        await pilot.press("4", "1", "enter")
        await until(pilot, lambda: "Multiply once more." in screen_text(app))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "You expected 41. It prints:" in screen_text(app))
        await until(pilot, lambda: "\n42" in screen_text(app))

    walk(make_app, GUESS, guess, tutor=FakeTutor({"print(6 * 7)": printing("42\n")}))


def test_a_verdict_comes_to_the_learner_and_marks_the_line(make_app: Any, update: bool) -> None:
    async def check(app: TutorApp, pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "✗ Not yet: You summed" in screen_text(app))
        assert_looks_like(app, "verdict", update=update)
        await pilot.press("l")
        await pilot.pause()
        assert "4✗ y = ..." in screen_text(app)
        assert app.screen.view.code.cursor[0] == 3

    walk(make_app, CODE, check, tutor=Strict({}))


def test_hints_and_the_solution_are_shown_on_request_and_noted(
    make_app: Any, progress: ProgressStore
) -> None:
    async def ask(app: TutorApp, pilot: Pilot[Any]) -> None:
        await pilot.press("h")
        await until(pilot, lambda: "Hint 1. First square, then average." in screen_text(app))
        await pilot.press("h")
        await until(pilot, lambda: "Hint 2. One function averages a tensor." in screen_text(app))
        assert "Hint 3" not in screen_text(app)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, SolutionScreen))
        await until(pilot, lambda: "tf.reduce_mean(x ** 2)" in screen_text(app))
        await pilot.press("escape")

    walk(make_app, CODE, ask)
    assert progress.steps()[CODE].hints == 2
    assert progress.steps()[CODE].solution_seen


def test_the_next_step_saves_the_code_and_coming_back_finds_it_and_the_cursor(make_app: Any) -> None:
    async def type_and_leave(app: TutorApp, pilot: Pilot[Any]) -> None:
        await pilot.press("2", "down", "down", "down", "down", "#", "m", "e", "alt+n")
        await pilot.pause()
        assert "Free play" in screen_text(app)
        assert app.desk.drafts.read(CODE).endswith("#me")
        await pilot.press("p", "2")
        await pilot.pause()
        assert "#me" in screen_text(app)
        assert app.screen.view.code.cursor == (4, 3)

    walk(make_app, CODE, type_and_leave)
    place = ScreenState.open(places().state).place
    assert place is not None
    assert (place.step, place.pane, place.cursor) == (CODE, "code", (4, 3))


def test_a_run_goes_on_while_another_step_is_read_and_can_be_stopped(make_app: Any) -> None:
    async def leave_it(app: TutorApp, pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+r")
        await until(pilot, lambda: app.runs.running())
        await pilot.press("p")
        await pilot.pause()
        assert app.runs.running()
        assert "^c stop" in screen_text(app)
        await pilot.press("ctrl+c")
        await until(pilot, lambda: not app.runs.running())
        job = app.runs.latest("one/code/free-play")
        assert job is not None
        assert job.outcome is not None
        assert job.outcome.status == "cancelled"

    code = 'print("y is", float(y))'
    walk(make_app, "one/code/free-play", leave_it, tutor=FakeTutor({code: going_on}))


def test_a_run_is_kept_by_a_key_and_let_go_by_the_same(make_app: Any) -> None:
    async def keep(app: TutorApp, pilot: Pilot[Any]) -> None:
        assert "k keep" not in screen_text(app)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "k keep" in screen_text(app))
        await pilot.press("k")
        await until(pilot, lambda: "k kept" in screen_text(app))
        (job,) = app.runs.kept()
        await pilot.press("alt+k")
        await until(pilot, lambda: "k keep" in screen_text(app))
        assert not job.kept
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "k keep" not in screen_text(app))

    code = 'print("y is", float(y))'
    walk(make_app, "one/code/free-play", keep, tutor=FakeTutor({code: going_on}))


def test_the_same_key_works_in_the_code(make_app: Any) -> None:
    async def keep(app: TutorApp, pilot: Pilot[Any]) -> None:
        await pilot.press("2", "ctrl+r", "alt+2")
        await until(pilot, lambda: "alt+k keep" in screen_text(app))
        await pilot.press("alt+k")
        await until(pilot, lambda: "alt+k kept" in screen_text(app))
        assert len(app.runs.kept()) == 1
        await pilot.press("ctrl+c")
        await until(pilot, lambda: not app.runs.running())

    code = 'print("y is", float(y))'
    walk(make_app, "one/code/free-play", keep, (120, 30), tutor=FakeTutor({code: going_on}))


def test_the_bar_and_the_texts_show_the_keys_that_are_set(make_app: Any) -> None:
    file = user_config_file()
    file.parent.mkdir(parents=True)
    file.write_text("keys:\n  run: ctrl+t\n  pane-code: '%'\n", encoding="utf-8")

    async def look(app: TutorApp, pilot: Pilot[Any]) -> None:
        shown = " ".join(screen_text(app).split())
        assert "Ctrl+T runs the code; % shows it" in shown
        assert "^t run" in shown and "% Code" in shown
        await pilot.press("3")
        await until(pilot, lambda: "Ctrl+T runs the code." in screen_text(app))
        assert "^r" not in screen_text(app) and "Ctrl+R" not in screen_text(app)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "Finished" in screen_text(app))

    code = 'print("y is", float(y))'
    walk(make_app, "one/code/free-play", look, tutor=FakeTutor({code: printing("x\n")}))


def test_the_setting_keeps_every_run(make_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFTUTOR_KEEP_RUNS", "yes")

    async def look(app: TutorApp, _pilot: Pilot[Any]) -> None:
        assert app.runs.keep
        monkeypatch.setenv("TFTUTOR_KEEP_RUNS", "no")
        app.take_settings()
        assert not app.runs.keep

    walk(make_app, CODE, look)
