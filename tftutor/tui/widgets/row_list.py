"""A list of lines with a cursor. It draws only what is seen, in one widget, however long it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tftutor.tui.keys import bindings
from tftutor.tui.safety import safe

Part = tuple[str, str]  # a text and its role: one of ROLES, or "" for plain
_ONE_LINE = {ord("\n"): " ", ord("\t"): " "}
ROLES = ("strong", "dim", "done", "mark", "warning", "error")


@dataclass(frozen=True)
class ListRow:
    """A line. ``key``: what is chosen with it; "" for one that the cursor passes over.

    The first two columns belong to the cursor, so a line begins with its third.
    """

    parts: tuple[Part, ...] = ()
    key: str = ""

    @property
    def text(self) -> str:
        """The line without its roles."""
        return "".join(text for text, _ in self.parts)


def row(*parts: str | Part, key: str = "") -> ListRow:
    """A line of parts, made safe to be shown."""
    both = ((part, "") if isinstance(part, str) else part for part in parts)
    return ListRow(tuple((_safe(text), role) for text, role in both), key)


def _safe(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return safe(text).translate(_ONE_LINE)


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows rows; tells what the cursor is on (`Moved`) and what is chosen (`Chosen`)."""

    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        background: $background;
        color: $foreground;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 0;
        & > .row-list--strong { text-style: bold; }
        & > .row-list--dim { color: $foreground 65%; }
        & > .row-list--done { color: $success; }
        & > .row-list--mark { color: $primary; text-style: bold; }
        & > .row-list--warning { color: $warning; }
        & > .row-list--error { color: $error; text-style: bold; }
        & > .row-list--cursor { background: $panel; color: $foreground; text-style: bold; }
        &:focus > .row-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        &:ansi > .row-list--dim { color: $foreground; text-style: dim; }
        &:ansi > .row-list--cursor { background: ansi_default; text-style: bold reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"row-list--{name}" for name in (*ROLES, "cursor")}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rows")]

    class _OfRow(Message):
        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    class Chosen(_OfRow):
        """Enter, or a click."""

    class Moved(_OfRow):
        """The cursor went to another row."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[ListRow, ...] = ()
        self._cursor = -1

    @property
    def key(self) -> str:
        """What the cursor is on; "" for nothing."""
        return self._rows[self._cursor].key if 0 <= self._cursor < len(self._rows) else ""

    @property
    def rows(self) -> Sequence[ListRow]:
        """What is shown."""
        return self._rows

    def show(self, rows: Iterable[ListRow], *, cursor: str | None = None) -> None:
        """Other rows. The cursor goes to the key ``cursor``, else stays on its key, else on its line."""
        before, old = self.key, self._cursor
        self._rows = tuple(rows)
        wanted = before if cursor is None else cursor
        places = [number for number, one in enumerate(self._rows) if one.key]
        exact = [number for number in places if wanted and self._rows[number].key == wanted]
        near = [number for number in places if number >= max(0, old)]
        self._cursor = (exact or near or places[-1:] or [-1])[0]
        self.virtual_size = Size(0, len(self._rows))
        self.refresh()
        self.call_after_refresh(self._keep_in_sight)
        if self.key != before:
            self.post_message(self.Moved(self, self.key))

    def action_move(self, by: int) -> None:
        """To the next row that can be chosen, ``by`` of them up or down."""
        places = [number for number, one in enumerate(self._rows) if one.key]
        if not places:
            self.scroll_relative(y=max(-1, min(1, by)), animate=False)
            return
        at = places.index(self._cursor) if self._cursor in places else 0
        self._go_to(places[max(0, min(len(places) - 1, at + by))])
        if places[0] == self._cursor:
            self.scroll_to(y=0, animate=False)

    def action_page(self, by: int) -> None:
        """A screenful up or down."""
        rows = max(1, self.scrollable_content_region.height - 1)
        if self._cursor < 0:
            self.scroll_relative(y=by * rows, animate=False)
            return
        goal = self._cursor + by * rows
        places = [number for number, one in enumerate(self._rows) if one.key]
        self._go_to(min(places, key=lambda number: abs(number - goal)))

    def action_choose(self) -> None:
        """Chooses what the cursor is on."""
        if self.key:
            self.post_message(self.Chosen(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor there and chooses."""
        number = event.y + round(self.scroll_offset.y)
        if 0 <= number < len(self._rows) and self._rows[number].key:
            self._go_to(number)
            self.action_choose()

    def _go_to(self, number: int) -> None:
        if number != self._cursor:
            self._cursor = number
            self.refresh()
            self._keep_in_sight()
            self.post_message(self.Moved(self, self.key))

    def _keep_in_sight(self) -> None:
        """The cursor's row, and what goes on below it as far as there is room."""
        if self._cursor >= 0:
            more = takewhile(lambda one: not one.key and one.text.strip(), self._rows[self._cursor + 1 :])
            rows = min(1 + len(list(more)), max(1, self.scrollable_content_region.height))
            self.scroll_to_region(Region(0, self._cursor, 1, rows), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        number = y + round(self.scroll_offset.y)
        plain = self.rich_style
        if not 0 <= number < len(self._rows):
            return Strip.blank(width, plain)
        one = self._rows[number]
        if number == self._cursor:
            style = self.get_component_rich_style("row-list--cursor")
            text = one.text
            segments = [Segment(f" ▶{text[2:] if text[:2] == '  ' else text}", style)]
            return Strip(segments).adjust_cell_length(width, style)
        return Strip(
            [Segment(text, self._style(role, plain)) for text, role in one.parts]
        ).adjust_cell_length(width, plain)

    def _style(self, role: str, plain: Style) -> Style:
        return self.get_component_rich_style(f"row-list--{role}") if role else plain
