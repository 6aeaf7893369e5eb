"""What the keys do in the editor."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from code_samples import CodeApp
from textual import events
from textual.pilot import Pilot

from tftutor.tui.themes import THEMES
from tftutor.tui.widgets import typing_rules as rules

Test = Callable[[CodeApp, Pilot[None]], Awaitable[None]]


def typed(home: Path, test: Test, text: str = "", cursor: tuple[int, int] = (0, 0)) -> None:
    """Runs a test on an editor that holds ``text``."""

    async def run() -> None:
        app = CodeApp(home)
        async with app.run_test(size=(80, 23)) as pilot:
            app.editor.load(text)
            app.editor.move_cursor(cursor)
            await pilot.pause()
            await test(app, pilot)

    asyncio.run(run())


def keys(home: Path, pressed: str, text: str = "", cursor: tuple[int, int] = (0, 0)) -> str:
    """The code after some keys."""
    found = []

    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        await pilot.press(*pressed.split())
        found.append(app.pane.code)

    typed(home, test, text, cursor)
    return found[0]


@pytest.mark.parametrize(
    ("before", "after", "indent"),
    [
        ("for x in y:", "", 4),
        ("    if x:  # why", "", 8),
        ("x = 'a:'", "", 0),
        ("f(", "", 4),
        ("f(", ")", 0),
        ("    return x", "", 0),
        ("        break", "", 4),
        ("    return f(a,", "", 4),
        ("    x = 1", "", 4),
        ("# so:", "", 0),
        ("    returned = 3", "", 4),
    ],
)
def test_enter_knows_the_next_indent(before: str, after: str, indent: int) -> None:
    assert rules.indent_after(before, after) == " " * indent


def test_enter_types_the_indent(tmp_path: Path) -> None:
    assert keys(tmp_path, "enter x", "def f():", (0, 8)) == "def f():\n    x"


def test_tab_fills_to_the_next_level_and_backspace_takes_it_back(tmp_path: Path) -> None:
    assert keys(tmp_path, "tab", " x", (0, 1)) == "    x"
    assert keys(tmp_path, "backspace", "        x", (0, 8)) == "    x"
    assert keys(tmp_path, "backspace", "  x  ", (0, 5)) == "  x "


def test_tab_and_shift_tab_move_all_selected_lines(tmp_path: Path) -> None:
    assert keys(tmp_path, "shift+down shift+down tab", "a\nb\nc") == "    a\n    b\nc"
    assert keys(tmp_path, "shift+tab", "      a", (0, 6)) == "    a"


def test_comments_come_and_go_and_one_undo_takes_them_back(tmp_path: Path) -> None:
    text = "if x:\n    y\n\nz"
    commented = "# if x:\n#     y\n\nz"
    assert keys(tmp_path, "shift+down shift+down alt+c", text) == commented
    assert keys(tmp_path, "shift+down shift+down ctrl+underscore", commented) == text
    assert keys(tmp_path, "shift+down shift+down alt+c ctrl+z", text) == text


def test_undo_and_redo(tmp_path: Path) -> None:
    assert keys(tmp_path, "a b ctrl+z", "x") == "x"
    assert keys(tmp_path, "a b ctrl+z ctrl+y", "x") == "abx"


def test_escape_leaves_the_editor_and_enter_goes_back(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        await pilot.press("escape", "q")
        assert app.pane.has_focus
        await pilot.press("tab")
        assert app.focused is app.query_one("#beyond")
        app.pane.focus()
        await pilot.press("enter", "q")
        assert app.pane.code == "q"

    typed(tmp_path, test)


def test_the_cursor_passes_what_people_call_one_character(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        for character in ("x", "中", "👍🏽", "👩‍💻", "e\u0301"):
            before = app.pane.cursor
            await pilot.press("right")
            assert app.pane.cursor == (0, before[1] + len(character))
        await pilot.press("left", "left", "backspace", "!")
        assert app.pane.code == "x中!👩‍💻e\u0301"

    typed(tmp_path, test, "x中👍🏽👩‍💻e\u0301")


def test_a_wide_character_takes_two_columns_on_the_screen(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        await pilot.press("right", "right")
        assert app.editor.cursor_screen_offset.x == app.editor.gutter_width + 4

    typed(tmp_path, test, "中中x")


def test_find_goes_from_place_to_place(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+f", *"loss")
        await pilot.pause()
        assert app.editor.selected_text == "Loss"
        assert str(app.query_one("#find-found").render()) == "1 of 2"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.pause()
        assert app.pane.cursor == (2, 8)
        await pilot.press("enter")
        await pilot.pause()
        assert app.pane.cursor == (0, 4)
        await pilot.press("escape", "x")
        assert app.pane.code == "x = 1\ny\nz = loss"

    typed(tmp_path, test, "Loss = 1\ny\nz = loss")


def test_a_paste_of_2000_lines_and_a_line_of_10000_columns(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        text = "\n".join(f"x{n} = {n}" for n in range(2000))
        app.editor.post_message(events.Paste(text + "\r\nwide = '" + "w" * 10_000 + "'"))
        await pilot.pause()
        await pilot.press("!")
        assert app.pane.code.endswith("x1999 = 1999\nwide = '" + "w" * 10_000 + "'!")
        assert app.pane.cursor == (2000, 10_010)

    typed(tmp_path, test)


def test_what_is_pasted_cannot_steer_the_terminal(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        app.editor.post_message(events.Paste("a\x1b]52;c;AAAA\x07b\x9bc\u202ed"))
        await pilot.pause()
        assert app.pane.code == "a]52;c;AAAAbcd"

    typed(tmp_path, test)


def test_a_mark_stands_in_the_gutter_until_the_next_edit(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        app.pane.mark(2, "You summed where\nthe formula averages.")
        await pilot.pause()
        assert [app.editor.render_line(y).text[:4].rstrip() for y in range(3)] == ["1  a", "2✗ b", "3  c"]
        assert app.note("mark") == "✗ Line 2: You summed where the formula averages."
        await pilot.press("x")
        await pilot.pause()
        assert app.editor.render_line(1).text.startswith("2  b")
        assert app.note("mark") == ""

    typed(tmp_path, test, "a\nb\nc")


def test_code_is_coloured(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        styles = {part.text: part.style for part in app.editor.render_line(1) if part.style}
        assert styles["return"].bold
        assert styles["return"].color != styles["42"].color

    typed(tmp_path, test, "def f():\n    return 42\n")


def test_cursor_mark_and_colours_can_be_seen_in_every_theme(tmp_path: Path) -> None:
    async def test(app: CodeApp, pilot: Pilot[None]) -> None:
        app.pane.mark(2)
        for theme in THEMES.values():
            app.register_theme(theme)
            app.theme = theme.name
            await pilot.pause()
            for part in [*app.editor.render_line(0), *app.editor.render_line(1)]:
                style = part.style
                assert style is not None and style.color is not None
                assert style.color.is_default or style.color != style.bgcolor, (theme.name, part)
            (mark, *_), (_, cursor, *_) = app.editor.render_line(1), app.editor.render_line(0)
            assert (mark.text, cursor.text) == ("2✗", "i")
            assert theme.name != "tftutor-terminal" or (mark.style.reverse and cursor.style.reverse)

    typed(tmp_path, test, "import x\nb")
