"""The course's own words: Markdown with formulas, as one drawing."""

from __future__ import annotations

from rich.markdown import Markdown
from rich.padding import Padding
from rich.syntax import Syntax
from textual.widgets import Static

from tftutor.presentation.formulas import in_markdown
from tftutor.presentation.text import printable


class Prose(Static):
    """Markdown of the course. Links are shown, never opened: a browser would start on the far machine."""

    DEFAULT_CSS = """
    Prose { height: auto; padding: 0 1; }
    """

    def tell(self, text: str) -> None:
        """Shows the text, or nothing where it is empty."""
        self.display = bool(text.strip())
        self.update(Markdown(in_markdown(printable(text)), code_theme=self._theme(), hyperlinks=False))

    def tell_code(self, code: str) -> None:
        """Shows a piece of Python, set off from the text."""
        self.display = bool(code.strip())
        text = printable(code.rstrip())
        drawn = Syntax(text, "python", theme=self._theme(), background_color="default", word_wrap=True)
        self.update(Padding(drawn, (0, 0, 0, 4)))

    def _theme(self) -> str:
        return "ansi_dark" if self.app.current_theme.dark else "ansi_light"
