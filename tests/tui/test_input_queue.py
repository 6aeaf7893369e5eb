"""What waits for its turn comes to it, whatever the widget before does with its own."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key
from textual.widget import Widget

from tftutor.tui.input_queue import InputQueueApp

HANG = 30.0


class Stuck(Widget, can_focus=True):
    """Never comes back from a key."""

    async def on_key(self, event: Key) -> None:
        await asyncio.Event().wait()


class Application(InputQueueApp[None]):
    BINDINGS = [Binding("ctrl+c", "stop", priority=True)]  # noqa: RUF012 - as Textual has it

    def __init__(self) -> None:
        super().__init__()
        self.stopped = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield Stuck()

    def action_stop(self) -> None:
        self.stopped.set()


async def _keys_behind_a_stuck_widget() -> None:
    application = Application()
    running = asyncio.create_task(application.run_async(headless=True))
    while not (application.screen_stack and application.focused):
        await asyncio.sleep(0.02)
    for key, character in (("x", "x"), ("ctrl+c", "\x03")):
        application.post_message(Key(key, character))
    await asyncio.wait_for(application.stopped.wait(), HANG)
    running.cancel()


def test_a_widget_that_is_stuck_does_not_keep_ctrl_c_from_the_application() -> None:
    asyncio.run(_keys_behind_a_stuck_widget())
