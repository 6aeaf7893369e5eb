"""The board: what the last run wrote for TensorBoard, drawn, while it runs and once it has ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.color import Color
from rich.console import Console, ConsoleOptions, RenderResult
from rich.style import Style
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from tftutor.application.runs.job import Job
from tftutor.board import Follower
from tftutor.presentation.board import BoardView, Line, Piece, page, view_of
from tftutor.presentation.failures import as_problem
from tftutor.presentation.terminals import letters_only, over_ssh
from tftutor.tui.host import host_of
from tftutor.tui.keys import with_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

EMPTY = (
    "Nothing has been logged yet. What your program writes for TensorBoard is drawn here: "
    "curves (tf.summary.scalar), pictures (tf.summary.image), a graph (tf.summary.graph). {run} runs it."
)
NOTHING = (
    "The last run logged nothing for TensorBoard. tf.summary.scalar and its sisters write "
    "inside `with writer.as_default():`; outside, nothing is written."
)
WAITING = "Nothing has been logged so far. A writer gathers some points before it writes them down."
READING = "Reading what was logged ..."
_PATIENCE, _GLANCE = 3.0, 0.5  # seconds of reading: after a run, during one
_CUT_SHORT = f"Only what could be read in {_PATIENCE:g} seconds is shown."
_STYLES = {
    "strong": "bold", "dim": "dim",
    "first": "cyan", "second": "yellow", "third": "magenta", "fourth": "green",
}  # fmt: skip


class BoardPane(VerticalScroll, can_focus=True):
    """Reads event files in a thread, and only while the learner looks: a few times a second at most."""

    DEFAULT_CSS = """
    BoardPane { scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    BoardPane > Static { height: auto; width: 1fr; padding: 0 1; }
    """

    HELP = "What your last run wrote for TensorBoard: curves, pictures, the operations of a graph."

    class Read(Message):
        """Something was read. ``view`` is None where nothing is new, or ``sentence`` says what is amiss."""

        def __init__(self, job: Job, view: BoardView | None, sentence: str = "", *, final: bool) -> None:
            super().__init__()
            self.job, self.view, self.sentence, self.final = job, view, sentence, final

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._job: Job | None = None
        self._follower = Follower()
        self._is_read = False
        self._is_drawn = False
        self._reading = False
        self._seen = False
        self._timer: Timer | None = None
        self._ascii = letters_only()
        self._every = 1.0 if over_ssh() else 0.5

    def compose(self) -> ComposeResult:
        yield Static(with_keys(EMPTY, host_of(self).keys), id="drawn", markup=False)

    def show(self, job: Job | None) -> None:
        """The board of a job, from now on; also when the same job has ended meanwhile."""
        if job is not self._job:
            self._follower, self._is_drawn = Follower(), False
            if self.is_mounted:
                self._say(EMPTY if job is None else WAITING)
                self.scroll_home(animate=False)
        self._job, self._is_read = job, False
        self._look()

    def on_show(self) -> None:
        """The learner has come to look."""
        self._seen = True
        self._look()

    def on_hide(self) -> None:
        """Nobody looks."""
        self._seen = False
        self._rest()

    # --- reading -----------------------------------------------------------------------------------

    def _look(self) -> None:
        """Reads what there is, if somebody looks, and goes on as long as the run does."""
        job = self._job
        if job is None or self._is_read or not self._seen:
            self._rest()
        elif not job.is_over:
            if self._timer is None:
                self._timer = self.set_interval(self._every, self._look)
            if job.folder is not None:
                self._begin(job, self._follower, {"": job.folder}, final=False)
        else:
            self._rest()
            if job.logged and job.evidence is not None:
                if not self._is_drawn:
                    self._say(READING)
                self._begin(job, Follower(), job.evidence.files, final=True)
            else:
                self._is_read = True
                self._say(NOTHING)

    def _begin(self, job: Job, follower: Follower, files: Mapping[str, Path], *, final: bool) -> None:
        if not self._reading:
            self._reading = True
            self._read(job, follower, files, final)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    @work(thread=True, exit_on_error=False)
    def _read(self, job: Job, follower: Follower, files: Mapping[str, Path], final: bool) -> None:
        before = follower.taken
        try:
            whole = follower.look(files, _PATIENCE if final else _GLANCE)
            view = view_of(follower.logs()) if final or follower.taken > before else None
        except Exception as error:  # noqa: BLE001 - where a defect of ours becomes a sentence
            self.post_message(self.Read(job, None, as_problem(error, ["board"]).sentence, final=True))
        else:
            self.post_message(self.Read(job, view, "" if whole or not final else _CUT_SHORT, final=final))

    @on(Read)
    def _was_read(self, event: Read) -> None:
        self._reading = False
        if event.job is not self._job or (self._job.is_over and not event.final):
            self._look()  # it was overtaken
            return
        self._is_read = event.final
        if event.view is None:
            if event.sentence:
                self._say(event.sentence)
        else:
            self._is_drawn = True
            self.query_one("#drawn", Static).update(_Drawn(event.view, event.sentence, self._ascii))

    def _say(self, sentence: str) -> None:
        self.query_one("#drawn", Static).update(Text(with_keys(sentence, host_of(self).keys)))


class _Drawn:
    """A Rich renderable: the board at whatever width there is."""

    def __init__(self, view: BoardView, sentence: str, ascii: bool) -> None:
        self._sight, self._sentence, self._ascii = view, sentence, ascii
        self._lines: tuple[int, list[Text]] = (0, [])

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self._lines[0] != options.max_width:
            lines = page(self._sight, options.max_width, ascii=self._ascii)
            lines += [(), (Piece(self._sentence, "dim"),)] if self._sentence else []
            self._lines = (options.max_width, [_text(line) for line in lines])
        yield from self._lines[1]


def _text(line: Line) -> Text:
    return Text.assemble(*((piece.text, _style(piece)) for piece in line), no_wrap=True, overflow="crop")


def _style(piece: Piece) -> Style:
    if piece.ink is None or piece.paper is None:
        return Style.parse(_STYLES.get(piece.role, ""))
    return Style(color=Color.from_rgb(*piece.ink), bgcolor=Color.from_rgb(*piece.paper))
