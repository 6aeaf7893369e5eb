"""What is typed, pasted and clicked takes effect in the order in which it came.

Textual hands a key to the widget in focus, and runs what it is bound to only when the key has come up from
there through the queue of every widget above. A paste needs no such way, nor does the next letter: where
F7, Backspace and a paste arrive in one read of the terminal, as over a slow connection, the paste is in the
editor first, and then all of it is marked and deleted. So each of them waits here until all that the one
before it brought about is done.
"""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App, ReturnType
from textual.dom import DOMNode

_HELD = {"up", "down", "left", "right", "pageup", "pagedown", "backspace", "delete"}  # a held key comes often

_LONGEST_WAIT = 2.0  # seconds; a widget that never comes to its input may not keep Ctrl+C from the others


class InputQueueApp(App[ReturnType]):
    """An application with one input in hand at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._coming: deque[events.Event] = deque()
        self._in_hand: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Input that comes in waits for its turn; whatever else comes does not."""
        is_input = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        if not is_input:
            await super().on_event(event)
            return
        self._coming.append(event)
        if self._in_hand is None:
            await self._take_next()

    async def _take_next(self) -> None:
        self._in_hand = None
        while self._coming and self._in_hand is None:
            event = self._coming.popleft()
            if isinstance(event, events.Paste):
                self.app_focus = True  # as for a key: whoever pastes is here
            receiver = self._receiver()
            await super().on_event(event)
            if receiver is None or isinstance(event, events.MouseMove):
                continue
            if not (self._coming and _may_follow(event, self._coming[0], receiver)):
                self._in_hand = asyncio.create_task(self._see_through(receiver))

    async def _see_through(self, receiver: DOMNode) -> None:
        """Until what was handed to ``receiver`` is done; then the next.

        Once more, since what came of it may be on its way through the same queues; and from wherever
        the next input would go now, until that stays where it is: a screen that opens gives the focus on.
        """
        try:
            await asyncio.wait_for(self._until_settled(receiver), _LONGEST_WAIT)
        except asyncio.TimeoutError:
            self.log.warning(f"{receiver!r} is still busy with its input; the next is not kept from others")
        finally:
            self.call_later(self._take_next)

    async def _until_settled(self, receiver: DOMNode) -> None:
        before: DOMNode | None = None
        after: DOMNode | None = receiver
        await _passed(receiver)
        while after is not None and after is not before:
            await _passed(after)
            before, after = after, self._receiver()

    def _receiver(self) -> DOMNode | None:
        """Where a key goes that is pressed now."""
        return (self.focused or self.screen) if self.screen_stack else None


def _may_follow(event: events.Event, then: events.Event, receiver: DOMNode) -> bool:
    """Whether the next may be handed over at once: both go one way, and so keep their order."""
    if isinstance(event, events.Key) and isinstance(then, events.Key) and event.key in _HELD:
        return event.key == then.key
    return _is_text(event, receiver) and _is_text(then, receiver)


def _is_text(event: events.Event, receiver: DOMNode) -> bool:
    """Whether the receiver takes it as text and nothing else hears of it."""
    if not getattr(receiver, "takes_text", False):
        return False
    if isinstance(event, events.Key):
        return event.is_printable and "+" not in event.key
    return isinstance(event, events.Paste)


async def _passed(node: DOMNode) -> None:
    """Until all that waits in the queues from a widget up to the application has been dealt with."""
    for pump in node.ancestors_with_self:
        passed = asyncio.get_running_loop().create_future()
        if pump.call_later(_note, passed):
            ended = [] if isinstance(pump, App) else [pump.task]
            await asyncio.wait([passed, *ended], return_when=asyncio.FIRST_COMPLETED)


def _note(passed: asyncio.Future[None]) -> None:
    if not passed.done():
        passed.set_result(None)
