"""The board of a step: where it is offered, and what it shows of a run's event files."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from event_files import graph, picture, png, simple
from fake_runs import COURSE, FakeTutor, Script, printing, step, until
from goldens import assert_looks_like, screen_text
from test_lesson import until as soon
from test_lesson import walk
from textual.pilot import Pilot

from tftutor.checks import KINDS
from tftutor.course.checkspec import read_check
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.events import Event, Started
from tftutor.runtime.evidence import Evidence, Usage
from tftutor.tui.app import TutorApp
from tftutor.tui.widgets.board_pane import NOTHING, WAITING
from tftutor.tui.widgets.panes import panes_of

FREE, CODE = "one/code/free-play", 'print("y is", float(y))'
NAME = "events.out.tfevents.1.host"
DIGIT = png([[(255 * (abs(x - 14) + abs(y - 14) < 11),) for x in range(28)] for y in range(28)])
LOSS = b"".join(simple("loss", step, 2.3 / (1 + step / 50)) for step in range(0, 301, 10))
EVERYTHING = {
    "logs/training": LOSS + b"".join(simple("error", step, 30 / step) for step in range(50, 301, 50)),
    "logs/validation": b"".join(simple("error", step, 40 / step) for step in range(50, 301, 50))
    + picture("digits", 0, DIGIT) * 4
    + graph("Const", "MatMul", "Const"),
}


def leaving(folder: Path, logs: Mapping[str, bytes]) -> Script:
    """A program that leaves event files: folder in the run folder -> what its event file holds."""

    def script(hear: Callable[[Event], None], _cancel: Cancel) -> Evidence:
        hear(Started("cpu"))
        files = {}
        for place, data in logs.items():
            file = folder / place / NAME
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            files[f"{place}/{NAME}"] = file
        return Evidence("finished", files=files, usage=Usage(seconds=1.5))

    return script


async def run_and_look(app: TutorApp, pilot: Pilot[Any], shown: str) -> str:
    """Runs the step, goes to its board, and waits until that shows something."""
    await pilot.press("ctrl+r")
    await soon(pilot, lambda: "5 Board" in screen_text(app))
    await pilot.press("5")
    await soon(pilot, lambda: shown in screen_text(app))
    return screen_text(app)


def said(app: TutorApp) -> str:
    """The notices of the last seconds."""
    return "\n".join(notice.message for notice in app._notifications)


def test_a_board_is_offered_where_a_check_wants_a_log_or_a_run_has_left_one() -> None:
    exercise, free = step("mean-of-squares").step, step("free-play").step
    assert "board" not in panes_of(exercise)
    wanted = exercise.model_copy(update={"checks": (read_check({"tensorboard": {"graph": True}}, KINDS),)})
    assert panes_of(wanted) == ("read", "code", "output", "checks", "board", "log")
    assert panes_of(free) == ("read", "code", "output", "log")
    assert panes_of(free, logs=True) == ("read", "code", "output", "board", "log")
    assert all("board" not in panes_of(ref.step) for ref in COURSE.steps.values())


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
def test_curves_pictures_and_a_graph(
    make_app: Any, tmp_path: Path, size: tuple[int, int], update: bool
) -> None:
    async def look(app: TutorApp, pilot: Pilot[Any]) -> None:
        await run_and_look(app, pilot, "logs/training")
        await pilot.pause()
        assert_looks_like(app, "board-top", update=update)
        await pilot.press("end")
        await soon(pilot, lambda: "3 operations of 2 kinds" in screen_text(app))
        await pilot.pause()
        assert_looks_like(app, "board-end", update=update)

    walk(make_app, FREE, look, size, tutor=FakeTutor({CODE: leaving(tmp_path, EVERYTHING)}))


def test_without_colours_it_is_drawn_in_letters(
    make_app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def look(app: TutorApp, pilot: Pilot[Any]) -> None:
        text = await run_and_look(app, pilot, "***")
        assert not [character for character in text if "⠀" < character <= "⣿" or character == "▀"]
        await pilot.press("end")
        await pilot.pause()
        assert_looks_like(app, "board-letters", update=update)

    walk(make_app, FREE, look, (80, 24), tutor=FakeTutor({CODE: leaving(tmp_path, EVERYTHING)}))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The event files hold nothing yet"),
        (LOSS[:30], "The event files hold nothing yet"),
        (random.Random(0).randbytes(5000), "is damaged: the checksum of a record's length does not fit"),
        (LOSS + b"\x00" * 100, "is damaged: the checksum of a record's length does not fit"),
        (picture("digits", 0, DIGIT[:99]), "A picture that is damaged is not drawn."),
    ],
)
def test_event_files_that_are_not_whole_are_a_sentence(
    make_app: Any, tmp_path: Path, data: bytes, sentence: str
) -> None:
    async def look(app: TutorApp, pilot: Pilot[Any]) -> None:
        assert sentence in " ".join((await run_and_look(app, pilot, sentence[:24])).split())

    walk(make_app, FREE, look, tutor=FakeTutor({CODE: leaving(tmp_path, {"logs": data})}))


def test_files_that_have_gone_meanwhile_are_a_sentence(make_app: Any, tmp_path: Path) -> None:
    async def look(app: TutorApp, pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+r")
        await soon(pilot, lambda: "5 Board" in screen_text(app))
        (tmp_path / "logs" / NAME).unlink()
        await pilot.press("5")
        await soon(pilot, lambda: "are not there any more" in screen_text(app))

    walk(make_app, FREE, look, tutor=FakeTutor({CODE: leaving(tmp_path, {"logs": LOSS})}))


def test_what_a_run_has_logged_so_far_is_shown_while_it_goes_on(make_app: Any, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    turns = iter([leaving(tmp_path / "first", {"logs": LOSS})])

    def training(hear: Callable[[Event], None], cancel: Cancel) -> Evidence:
        for first in turns:
            return first(hear, cancel)
        folder.mkdir()
        hear(Started("cpu", folder))
        until(lambda: cancel.requested)
        return Evidence("cancelled", "You stopped it after 1.0 s.")

    async def look(app: TutorApp, pilot: Pilot[Any]) -> None:
        await run_and_look(app, pilot, "31 points")
        await pilot.press("ctrl+r", "5")
        await soon(pilot, lambda: WAITING[:30] in screen_text(app))
        for count in (2, 3, 4):
            with (folder / NAME).open("ab") as file:
                file.write(simple("so far", count, 1.0) + (simple("so far", 1, 1.0) if count == 2 else b""))
            await soon(pilot, lambda count=count: f"{count} points" in screen_text(app))
        await pilot.press("ctrl+c")
        await soon(pilot, lambda: NOTHING[:30] in screen_text(app))

    walk(make_app, FREE, look, tutor=FakeTutor({CODE: training}))


def test_a_step_that_has_no_board_says_so(make_app: Any) -> None:
    async def look(app: TutorApp, pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+r")
        await soon(pilot, lambda: "6 Log" in screen_text(app) and "Finished" in screen_text(app))
        assert "Board" not in screen_text(app)
        await pilot.press("5")
        await soon(pilot, lambda: "Nothing has been logged for" in said(app))

    walk(make_app, FREE, look, tutor=FakeTutor({CODE: printing("y is 2\n")}))


def test_who_never_looks_at_a_board_does_not_wait_for_its_import() -> None:
    import subprocess
    import sys

    code = (
        "import sys, tftutor.tui.screens.lesson;"
        "print([m for m in sys.modules if m.startswith(('tensorboard', 'tftutor.presentation.board'))"
        " or m.endswith('board_pane')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
