"""What stops TensorFlow on this machine, area by area, and what mends it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on, work

from tftutor.doctor import Finding, Options, Report, diagnose
from tftutor.presentation.failures import as_problem
from tftutor.tui.screens.doctor_rows import doctor_rows
from tftutor.tui.screens.list_screen import ListScreen
from tftutor.tui.widgets.row_list import ListRow, RowList, row


class DoctorScreen(ListScreen):
    """Looks in the background; Enter on a finding tells all about it."""

    HEAD = "Doctor"
    HINTS = ("back", "again", "mend", "help")
    HELP = (
        "The doctor looks at this machine for what stops TensorFlow, and names the command that fixes it. It "
        "reads files and starts nothing but the Python that has TensorFlow. {open} on a finding tells all "
        "about it. {mend} shows what it can do by itself, inside your virtual environment or among your own "
        "files, and asks before it does anything."
    )

    def __init__(self) -> None:
        super().__init__()
        self._report: Report | None = None
        self._told: set[str] = set()
        self._looking = False

    def on_mount(self) -> None:
        self.action_again()

    def action_again(self) -> None:
        """Looks anew."""
        if not self._looking:
            self._looking = True
            self.draw()
            self._look()

    @work(thread=True, exclusive=True, group="doctor", exit_on_error=False)
    def _look(self) -> None:
        host = self.host
        try:
            report: Report | None = diagnose(Options(python=host.settings.python, tty=True))
        except Exception as error:  # noqa: BLE001 - a defect of ours becomes a sentence and a report
            host.call_from_thread(host.tell, str(as_problem(error, ["(doctor)"])), serious=True)
            report = None
        host.call_from_thread(self._take, report)

    def _take(self, report: Report | None) -> None:
        self._looking = False
        self._report = report or self._report
        if self.is_mounted:
            self.draw()

    def rows(self) -> Sequence[ListRow]:
        """What was found, or that it looks."""
        if self._report is None:
            said = (
                "Looking at this machine; this takes a few seconds." if self._looking else "Nothing was seen."
            )
            return [row((f"   {said}", "dim"))]
        again = [row(("   Looking once more.", "dim"))] if self._looking else []
        return [*again, *doctor_rows(self._report, self.columns, self._told)]

    @on(RowList.Chosen)
    def _tell_all(self, event: RowList.Chosen) -> None:
        self._told.symmetric_difference_update({event.key})
        self.draw()

    def action_mend(self) -> None:
        """In the terminal itself: what it would do, the question, then the commands' own output."""
        if self._report is None:
            return
        from tftutor.tui.screens.doctor_mending import mend

        findings: tuple[Finding, ...] = self._report.roots
        if not any(finding.severity != "info" for finding in findings):
            self.host.tell("There is nothing to mend.")
            return
        with self.app.suspend():
            mend(self._report)
        self.refresh(layout=True)
        self.action_again()
