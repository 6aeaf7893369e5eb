"""What the learner has done so far, lesson by lesson."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual import on, work

from tftutor.application.standing import Standings, effort, steps_of
from tftutor.problems import Problem
from tftutor.tui.screens.home_rows import fit, fold
from tftutor.tui.screens.list_screen import ListScreen
from tftutor.tui.widgets.row_list import ListRow, RowList, row

if TYPE_CHECKING:
    from tftutor.course.model import StepRef


class ProgressScreen(ListScreen):
    """Counts what progress holds; Enter on a lesson opens its first step that is not done."""

    HEAD = "What you have done"
    HINTS = ("back", "again", "help")
    HELP = (
        "What you have done so far. Attempts, hints and solutions are counted for yourself; they are no "
        "marks. Enter on a lesson opens its first step that is not done."
    )

    def __init__(self) -> None:
        super().__init__()
        self._standings: Standings | None = None

    def on_mount(self) -> None:
        self.action_again()

    def action_again(self) -> None:
        """Reads it anew."""
        self._read()

    @work(thread=True, exclusive=True, group="progress", exit_on_error=False)
    def _read(self) -> None:
        host = self.host
        try:
            standings = host.desk.standings()
        except Problem as problem:
            host.call_from_thread(host.tell, str(problem), serious=True)
            return
        host.call_from_thread(self._take, standings)

    def _take(self, standings: Standings) -> None:
        self._standings = standings
        self.draw()

    def rows(self) -> Sequence[ListRow]:
        """Sessions and their lessons."""
        return [*self._lines(self._standings)] if self._standings else [row(("  One moment.", "dim"))]

    def _lines(self, standings: Standings) -> Iterator[ListRow]:
        course = standings.course
        everything = list(course.steps.values())
        yield row((f"  {standings.done(everything)} of {standings.total(everything)} steps done", "strong"))
        for session in course.sessions:
            yield row()
            yield row(
                (f"  {fit(session.title, 40)}", "strong"), _count(standings, steps_of(course, session.id))
            )
            for id in session.lessons:
                full = f"{session.id}/{id}"
                refs = steps_of(course, full)
                title = " ".join(course.lessons[full].title.split())
                made = effort(standings, refs)
                room = max(0, self.columns - 54)
                yield row(
                    f"    {fit(title, 38)}",
                    f"{_count(standings, refs):<11}",
                    (fit(made, room).rstrip(), "dim"),
                    key=full,
                )
        unknown = sum(id not in course.steps for id in standings.states)
        if unknown:
            yield row()
            steps = "1 more step" if unknown == 1 else f"{unknown} more steps"
            said = f"Progress on {steps}, which this course does not have, is kept."
            yield from (row((f"  {line}", "dim")) for line in fold(said, self.columns))

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        if self._standings is None:
            return
        refs = steps_of(self._standings.course, event.key)
        left = [ref for ref in refs if self._standings.of(ref) != "done"]
        open_ones = [ref for ref in left if self._standings.counts(ref)] or left
        self.app.pop_screen()
        self.host.open_step((open_ones or refs)[0].id)


def _count(standings: Standings, refs: Sequence[StepRef]) -> str:
    done, total = standings.done(refs), standings.total(refs)
    return "done" if done == total else f"{done:>2} of {total}"
