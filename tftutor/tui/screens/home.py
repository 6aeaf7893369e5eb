"""The home screen: where you are, what there is, and one key to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from tftutor.application.overview import OverviewProgress
from tftutor.presentation.search import search
from tftutor.problems import Problem
from tftutor.tui.host import Host, host_of
from tftutor.tui.keys import bindings
from tftutor.tui.screens.home_rows import (
    CONTINUE,
    LESSON,
    PAGE,
    SESSION,
    STEP,
    WORD,
    Notice,
    found_rows,
    home_rows,
    searchable,
)
from tftutor.tui.screens.home_state import away, cached_progress, going_on, read_progress
from tftutor.tui.widgets.key_bar import Hint, KeyBar, hint_of
from tftutor.tui.widgets.row_list import RowList, row
from tftutor.tui.widgets.title_line import TitleLine
from tftutor.tui.widgets.words_input import WordsInput

if TYPE_CHECKING:
    from tftutor.application.overview import Overview
    from tftutor.presentation.machine_line import MachineLine

_LOOK_EVERY = 2.0
_HINTS = ("open", "search", "doctor", "glossary", "progress", "leave", "help")
_MOVE = Hint("up/down", "move")
_HINTS_WHILE_TYPING = ("open", "leave-search", "help")


class HomeScreen(Screen[None]):
    """Paints from what is kept of the course; the course itself is read meanwhile."""

    HELP = (
        "Everything may be opened, in any order. Enter on the first line goes on where you were. Enter on a "
        "session shows its lessons, on a lesson its steps, on a step the step itself. The times are the "
        "author's estimates for what you have not done yet. A run that went on when you left is told of here."
    )
    DEFAULT_CSS = """
    HomeScreen {
        layout: vertical;
        #body { height: 1fr; border-top: solid $panel; border-bottom: solid $panel; }
        #search { height: 1; border: none; padding: 0 1; background: $surface; display: none; }
        #search.-shown { display: block; }
        &:ansi #body { border-top: solid ansi_bright_black; border-bottom: solid ansi_bright_black; }
    }
    """
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar = [*bindings("home")]

    def __init__(self) -> None:
        super().__init__()
        self._marks: OverviewProgress | None = None
        self._machine: MachineLine | None = None
        self._unfolded: set[str] = set()
        self._told: list[Notice] | None = None
        self._going: list[Notice] = []
        self._ends: Timer | None = None
        self._query = ""

    @property
    def host(self) -> Host:
        """The application."""
        return host_of(self)

    @property
    def overview(self) -> Overview | None:
        """The course at a glance, once it is known."""
        return self._marks.overview if self._marks else None

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    def compose(self) -> ComposeResult:
        yield TitleLine()
        with Vertical(id="body"):
            yield RowList()
        yield KeyBar()

    # --- what is known, and when ---------------------------------------------------------------

    def on_mount(self) -> None:
        host = self.host
        try:
            self._marks = cached_progress()
        except Problem:
            self._marks = None  # reading the course raises it too, and says it
        self.on_descendant_focus()
        host.when_ready(self._course_is_read)
        if not (host.screen_state.welcomed or host.begins_at_a_step):
            self.app.call_later(host.show_welcome)

    def on_descendant_focus(self) -> None:
        """The keys on the last line; letters that are typed into the line are none."""
        typing = isinstance(self.focused, Input)
        ids = _HINTS_WHILE_TYPING if typing else _HINTS
        hints = [hint_of(id, self.host.keys, typing=typing) for id in ids]
        self.query_one(KeyBar).show((), [hints[0], _MOVE, *hints[1:]] if typing else hints)

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def on_screen_resume(self) -> None:
        """Back from a step: more may be done."""
        if self.host.is_ready:
            self._look_again()
            self._look_after_them()

    def _course_is_read(self) -> None:
        self._look_again()

    @work(thread=True, exclusive=True, group="home", exit_on_error=False)
    def _look_again(self) -> None:
        """What progress says now. Reading it takes a few ms, on a busy disk more."""
        host = self.host
        try:
            marks = read_progress(host.desk, self._marks.overview if self._marks else None)
        except Problem as problem:
            host.call_from_thread(host.tell, str(problem), serious=True)
            return
        host.call_from_thread(self._take, marks)
        if self._machine is None:
            from tftutor.presentation.machine_line import machine_line

            host.call_from_thread(self._take_machine, machine_line(marks.overview.data))

    def _take(self, marks: OverviewProgress) -> None:
        self._marks = marks
        self._draw()

    def _take_machine(self, machine: MachineLine) -> None:
        self._machine = machine
        self._draw()

    # --- drawing -------------------------------------------------------------------------------

    def _draw(self) -> None:
        width = self.size.width
        marks = self._marks
        title = self.query_one(TitleLine)
        if marks is None:
            title.show("tftutor", "", "reading the course")
            self.rows.show([row(("   Reading the course. The first time this takes a moment.", "dim"))])
            return
        right = self._machine.words(width // 2) if self._machine else ""
        title.show("tftutor", marks.overview.title, right)
        if self._query:
            found = search(self._query, searchable(marks.overview))
            self.rows.show(found_rows(marks.overview, found, width))
            return
        if self._told is None:
            self._told = away(self.host.screen_state, marks.overview)
            self._going = going_on(self.host.screen_state, marks.overview)
            self._await_ends()
            self.host.save_screen_state()
        gpu = self._machine is None or self._machine.gpu
        notices = [*self._going, *self._told]
        self.rows.show(home_rows(marks, width - 1, self._unfolded, notices, gpu=gpu))

    # --- runs that another tutor has going -------------------------------------------------------

    def _await_ends(self) -> None:
        """Looks after them now and then, as long as there are any."""
        if self._going and self._ends is None:
            self._ends = self.set_interval(_LOOK_EVERY, self._look_after_them)
        elif not self._going and self._ends is not None:
            self._ends.stop()
            self._ends = None

    @work(thread=True, exclusive=True, group="ends", exit_on_error=False)
    def _look_after_them(self) -> None:
        self.host.screen_state.look_again()
        self.host.call_from_thread(self._take_ends)

    def _take_ends(self) -> None:
        if self._marks is None:
            return
        screen_state, overview = self.host.screen_state, self._marks.overview
        going = going_on(screen_state, overview)
        if going != self._going:
            told = self._told or []
            self._told = [*(one for one in away(screen_state, overview) if one not in told), *told]
            self._going = going
            self._draw()
            self.host.save_screen_state()
        self._await_ends()

    # --- what the keys do ------------------------------------------------------------------------

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.open_key(event.key)

    def open_key(self, key: str) -> None:
        """Opens what a line stands for."""
        kind, _, id = key.partition(":")
        if f"{kind}:" in (STEP, CONTINUE):
            self._open_step(id)
        elif f"{kind}:" == WORD:
            self.host.show_glossary(id)
        elif f"{kind}:" == PAGE:
            self.host.show_page(id)
        elif self._query and f"{kind}:" in (LESSON, SESSION):
            self._end_search()
            self.show_insides(key)
        else:
            self._unfolded.symmetric_difference_update({key})
            self._draw()

    def _open_step(self, id: str) -> None:
        host = self.host
        if not host.is_ready:
            self.query_one(TitleLine).show("tftutor", "", "reading the course, one moment")
        host.open_step(id)

    def show_insides(self, key: str) -> None:
        """The lessons of a session, the steps of a lesson, the cursor on it."""
        self._unfolded |= {key, _holder(key) or key}
        self._draw()
        self.rows.show(self.rows.rows, cursor=key)

    def action_choose(self) -> None:
        """What the cursor is on."""
        self.rows.action_choose()

    def action_unfold(self) -> None:
        """The insides of a session or a lesson."""
        key = self.rows.key
        if key.startswith((SESSION, LESSON)) and key not in self._unfolded:
            self._unfolded.add(key)
            self._draw()

    def action_fold(self) -> None:
        """The insides away again; from within, the cursor goes to what holds them."""
        key = self.rows.key
        holder = _holder(key) if key not in self._unfolded else key
        if holder:
            self._unfolded.discard(holder)
            self._draw()
            self.rows.show(self.rows.rows, cursor=holder)

    async def action_search(self) -> None:
        """A line to type in; the list shows what fits."""
        if not self.query("#search"):
            words = WordsInput(placeholder="a step, a lesson or a word", compact=True, id="search")
            await self.query_one("#body").mount(words, before=self.rows)
        shown = self.query_one("#search", WordsInput)
        shown.add_class("-shown")
        shown.focus()

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        self._query = event.value.strip()
        self._draw()
        if self._query:
            first = next((one.key for one in self.rows.rows if one.key), "")
            self.rows.show(self.rows.rows, cursor=first)

    @on(Input.Submitted, "#search")
    def _take_first(self) -> None:
        if self.rows.key:
            self.rows.focus()  # back from there, letters are keys again, and / begins with other words
            self.open_key(self.rows.key)

    def on_key(self, event: events.Key) -> None:
        """Up and down move in the list while words are typed."""
        if event.key in ("down", "up") and isinstance(self.focused, Input):
            self.rows.action_move(1 if event.key == "down" else -1)
            event.stop()

    def action_leave_search(self) -> None:
        """Escape: the course again."""
        self._end_search()

    def _end_search(self) -> None:
        for line in self.query("#search").results(Input):
            line.remove_class("-shown")
            line.value = ""
        self._query = ""
        self._draw()
        self.rows.focus()


def _holder(key: str) -> str:
    """The key of what holds a step or a lesson; "" for a session."""
    kind, _, id = key.partition(":")
    if f"{kind}:" == STEP:
        return f"{LESSON}{id.rpartition('/')[0]}"
    return f"{SESSION}{id.partition('/')[0]}" if f"{kind}:" == LESSON else ""
