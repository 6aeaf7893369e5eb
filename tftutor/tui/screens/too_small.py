"""What is shown in a window too small to draw in; it goes by itself when the window grows."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from tftutor.tui.host import host_of
from tftutor.tui.keys import with_keys

COLUMNS, ROWS = 60, 18


def is_too_small(size: Size) -> bool:
    """Whether parts of the tutor would be cut off."""
    return size.width < COLUMNS or size.height < ROWS


class TooSmallScreen(Screen[None]):
    """One sentence instead of a broken screen; what lies below it stays as it is."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def compose(self) -> ComposeResult:
        said = (
            f"This window is too small for tftutor: it needs {COLUMNS} columns and {ROWS} rows. Make it "
            "larger, or leave with {quit} and start: tftutor --plain"
        )
        yield Static(with_keys(said, host_of(self).keys), markup=False)
