"""The editor: Textual's TextArea, taught Python's habits and a terminal's dangers."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from tftutor.tui.filetext import FileText
from tftutor.tui.keys import bindings
from tftutor.tui.widgets import typing_rules as rules
from tftutor.tui.widgets.code_colours import QUERY, colour_names, colours_for

LANGUAGE = "tutor-python"
MOST_COLOURED_LINES = 2500
LONGEST_COLOURED_LINE = 2000
MARK = "✗"


class Editor(TextArea):
    """Code with line numbers, undo, indents, comments, brackets; no blinking, so that idling sends nothing.

    The text of the document is not quite the file's: see `FileText`. `load` and `code` speak of the file.
    """

    DEFAULT_CSS = """
    Editor, Editor:focus { border: none; padding: 0; }
    Editor { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
    Editor .text-area--gutter { color: $foreground 60%; }
    Editor .editor--mark { color: $text-error; background: $error-muted; text-style: bold; }
    Editor:ansi .editor--mark { color: ansi_red; background: ansi_default; text-style: bold reverse; }
    Editor:ansi .text-area--cursor, Editor:ansi .text-area--selection {
        color: ansi_default; background: ansi_default; text-style: reverse;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"editor--mark"}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("editor")]

    class Left(Message):
        """Escape: the learner wants out."""

    class FindWanted(Message):
        """The learner wants to find something."""

    class AnewWanted(Message):
        """The learner wants the code that the step began with."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            id=id, soft_wrap=False, show_line_numbers=True, tab_behavior="indent", max_checkpoints=500
        )
        self.form = FileText()
        self.cursor_blink = False
        self._marked: int | None = None
        for colours in colour_names():
            self.register_theme(colours)
        self._can_colour = self._learn_python()

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._take_colours)

    @property
    def takes_text(self) -> bool:
        """Whether letters go into the text, see `in_order`."""
        return not self.read_only

    @property
    def code(self) -> str:
        """The text as it belongs in the file."""
        return self.form.written(self.text)

    def load(self, text: str) -> None:
        """Shows a file's text from its start; there is nothing to undo. Raises UsageProblem."""
        self.form, shown = FileText.read(text)
        self.mark(None)
        self._choose_colouring(shown)
        self.load_text(shown)

    def exchange(self, text: str) -> None:
        """Puts another text in place of all; undo brings the former back, the cursor stays where it can."""
        form, shown = FileText.read(text)
        if form.first != self.form.first:  # then undo would bring back other characters
            self.load(text)
            return
        self.form = form
        place, scrolled = self.cursor_location, self.scroll_offset
        self.replace(shown, (0, 0), self.document.end, maintain_selection_offset=False)
        self.move_cursor(place)
        self.scroll_to(*scrolled, animate=False)

    def mark(self, line: int | None) -> None:
        """Marks a line, counted from 1, in the gutter; None takes the mark away."""
        if line != self._marked:
            self._marked = line
            self.refresh()

    def go_to(self, line: int, column: int = 0) -> None:
        """Puts the cursor on a line, counted from 1, and shows it in the middle."""
        self.move_cursor(self.clamp_visitable((max(0, line - 1), column)), center=True)
        self.call_after_refresh(self._show_line_starts)

    def _show_line_starts(self) -> None:
        """Centring shifts the text sideways too; back, where the cursor is in view all the same."""
        if self.cursor_location[1] < self.content_size.width - self.gutter_width - 3:
            self.scroll_to(x=0, animate=False, force=True)

    # What TextArea asks of its subclasses.

    def get_line(self, line_index: int) -> Text:
        """A line with pictures of what must not reach the terminal."""
        return Text(self.form.visible(self.document.get_line(line_index)), end="", no_wrap=True)

    def render_line(self, y: int) -> Strip:
        """A line with its number; the marked one has a cross beside the number."""
        strip = super().render_line(y)
        row = y + self.scroll_offset.y
        if self._marked is None or row != self._marked - 1 or self.gutter_width < 2:
            return strip
        style = self.get_component_rich_style("editor--mark")
        before, after = strip.crop(0, self.gutter_width - 2), strip.crop(self.gutter_width - 1)
        number = Strip([Segment(f"{before.text}{MARK}", style)], self.gutter_width - 1)
        return Strip.join([number, after])

    def get_cursor_left_location(self) -> tuple[int, int]:
        """One character to the left, as people count characters."""
        row, column = self.cursor_location
        if column == 0:
            return super().get_cursor_left_location()
        return row, rules.cluster_before(self.document.get_line(row), column)

    def get_cursor_right_location(self) -> tuple[int, int]:
        """One character to the right, as people count characters."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        if column >= len(line):
            return super().get_cursor_right_location()
        return row, rules.cluster_after(line, column)

    # Keys.

    async def on_key(self, event: events.Key) -> None:
        """Enter, Tab, Shift+Tab and Escape as Python's writers know them."""
        if event.key.startswith(("alt+", "ctrl+")):
            event.prevent_default()  # Textual gives alt+e its letter, and TextArea would type it
        elif event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
        elif not self.read_only and event.key in ("enter", "tab", "shift+tab"):
            event.stop()
            event.prevent_default()
            {"enter": self._new_line, "tab": self._deeper, "shift+tab": self._shallower}[event.key]()

    async def on_paste(self, event: events.Paste) -> None:
        """Pasted text comes in without what could steer the terminal."""
        event.stop()
        event.prevent_default()
        if self.read_only:
            return
        self.replace(self.form.typed(event.text), *self.selection, maintain_selection_offset=False)
        self._choose_colouring(self.text)

    def action_paste(self) -> None:
        """Ctrl+V: what was copied here. The terminal's own paste comes as a paste event."""
        if not self.read_only:
            self.replace(
                self.form.typed(self.app.clipboard), *self.selection, maintain_selection_offset=False
            )

    def action_copy(self) -> None:
        """Copies what is selected, as it is in the file."""
        if self.selection.is_empty:
            super().action_copy()  # says that there is nothing to do, so that the key can mean something else
        self.app.copy_to_clipboard(self.form.written(self.selected_text))

    def action_delete_left(self) -> None:
        """Backspace: a whole level of indent when only blanks stand before the cursor."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        width = rules.backspace_width(before)
        if self.read_only or not self.selection.is_empty or width == 1:
            super().action_delete_left()
        else:
            self.delete((row, column - width), (row, column), maintain_selection_offset=False)

    def action_comment(self) -> None:
        """Puts a `#` before the selected lines, or takes it away."""
        self._rewrite(rules.comment_toggled)

    def action_find(self) -> None:
        """The pane opens its find bar."""
        self.post_message(self.FindWanted())

    def action_begin_anew(self) -> None:
        """The pane knows what the step began with."""
        self.post_message(self.AnewWanted())

    # How.

    def _new_line(self) -> None:
        start, end = sorted(self.selection)
        before = self.document.get_line(start[0])[: start[1]]
        after = self.document.get_line(end[0])[end[1] :]
        indent = rules.indent_after(before, after)
        self.replace("\n" + indent, start, end, maintain_selection_offset=False)

    def _deeper(self) -> None:
        start, end = self.selection
        if start[0] != end[0]:
            self._rewrite(rules.indented)
            return
        _, column = min(start, end)
        width = rules.INDENT - column % rules.INDENT
        self.replace(" " * width, start, end, maintain_selection_offset=False)

    def _shallower(self) -> None:
        self._rewrite(rules.dedented)

    def _rewrite(self, change: rules.Change) -> None:
        """Changes the selected lines as a whole; the selection stays on the same characters."""
        if self.read_only:
            return
        (top, _), (bottom, bottom_column) = sorted(self.selection)
        if bottom > top and bottom_column == 0:
            bottom -= 1
        old = [self.document.get_line(row) for row in range(top, bottom + 1)]
        new = change(old)
        if new == old:
            return
        start, end = self.selection
        self.replace("\n".join(new), (top, 0), (bottom, len(old[-1])), maintain_selection_offset=False)
        self.selection = Selection(*(self._moved(place, top, old, new) for place in (start, end)))

    @staticmethod
    def _moved(place: tuple[int, int], top: int, old: list[str], new: list[str]) -> tuple[int, int]:
        row, column = place
        if not top <= row < top + len(old):
            return place
        longer = len(new[row - top]) - len(old[row - top])
        return row, max(0, column + longer) if column or longer < 0 else 0

    def _learn_python(self) -> bool:
        """Whether tree-sitter is there and gives the code its colours."""
        try:
            import tree_sitter
            import tree_sitter_python

            language = tree_sitter.Language(tree_sitter_python.language())
        except (ImportError, ValueError):
            return False
        self.register_language(LANGUAGE, language, QUERY)
        return True

    def _choose_colouring(self, shown: str) -> None:
        """Very long files are shown in one colour, so that every key stays quick."""
        lines = shown.split("\n")
        small = len(lines) <= MOST_COLOURED_LINES and max(map(len, lines)) <= LONGEST_COLOURED_LINE
        language = LANGUAGE if small and self._can_colour else None
        if language != self.language:
            selection = self.selection
            self.language = language
            self.selection = selection

    def _take_colours(self) -> None:
        self.theme = colours_for(self.app.current_theme)
