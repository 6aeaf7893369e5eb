"""The first line of a screen: what it is, and what matters beside."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.widget import Widget

from tftutor.tui.safety import safe_line


class TitleLine(Widget):
    """`tftutor   TensorFlow, from IT 101 to RNN          CPU   MNIST real`; the middle is cut first."""

    DEFAULT_CSS = """
    TitleLine { height: 1; padding: 0 1; text-wrap: nowrap; }
    """

    def __init__(self, name: str = "", middle: str = "", right: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts = (name, middle, right)

    def show(self, name: str, middle: str = "", right: str = "") -> None:
        """Other words."""
        if self._parts != (name, middle, right):
            self._parts = (name, middle, right)
            self.refresh()

    def render(self) -> Text:
        """One line, as wide as there is room."""
        name, middle, right = (safe_line(part) for part in self._parts)
        width = self.content_size.width or 78
        room = width - cell_len(name) - 3 - cell_len(right) - 3
        line = Text(name, style="bold", no_wrap=True, overflow="ellipsis")
        if middle and room > 8:
            line.append("   ")
            shown = Text(middle)
            shown.truncate(room, overflow="ellipsis")
            line.append_text(shown)
        gap = width - cell_len(line.plain) - cell_len(right)
        if gap > 0:
            line.append(" " * gap)
            line.append(right, style="dim")
        return line
