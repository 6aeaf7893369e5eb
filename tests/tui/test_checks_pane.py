"""What stands where a verdict will stand."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest
from fake_runs import step
from goldens import screen_text
from textual.app import App, ComposeResult

from tftutor.tui.widgets.checks_pane import ChecksPane


class Pane(App[None]):
    """The pane alone."""

    keys: ClassVar[dict[str, str]] = {}  # as `Host` has them

    def compose(self) -> ComposeResult:
        yield ChecksPane()


@pytest.mark.parametrize(
    ("attempts", "checking", "said", "keys"),
    [
        (0, False, "Not checked yet.", "Ctrl+J  checks   h  hint 1 of 3"),
        (2, False, "It was checked before. Ctrl+J checks it as it stands now.",
         "Ctrl+J  checks   h  hint 1 of 3"),
        (2, True, "It is being checked. What comes of it will stand here.", "h  hint 1 of 3"),
    ],
)  # fmt: skip
def test_without_a_verdict_it_says_why(attempts: int, checking: bool, said: str, keys: str) -> None:
    async def go() -> list[str]:
        app = Pane()
        async with app.run_test(size=(80, 10)) as pilot:
            pane = app.query_one(ChecksPane)
            pane.show(step("mean-of-squares"), None, attempts=attempts, hints=0, checking=checking)
            await pilot.pause()
            return [line.strip() for line in screen_text(app).splitlines() if line.strip()]

    assert asyncio.run(go()) == [said, keys]
