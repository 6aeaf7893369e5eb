"""What a program prints, as it comes: scrolls at once however much there is, and follows the end."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from tftutor.application.runs.job import Job
from tftutor.application.runs.output_buffer import LONGEST_LINE, OutputBuffer, pieces, without_colours
from tftutor.presentation.text import tidy
from tftutor.tui.host import host_of
from tftutor.tui.keys import bindings, with_keys
from tftutor.tui.widgets.sgr import style_of

_SIDEWAYS = 8
# Terminals differ in the width of a sequence made with these; without them each part has a width of its own.
_JOINERS = {0x200D: None, 0xFE0E: None, 0xFE0F: None}


class OutputView(ScrollView, can_focus=True):
    """One job's output, or with ``log`` TensorFlow's own log lines.

    It follows the end until the learner scrolls up; End follows again. Only rows that changed are drawn.
    ``empty``: what it says while there is nothing to show; ids of actions in braces become keys.
    """

    DEFAULT_CSS = """
    OutputView {
        height: 1fr;
        scrollbar-size: 1 1;
        background: $surface;
        color: $foreground;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("output")]

    following = var(True)

    class Written(Message):
        """The learner asked where the output is: ``sentence`` names the file, or says why there is none."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(
        self,
        *,
        log: bool = False,
        empty: str = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._log = log
        self._empty = empty
        self._job: Job | None = None
        self._buffer = OutputBuffer()
        self._first = 0
        self._end = 0
        self._live = ""
        self._widest = 0

    def show(self, job: Job | None) -> None:
        """Attaches to a job, from its beginning to whatever is still to come."""
        if job is not None and job is self._job:
            self.refresh_lines()
            return
        self._job = job
        self._buffer = OutputBuffer() if job is None else job.log if self._log else job.lines
        self._first, self._end, self._live, self._widest = 0, 0, "", 0
        self.following = True
        self.scroll_to(0, 0, animate=False, force=True)
        self._take_in()
        self.refresh()

    def refresh_lines(self, y_start: int | None = None, line_count: int = 1) -> None:
        """Takes in what came since the last time. (With numbers: as `ScrollView` has it.)"""
        if y_start is not None:
            super().refresh_lines(y_start, line_count)
        else:
            self._take_in()

    # --- what is shown: a row that says what was skipped, the kept lines, the growing one -------

    @property
    def _head(self) -> int:
        """Rows before the first kept line."""
        return 1 if self._first else 0

    @property
    def _rows(self) -> int:
        return self._head + self._end - self._first + (1 if self._live else 0)

    def _take_in(self) -> None:
        first, end, live = self._buffer.first, self._buffer.end, self._buffer.live
        if (first, end, live) == (self._first, self._end, self._live):
            return
        rows_before, at = self._rows, self._head + self._end - self._first
        gone = first - self._first - (1 if first and not self._first else 0)
        self._first, self._end, self._live = first, end, live
        # Never narrower again: a new size means a new layout, which a bar that breathes must not cause.
        self._widest = max(self._widest, self._buffer.widest, cell_len(without_colours(live)))
        size = Size(min(self._widest, LONGEST_LINE * 2), self._rows)
        if size != self.virtual_size:
            self._grow(size)
        if self.following:
            self._to_end()
        elif gone > 0:  # what the learner reads stays where it is
            self.scroll_to(y=max(0, self.scroll_offset.y - gone), animate=False, force=True)
        if gone > 0:
            self.refresh()
        else:
            self._redraw(at, max(rows_before, self._rows))

    def _grow(self, size: Size) -> None:
        """Only a scrollbar that comes or goes needs the screen laid out anew. Rows below those in sight do
        not, and a new layout five times a second keeps a key waiting on a large screen."""
        room = self.scrollable_content_region
        bars = (size.height > room.height, size.width > room.width)
        if bars == (self.show_vertical_scrollbar, self.show_horizontal_scrollbar) == (True, bars[1]):
            self.set_reactive(Widget.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = size.height
            if bars[1]:
                self.horizontal_scrollbar.window_virtual_size = size.width
        else:
            self.virtual_size = size

    def _redraw(self, start: int, end: int) -> None:
        """The rows from ``start`` up to ``end``, as far as they are in sight."""
        top = max(0, start - self.scroll_offset.y)
        bottom = min(self.size.height, end - self.scroll_offset.y)
        if top < bottom:
            self.refresh(Region(0, top, self.size.width, bottom - top))

    def _to_end(self) -> None:
        if self.scroll_offset.y != self.max_scroll_y:
            # By force: before the next layout there may be no scrollbar yet.
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The learner leaves the end, or comes back to it."""
        super().watch_scroll_y(old_value, new_value)
        self.following = round(new_value) >= self.max_scroll_y

    def on_resize(self, event: events.Resize) -> None:
        """The end stays in sight."""
        if self.following:
            self.call_after_refresh(self._to_end)

    # --- drawing ----------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One row, cut to what is in sight."""
        left, top = self.scroll_offset
        width, base = self.scrollable_content_region.width, self.rich_style
        row = y + top
        text, style = self._row(row, base)
        if text == "":
            return Strip.blank(width, base)
        selection = self.text_selection
        if text.isascii() and "\x1b" not in text and selection is None:
            shown = text[left : left + width].ljust(width)
            return Strip([Segment(shown, style)], width).apply_offsets(left, row)
        parts = [Segment(part.translate(_JOINERS), style + style_of(codes)) for part, codes in pieces(text)]
        strip = Strip(parts)
        span = selection.get_span(row) if selection is not None else None
        if span is not None:
            strip = self._with_selection(strip, *span)
        return strip.crop_extend(left, left + width, base).apply_offsets(left, row)

    def _nothing(self) -> str:
        """What stands where no line is."""
        if self._job is None:
            return with_keys(self._empty, host_of(self).keys)
        if not self._job.is_over:
            return ""
        return "TensorFlow had nothing to say." if self._log else "The program printed nothing."

    def _row(self, row: int, base: Style) -> tuple[str, Style]:
        if not self._rows:
            return (self._nothing(), base + Style(dim=True)) if row == 0 else ("", base)
        if self._first and row == 0:
            return self._skipped_words(), base + Style(dim=True)
        number = row - self._head + self._first
        if number == self._end:
            return self._live, base
        return self._buffer.line(number), base

    def _skipped_words(self) -> str:
        file = self._buffer.file
        return f"{self._first:,} lines skipped" + (f"; all of it is in {tidy(file)}" if file else "")

    def _with_selection(self, strip: Strip, start: int, end: int) -> Strip:
        cells, marked = strip.cell_length, self.screen.get_component_rich_style("screen--selection")
        before, chosen, after = (
            strip.crop(0, start),
            strip.crop(start, cells if end < 0 else end),
            strip.crop(cells if end < 0 else end, cells),
        )
        return Strip.join([before, chosen.apply_style(marked), after])

    # --- for the learner ----------------------------------------------------------------------------

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that was marked with the mouse."""
        rows = [self._skipped_words()] if self._first else []
        return selection.extract("\n".join([*rows, *self._buffer])), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draws it."""
        self.refresh()

    def action_sideways(self, direction: int) -> None:
        """Moves by a few columns."""
        self.scroll_to(x=self.scroll_offset.x + direction * _SIDEWAYS, animate=False)

    def action_scroll_end(self) -> None:
        """To the end, and along with it from now on."""
        self.following = True
        self._to_end()

    def action_scroll_home(self) -> None:
        """To the first line that is kept."""
        self.scroll_to(0, 0, animate=False)

    def action_write(self) -> None:
        """Says where all of the output is, as a file."""
        self.post_message(self.Written(self._whereabouts()))

    def _whereabouts(self) -> str:
        if self._job is None or not self._rows:
            return "There is no output yet."
        if self._buffer.trouble:
            return self._buffer.trouble
        self._buffer.flush()
        file = self._buffer.file
        return f"All of the output is in {tidy(file)}" if file else "This output is kept in no file."
