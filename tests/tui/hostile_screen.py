"""An application that shows hostile text in every way that Textual and our own widgets have.

python hostile_screen.py guarded|bare
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from event_files import graph, picture, simple, words
from fake_runs import step
from hostile_text import HOSTILE
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.filter import LineFilter
from textual.widgets import (
    Button,
    DataTable,
    Header,
    Input,
    Label,
    ListItem,
    ListView,
    Log,
    OptionList,
    RichLog,
    Static,
    TextArea,
)

from tftutor.application.runs.job import Job
from tftutor.presentation.outcomes import Outcome
from tftutor.runtime.events import Output, Started
from tftutor.runtime.evidence import Evidence
from tftutor.tui.safety import ControlFilter
from tftutor.tui.widgets.board_pane import BoardPane
from tftutor.tui.widgets.output import OutputView
from tftutor.tui.widgets.run_line import RunLine


def logged(folder: Path) -> dict[str, Path]:
    """Event files that say what would act wherever a program can say something in them."""
    whole = simple("curve " + HOSTILE, 0, 1.0) + simple("curve " + HOSTILE, 1, 2.0)
    whole += simple("point " + HOSTILE, 0, 1.0) + picture("picture " + HOSTILE, 0, b"none")
    whole += graph("operation " + HOSTILE) + words("words " + HOSTILE, HOSTILE)
    files = {"tfevents.0": whole, f"folder {HOSTILE}/tfevents.1": simple("curve " + HOSTILE, 0, 1.0)}
    files["broken {0}/tfevents {0}".format(HOSTILE.replace("/", ""))] = bytes(99)
    for number, data in enumerate(files.values()):
        (folder / str(number)).write_bytes(data)
    return {name: folder / str(number) for number, name in enumerate(files)}


class HostileScreen(App[None]):
    """Everything at once; `guarded` is what our application does, `bare` what Textual does by itself."""

    keys: ClassVar[dict[str, str]] = {}  # as `Host` has them

    CSS = """
    OutputView { height: 6; }
    #shown > * { height: auto; min-height: 1; max-height: 8; }
    #shown > BoardPane { height: 35; max-height: 35; }
    """
    TITLE = "title \x1b]0;PWNED\x07\x9b2J\x1b[31337;1H"

    def __init__(self, *, guarded: bool) -> None:
        super().__init__()
        self.guarded = guarded
        self.sub_title = "subtitle " + HOSTILE
        self.folder = tempfile.TemporaryDirectory()
        self.job = Job(step("free-play"), "run", "")

    def get_line_filters(self) -> Sequence[LineFilter]:
        guard = [ControlFilter()] if self.guarded else []
        return [*super().get_line_filters(), *guard]

    def compose(self) -> ComposeResult:
        yield Header()
        with VerticalScroll(id="shown"):
            yield Static("static " + HOSTILE, markup=False)
            yield Static(Text("text " + HOSTILE))
            yield Static(Text("link", style=Style(link="http://evil/\x1b\\\x1b]52;c;SEVMTE8=\x07")))
            yield Label("label " + HOSTILE, markup=False)
            yield Input("input " + HOSTILE)
            yield TextArea("area " + HOSTILE, language="python")
            yield Button(Text("button " + HOSTILE))
            yield OptionList(Text("option " + HOSTILE))
            yield ListView(ListItem(Label("item " + HOSTILE, markup=False)))
            yield Log(id="log")
            yield RichLog(id="richlog")
            yield DataTable(id="table")
            yield RunLine()
            yield OutputView(id="output")
            yield OutputView(log=True, id="tflog")
            bordered = Static("bordered")
            bordered.border_title = Text("border " + HOSTILE)  # type: ignore[assignment]
            bordered.styles.border = ("round", "red")
            yield bordered
            yield BoardPane(id="board")
            yield Static(id="tail")

    def on_mount(self) -> None:
        self.query_one("#log", Log).write_line("log " + HOSTILE)
        self.query_one("#richlog", RichLog).write("richlog " + HOSTILE)
        table: DataTable[str] = self.query_one("#table", DataTable)
        table.add_column("column " + HOSTILE)
        table.add_row("cell " + HOSTILE)
        self.job.on_event(Started("cpu"))
        self.job.on_event(Output("stdout", "output " + HOSTILE + "\n" + "live " + HOSTILE))
        self.job.on_event(Output("log", "tflog " + HOSTILE + "\n"))
        self._show_job()
        self.notify("notice " + HOSTILE, title="notice title " + HOSTILE, markup=False, timeout=600)
        self.call_after_refresh(self._end_job)

    def _end_job(self) -> None:
        files = logged(Path(self.folder.name))
        self.job.end(Outcome(self.job.ref, "failed", "verdict " + HOSTILE), Evidence("finished", files=files))
        self._show_job()
        self.query_one(BoardPane).show(self.job)

    def on_board_pane_read(self) -> None:
        self.call_after_refresh(self.query_one("#tail", Static).update, "everything is shown")

    def _show_job(self) -> None:
        self.query_one("#output", OutputView).show(self.job)
        self.query_one("#tflog", OutputView).show(self.job)
        self.query_one(RunLine).show(self.job)


if __name__ == "__main__":
    HostileScreen(guarded=sys.argv[1] == "guarded").run(inline=False)
