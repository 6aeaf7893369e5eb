"""The course's own words: Markdown with formulas, as one drawing."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown
from rich.padding import Padding
from rich.segment import Segment
from rich.syntax import Syntax
from textual.widgets import Static

from tftutor.presentation.formulas import in_markdown
from tftutor.presentation.text import printable


def warm_up() -> None:
    """Reads in what draws Markdown and Python; from any thread, so that the first step comes sooner."""
    console = Console(width=80)
    console.render_lines(Markdown("# A\n\n```python\nimport tensorflow as tf\n```"))
    console.render_lines(Syntax("print(1)", "python"))


class _Tight:
    """Markdown without the empty rows that Rich leaves around code: on 24 rows they cost the end."""

    def __init__(self, markdown: Markdown) -> None:
        self._markdown = markdown

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        whole = options.update(height=None)  # a height would cut the end before the gaps are closed
        for line in _single_gaps(console.render_lines(self._markdown, whole, pad=False)):
            yield from line
            yield Segment.line()


def _single_gaps(lines: list[list[Segment]]) -> Iterator[list[Segment]]:
    gap = started = False
    for line in lines:
        if not "".join(segment.text for segment in line).strip():
            gap = started
            continue
        if gap:
            yield []
        yield line
        gap, started = False, True


class Prose(Static):
    """Markdown of the course. Links are shown, never opened: a browser would start on the far machine."""

    DEFAULT_CSS = """
    Prose { height: auto; padding: 0 1; }
    """

    def tell(self, text: str) -> None:
        """Shows the text, or nothing where it is empty."""
        self.display = bool(text.strip())
        markdown = Markdown(in_markdown(printable(text)), code_theme=self._theme(), hyperlinks=False)
        self.update(_Tight(markdown))

    def tell_code(self, code: str) -> None:
        """Shows a piece of Python, set off from the text."""
        self.display = bool(code.strip())
        text = printable(code.rstrip())
        drawn = Syntax(text, "python", theme=self._theme(), background_color="default", word_wrap=True)
        self.update(Padding(drawn, (0, 0, 0, 4)))

    def _theme(self) -> str:
        return "ansi_dark" if self.app.current_theme.dark else "ansi_light"
