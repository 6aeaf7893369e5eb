"""The file behind the editor: saved at once, shared with other programs, never lost."""

from __future__ import annotations

import asyncio
import shutil
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from code_samples import EXERCISE, CodeApp, desk_in, until
from textual.pilot import Pilot

from tftutor.course.programs import starter_of
from tftutor.tui.filetext import FileText
from tftutor.tui.widgets import autosave
from tftutor.tui.widgets.conflict_bar import CompareScreen, ConflictBar


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is looked at more often than in earnest, so that no test waits for seconds."""
    monkeypatch.setattr(autosave, "LOOK_EVERY", 0.2)
    monkeypatch.setattr(autosave, "TRY_AGAIN_AFTER", 0.2)


Test = Callable[[CodeApp, Pilot[None]], Awaitable[None]]


def with_app(home: Path, test: Test, step: str = EXERCISE, cursor: tuple[int, int] | None = None) -> None:
    """Runs a test on the pane of a step."""

    async def run() -> None:
        app = CodeApp(home, step, cursor)
        async with app.run_test(size=(80, 23)) as pilot:
            await pilot.pause()
            await test(app, pilot)

    asyncio.run(run())


def draft(home: Path, data: bytes) -> Path:
    """A draft of the exercise, written before the tutor starts."""
    file = home / "tftutor" / f"{EXERCISE}.py"
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    return file


def kept(app: CodeApp, label: str) -> list[str]:
    """What lies beside the draft under this label."""
    files = sorted(app.file.parent.glob(f"{app.file.stem}.{label}-*.py"))
    return [file.read_text(encoding="utf-8") for file in files]


async def conflict(app: CodeApp, pilot: Pilot[None], theirs: str) -> None:
    """The learner types, and another program writes the file before they stop."""
    await pilot.press("m", "i", "n", "e")
    await until(pilot, lambda: "saved" in app.heard)
    app.file.write_text(theirs, encoding="utf-8")
    await until(pilot, lambda: "changed outside" in app.heard)
    assert app.query_one(ConflictBar).display


def test_a_step_begins_with_its_starter_at_the_place_of_last_time(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        assert app.pane.code == starter_of(app.ref.step) == app.file.read_text(encoding="utf-8")
        assert app.pane.cursor == (2, 4)

    with_app(tmp_path, test, cursor=(2, 4))


def test_the_code_that_the_step_began_with_comes_back_and_undo_brings_the_learners(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        starter = app.editor.code
        await pilot.press("f7", "backspace", *"mine")
        await until(pilot, lambda: app.file.read_text() == "mine")
        await pilot.press("alt+0")
        await until(pilot, lambda: app.file.read_text() == starter)
        assert app.note("mark") == "This is the code that the step began with. Ctrl+Z brings yours back."
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.file.read_text() == "mine")
        assert app.note("mark") == ""

    with_app(tmp_path, test)


def test_what_is_typed_is_saved_while_typing_goes_on(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        async def type_on() -> None:
            while "saved" not in app.heard:
                await pilot.press("x")
                await pilot.pause(0.05)

        await asyncio.wait_for(type_on(), 60)
        assert app.file.read_text(encoding="utf-8").startswith("x")

    with_app(tmp_path, test)


def test_leaving_saves_the_last_key(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        await pilot.press("z")

    with_app(tmp_path, test)
    assert (tmp_path / "tftutor" / f"{EXERCISE}.py").read_text(encoding="utf-8").startswith("z")


@pytest.mark.parametrize(
    "data",
    [
        b"a = 1\r\nb = 2\r\n",
        b"a = 1\r\nb = 2\nc = 3\rd\n",
        b"a = '\x1b]0;title\x07\x00\x7f\x0c'\n",
        "a = '\u2028\x85\u202e\x9b' # 中👩‍💻\n".encode(),
        b"no end of line",
    ],
)
def test_every_byte_of_a_file_outlives_an_edit(tmp_path: Path, data: bytes) -> None:
    file = draft(tmp_path, data)

    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        assert app.pane.code.encode() == data
        await pilot.press("!")
        for y in range(5):
            shown = app.editor.render_line(y).text
            assert not set(shown) & {"\x1b", "\x07", "\x00", "\x7f", "\x0c", "\u202e", "\x9b", "\u2028"}

    with_app(tmp_path, test)
    assert file.read_bytes() == b"!" + data


def test_text_that_uses_our_stand_ins_itself_stays_as_it_is() -> None:
    text = "\U0010f01b and \x1b"
    form, shown = FileText.read(text)
    assert "\x1b" not in shown
    assert form.written(shown) == text


def test_a_file_that_is_not_text_is_not_touched(tmp_path: Path) -> None:
    file = draft(tmp_path, b"\xff\xfe\x00")

    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        assert "not UTF-8" in app.note()
        await pilot.press("x", "enter", "tab")
        app.pane.save_now()

    with_app(tmp_path, test)
    assert file.read_bytes() == b"\xff\xfe\x00"


def test_the_code_of_a_prediction_is_only_read(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        await pilot.press("x", "enter", "tab")
        assert app.pane.code == "print(6 * 7)"
        app.pane.save_now()
        assert not app.file.exists()

    with_app(tmp_path, test, step="one/questions/guess-first")


def test_a_workspace_that_goes_away_is_made_again(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        shutil.rmtree(tmp_path / "tftutor")
        await until(pilot, app.file.exists)
        await until(pilot, lambda: "written again" in app.note())
        assert app.file.read_text(encoding="utf-8") == app.pane.code

    with_app(tmp_path, test)


def test_a_save_that_fails_says_so_and_is_tried_again(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        folder = app.file.parent
        shutil.rmtree(folder)
        folder.write_text("a file where the folder belongs", encoding="utf-8")
        await pilot.press("x")
        await until(pilot, lambda: app.note().startswith("Not saved."))
        folder.unlink()
        await until(pilot, app.file.exists)
        await until(pilot, lambda: not app.note().startswith("Not saved."))

    with_app(tmp_path, test)


def test_keeping_mine_keeps_theirs_beside(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        await conflict(app, pilot, "theirs = 1\n")
        await pilot.press("!")
        await until(pilot, lambda: kept(app, "mine") == [app.pane.code])
        assert app.file.read_text(encoding="utf-8") == "theirs = 1\n"
        await pilot.press("alt+m")
        await pilot.pause()
        assert app.file.read_text(encoding="utf-8") == app.pane.code
        assert app.pane.code.startswith("mine!")
        assert kept(app, "other-editor") == ["theirs = 1\n"]
        assert kept(app, "mine") == []
        assert "other-editor" in app.note()
        assert not app.query_one(ConflictBar).display

    with_app(tmp_path, test)


def test_taking_theirs_keeps_mine_beside_and_can_be_undone(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        await conflict(app, pilot, "theirs = 1\n")
        mine = app.pane.code
        await pilot.press("alt+t")
        await pilot.pause()
        assert app.pane.code == "theirs = 1\n"
        assert kept(app, "mine") == [mine]
        await pilot.press("ctrl+z")
        assert app.pane.code == mine

    with_app(tmp_path, test)


def test_both_versions_can_be_compared_first(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        await conflict(app, pilot, "theirs = 1\n")
        await pilot.press("alt+d")
        await until(pilot, lambda: isinstance(app.screen, CompareScreen))
        await pilot.press("t")
        await until(pilot, lambda: app.pane.code == "theirs = 1\n")

    with_app(tmp_path, test)


def test_a_file_saved_elsewhere_without_a_change_is_no_news(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        app.file.write_bytes(app.file.read_bytes())
        await pilot.press("x")
        await until(pilot, lambda: "saved" in app.heard)
        assert "changed outside" not in app.heard

    with_app(tmp_path, test)


def test_the_learners_own_editor_works_on_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "my editor"
    script.write_text(
        "#!/bin/sh\nfor file; do :; done\necho 'from outside = 1' >> \"$file\"\n", encoding="utf-8"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("VISUAL", f"'{script}' --wait")

    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        # The driver of tests has no terminal to hand on; a real one is used in tests/e2e.
        monkeypatch.setattr(type(app._driver), "can_suspend", True, raising=False)
        await pilot.press("x")
        app.pane.action_edit_outside()
        await pilot.pause()
        assert app.pane.code.startswith("x")
        assert app.pane.code.endswith("from outside = 1\n")
        assert not app.query_one(ConflictBar).display
        await pilot.press("ctrl+z")
        assert not app.pane.code.endswith("from outside = 1\n")

    with_app(tmp_path, test)


def test_an_editor_that_cannot_be_started_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")

    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        monkeypatch.setattr(type(app._driver), "can_suspend", True, raising=False)
        app.pane.action_edit_outside()
        await pilot.pause()
        assert "no-such-editor, could not be started" in app.note()

    with_app(tmp_path, test)


def test_a_slow_save_never_overtakes_a_newer_one(tmp_path: Path) -> None:
    from tftutor.tui.draft_file import DraftFile

    desk = desk_in(tmp_path)
    file = DraftFile(desk.drafts, EXERCISE)
    file.save("newer", turn=2)
    file.save("older", turn=1)
    assert desk.drafts.read(EXERCISE) == "newer"
    desk.progress.close()
    assert not list(file.path.parent.glob(".*"))
