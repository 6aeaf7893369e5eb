"""The list of lines with a cursor."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import App, ComposeResult

from tftutor.tui.widgets.row_list import RowList, row


class Words(App[None]):
    """Ten words, each with a second line that goes on below it, and a long one at the end."""

    keys: ClassVar[dict[str, str]] = {}  # as `Host` has them

    def compose(self) -> ComposeResult:
        yield RowList()

    def on_mount(self) -> None:
        lines = [line for n in range(9) for line in (row(f"   word {n}", key=str(n)), row("   goes on"))]
        long = [row("   long", key="long"), *(row(f"   line {n}") for n in range(20))]
        self.query_one(RowList).show([*lines, *long])


def seen(app: App[None]) -> range:
    """The numbers of the rows that are on the screen."""
    rows = app.query_one(RowList)
    top = round(rows.scroll_offset.y)
    return range(top, top + rows.size.height)


def test_what_goes_on_below_the_cursor_is_in_sight_as_far_as_there_is_room() -> None:
    async def go() -> None:
        app = Words()
        async with app.run_test(size=(30, 6)) as pilot:
            await pilot.press(*["down"] * 3)
            assert app.query_one(RowList).key == "3"
            assert {6, 7} <= set(seen(app))
            await pilot.press("end")
            assert seen(app)[0] == 18  # the long one, from its first line on

    asyncio.run(go())
