"""A small app around the code pane, at a desk of a home folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Static

from tftutor.application.desk import Desk
from tftutor.checks import KINDS
from tftutor.course.loader import load_course
from tftutor.course.model import StepRef
from tftutor.places import settings
from tftutor.progress.checkpoints import Checkpoints
from tftutor.progress.drafts import Drafts
from tftutor.progress.store import ProgressStore
from tftutor.tui.widgets.code_pane import CodePane
from tftutor.tui.widgets.editor import Editor

COURSE = Path(__file__).resolve().parents[1] / "cli" / "course"
EXERCISE = "one/code/mean-of-squares"


def desk_in(home: Path) -> Desk:
    """A desk over the small course; its files lie below ``home``."""
    environ = {"HOME": str(home), "XDG_CONFIG_DIRS": str(home / "nothing")}
    progress = ProgressStore.open(home / "state")
    return Desk(
        load_course(COURSE, KINDS), settings(environ), progress, Drafts(home / "tftutor"), Checkpoints(home)
    )


class CodeApp(App[None]):
    """The pane of one step, and what it said."""

    keys: ClassVar[dict[str, str]] = {}  # as `Host` has them

    CSS = "#beyond { height: 1; }"
    BINDINGS = [Binding("alt+e", "outside", "edit outside")]  # noqa: RUF012

    def __init__(self, home: Path, step: str = EXERCISE, cursor: tuple[int, int] | None = None) -> None:
        super().__init__()
        self.desk = desk_in(home)
        self.ref: StepRef = self.desk.course.steps[step]
        self.first_cursor = cursor
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield CodePane(id="code")
        yield Static("beyond", id="beyond")

    def on_mount(self) -> None:
        self.query_one("#beyond").can_focus = True
        self.pane.open(self.ref, cursor=self.first_cursor)
        self.pane.focus_target.focus()

    def on_unmount(self) -> None:
        self.desk.progress.close()

    def on_code_pane_saved(self) -> None:
        self.heard.append("saved")

    def on_code_pane_edited(self) -> None:
        self.heard.append("edited")

    def on_code_pane_changed_outside(self) -> None:
        self.heard.append("changed outside")

    def action_outside(self) -> None:
        self.pane.action_edit_outside()

    @property
    def pane(self) -> CodePane:
        return self.query_one(CodePane)

    @property
    def editor(self) -> Editor:
        return self.pane.focus_target

    @property
    def file(self) -> Path:
        return self.desk.drafts.path(self.ref.id)

    def note(self, which: str = "note") -> str:
        """What stands below the code."""
        line = self.query_one(f"#code-{which}", Static)
        return str(line.content) if line.display else ""


async def until(pilot: Pilot[None], true) -> None:  # type: ignore[no-untyped-def]
    """Waits, for a minute at most, until something holds."""
    for _ in range(1200):
        if true():
            return
        await pilot.pause(0.05)
    raise AssertionError("it did not come to hold")
