"""A line to type words in."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class WordsInput(Input):
    """An Input that does not type the letter of alt+letter: Textual gives such a key its plain letter."""

    takes_text = True  # see `in_order`

    async def on_key(self, event: events.Key) -> None:
        """Leaves what comes with Alt to the bindings of the screen."""
        if event.key.startswith("alt+"):
            event.prevent_default()
