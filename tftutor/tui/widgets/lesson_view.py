"""How a step looks: its line on top, its panes, the line of its run, the keys."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tftutor.application.runs.job import Job
from tftutor.application.standing import Standings, steps_of
from tftutor.course.model import Exercise, Predict, Run, StepRef, Task
from tftutor.presentation.verdicts import rows
from tftutor.tui.host import host_of
from tftutor.tui.widgets.checks_pane import ChecksPane
from tftutor.tui.widgets.code_pane import CodePane
from tftutor.tui.widgets.key_bar import Hint, KeyBar, hint_of
from tftutor.tui.widgets.output import OutputView
from tftutor.tui.widgets.panes import RESULTS, Panes, arrangement
from tftutor.tui.widgets.run_line import RunLine
from tftutor.tui.widgets.step_pane import StepPane, what_to_do
from tftutor.tui.widgets.steps_bar import StepsBar


class LessonView(Vertical):
    """All that is seen of a lesson. It asks nobody anything: what it shows is given to it."""

    DEFAULT_CSS = """
    LessonView { height: 1fr; }
    """

    def compose(self) -> ComposeResult:
        yield StepsBar(id="steps")
        yield Panes(id="panes", classes=arrangement(self.app.size.width))
        yield RunLine(id="run")
        yield KeyBar(id="keys")

    # --- the parts -------------------------------------------------------------------------------

    @property
    def panes(self) -> Panes:
        """The panes, and how they share the screen."""
        return self.query_one(Panes)

    @property
    def read(self) -> StepPane:
        """The text of the step, and its question."""
        return self.query_one(StepPane)

    @property
    def code(self) -> CodePane:
        """The learner's code."""
        return self.query_one(CodePane)

    @property
    def checks(self) -> ChecksPane:
        """The verdict and the hints."""
        return self.query_one(ChecksPane)

    @property
    def has_code(self) -> bool:
        """Whether this step has code of its own."""
        return "code" in self.panes.available

    @property
    def typing(self) -> bool:
        """Whether plain keys go into the code, or into an answer."""
        return self.panes.current == "code" or isinstance(self.screen.focused, Input)

    # --- what is shown ---------------------------------------------------------------------------

    def show_step(self, ref: StepRef, standings: Standings) -> None:
        """Another step, from its top."""
        self.panes.offer(ref.step)
        self._show_place(ref, standings)
        done, aside = standings.of(ref) == "done", standings.aside(ref)
        self.read.show(ref, done=done, then=_then(ref, standings), aside=aside)

    def show_standing(self, ref: StepRef, standings: Standings) -> None:
        """The same step, after something was done in it."""
        self._show_place(ref, standings)
        self.read.finish(ref, done=standings.of(ref) == "done", then=_then(ref, standings))

    def show_output(self, job: Job | None) -> None:
        """What the run says while it goes on."""
        self.query_one("#output", OutputView).show(job)
        self.query_one("#log", OutputView).show(job)
        self.query_one(RunLine).show(job)

    def show_job(self, ref: StepRef, job: Job | None, *, attempts: int, hints: int) -> None:
        """The run, and what came of it: the verdict, the failing line."""
        self.show_output(job)
        self.panes.show_board(ref, job)
        self.show_checks(ref, job, attempts=attempts, hints=hints)
        if self.has_code:
            line, sentence = failing_line(job)
            if job is not None and job.code != self.code.code:
                line = None  # it was changed since
            self.code.mark(line, sentence)

    def show_checks(self, ref: StepRef, job: Job | None, *, attempts: int, hints: int) -> None:
        """The verdict and the hints alone."""
        if "checks" in self.panes.available:
            checking = job is not None and job.kind == "check" and not job.is_over
            outcome = job.outcome if job else None
            self.checks.show(ref, outcome, attempts=attempts, hints=hints, checking=checking)

    def show_keys(self, ref: StepRef, job: Job | None, *, running: Job | None) -> None:
        """The keys that matter now. ``job``: the step's last; ``running``: the one that Ctrl+C stops."""
        step = ref.step
        passed = job is not None and job.kind == "check" and job.ended_well
        ids = ["cancel"] if running else []
        if running and not running.elsewhere:
            ids.append("keep-going")
        if isinstance(step, Exercise | Run | Predict):
            ids.append("run")
        if isinstance(step, Exercise | Task):
            ids.append("check")
        if self.panes.current in RESULTS and failing_line(job)[0]:
            ids.append("go-to-line")
        if self.panes.current in RESULTS and isinstance(step, Exercise) and not passed:
            ids.append("hint")
        kept = running is not None and running.kept
        keys = [self._hint(id, kept=kept) for id in (*ids, "next-step", "help")]
        panes = self.panes.hints()
        self.query_one("#keys", KeyBar).show(panes[:2] if self.panes.shows_read_beside else panes, keys)

    def _hint(self, id: str, *, kept: bool) -> Hint:
        kept = kept and id == "keep-going"
        label = "kept" if kept else ""
        return hint_of(id, host_of(self).keys, label=label, typing=self.typing, here=kept)

    def _show_place(self, ref: StepRef, standings: Standings) -> None:
        lesson = steps_of(standings.course, ref.id.rpartition("/")[0])
        where = f"{ref.session.title} › {ref.lesson.title}"
        self.query_one(StepsBar).show(where, [standings.of(one) for one in lesson], ref.number)


def failing_line(job: Job | None) -> tuple[int | None, str]:
    """The line of the learner's code that the last outcome speaks of, from 1, and its sentence."""
    if job is None or job.outcome is None or job.outcome.attempt is None or job.outcome.status == "passed":
        return None, ""
    found = next((row.line for row in rows(job.outcome) if row.line), None)
    return found, job.outcome.sentence if found else ""


def _then(ref: StepRef, standings: Standings) -> str:
    return what_to_do(ref, done=standings.of(ref) == "done", last=standings.after(ref) is None)
