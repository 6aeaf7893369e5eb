"""The one place which decides what the reader's screen can take: colour, live lines, width, characters.

Rich is imported only for a terminal. A pipe, a file, `TERM=dumb` and `NO_COLOR` get plain text.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TextIO, Union

from tftutor.presentation.text import printable

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_WIDTH = 80
WIDEST = 100  # longer lines of prose are hard to read

Part = Union[str, "tuple[str, str]"]  # a text, or (text, style in Rich's words)

_ASCII = {
    "✓": "+", "✗": "x", "○": "o", "●": "*", "◐": "~", "·": "-", "›": ">", "█": "#", "░": ".", "▶": ">",
    "─": "-", "→": "->", "←": "<-", "…": "...", "×": "x",
}  # fmt: skip
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Display:
    """A stream and what it can take.

    live     lines can be drawn over: progress bars, what is running now
    styled   colours and bold
    width    columns
    unicode  characters beyond ASCII arrive as they are
    """

    stream: TextIO
    live: bool
    styled: bool
    width: int
    unicode: bool

    def line(self, *parts: Part) -> None:
        """One line, never with an escape sequence that is not ours."""
        if not self.styled:
            print(self._fitting("".join(p if isinstance(p, str) else p[0] for p in parts)), file=self.stream)
            return
        from rich.text import Text

        text = Text()
        for part in parts:
            content, style = (part, "") if isinstance(part, str) else part
            text.append(self._fitting(content), style=style)
        self.console.print(text, soft_wrap=True)

    def wrapped(
        self, text: str, *, indent: str = "", first: str | None = None, style: str = "", words: bool = False
    ) -> None:
        """Text wrapped at the width; its own line ends stay. ``first`` is the first line's indent.

        ``words``: a word is never broken, so that a long path can be copied.
        """
        start = indent if first is None else first
        for piece in printable(text).splitlines() or [""]:
            lines = textwrap.wrap(
                piece,
                self.width - 1,
                initial_indent=start,
                subsequent_indent=indent,
                break_on_hyphens=False,
                break_long_words=not words,
            )
            for one in lines or [""]:
                self.line((one, style))
            start = indent

    def markdown(self, text: str) -> None:
        """Prose of the course, formulas included."""
        from tftutor.presentation.formulas import in_ascii, in_markdown

        text = printable(text)
        readable = in_markdown(text) if self.unicode else in_ascii(in_markdown(text, width=0))
        if not self.styled:
            from tftutor.presentation.prose import plain

            for one in plain(readable, self.width - 1):
                self.line(one)
            return
        from rich.markdown import Markdown

        # Rich leaves empty rows around code blocks; on a screen of 24 rows they cost the title.
        with self.console.capture() as capture:
            self.console.print(Markdown(readable, code_theme="ansi_dark"))
        for row in _single_gaps(capture.get().splitlines()):
            self.stream.write(f"{row}\n")

    def code(self, text: str) -> None:
        """A piece of Python, set off from the text, otherwise as it stands."""
        if not self.styled:
            for one in text.rstrip().splitlines():
                self.line(f"    {one}".rstrip())
            return
        from rich.padding import Padding
        from rich.syntax import Syntax

        syntax = Syntax(printable(text.rstrip()), "python", theme="ansi_dark", background_color="default")
        self.console.print(Padding(syntax, (0, 0, 0, 4)), soft_wrap=True)

    @cached_property
    def console(self) -> Console:
        """A Rich console on this stream. Only for a display that is live or styled."""
        from rich.console import Console
        from rich.theme import Theme

        return Console(
            theme=Theme(
                {"markdown.code": "bold cyan"}
            ),  # Rich's own is on black, also where the screen is white
            file=self.stream,
            width=self.width,
            highlight=False,
            markup=False,
            emoji=False,
            no_color=not self.styled,
            legacy_windows=False,
        )

    def _fitting(self, text: str) -> str:
        text = printable(text)
        return text if self.unicode else "".join(_ASCII.get(c, c) for c in text)


def _single_gaps(rows: Iterable[str]) -> Iterator[str]:
    """The rows without empty ones at the start, the end, or after another empty one."""
    gap = False
    started = False
    for row in rows:
        if not _STYLE.sub("", row).strip():
            gap = started
            continue
        if gap:
            yield ""
        yield row
        gap, started = False, True


def output() -> Display:
    """The display of what a command has to say."""
    return display_of(sys.stdout, os.environ)


def errors() -> Display:
    """The display of problems and of remarks beside the output."""
    return display_of(sys.stderr, os.environ)


def display_of(stream: TextIO, environ: Mapping[str, str]) -> Display:
    """What ``stream`` can take under these environment variables."""
    live = stream.isatty() and environ.get("TERM", "dumb") not in ("dumb", "")
    width = min(WIDEST, _columns(stream)) if stream.isatty() else PLAIN_WIDTH
    return Display(
        stream=stream,
        live=live,
        styled=live and not environ.get("NO_COLOR"),
        width=width,
        unicode=(stream.encoding or "ascii").lower().replace("-", "") == "utf8",
    )


def _columns(stream: TextIO) -> int:
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        columns = 0
    return columns or shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
