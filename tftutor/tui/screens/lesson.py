"""A lesson, step by step: read, write, run, check."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from tftutor.course.answers import judge
from tftutor.course.model import Exercise, Predict, Quiz, Read, Run, StepRef, Task
from tftutor.presentation.desk import Desk
from tftutor.presentation.standing import Standings, steps_of
from tftutor.problems import Problem
from tftutor.progress.records import StepState
from tftutor.tui.keys import bindings
from tftutor.tui.runs import Job, JobChanged, JobEnded
from tftutor.tui.screens.solution import SolutionScreen
from tftutor.tui.widgets.checks_pane import ChecksPane
from tftutor.tui.widgets.code_pane import CodePane
from tftutor.tui.widgets.key_bar import Hint, KeyBar
from tftutor.tui.widgets.output import OutputView
from tftutor.tui.widgets.panes import RESULTS, Panes
from tftutor.tui.widgets.question import QuestionForm
from tftutor.tui.widgets.run_line import RunLine
from tftutor.tui.widgets.step_pane import StepPane, what_to_do
from tftutor.tui.widgets.steps_bar import StepsBar

if TYPE_CHECKING:
    from tftutor.tui.app import TutorApp


class LessonScreen(Screen[None]):
    """One screen for every step: going on swaps what it shows, since building a screen takes longer."""

    DEFAULT_CSS = """
    LessonScreen { layout: vertical; }
    """
    BINDINGS = [*bindings("lesson")]

    def __init__(self, ref: StepRef, *, pane: str = "read") -> None:
        super().__init__()
        self.ref = ref
        self._first_pane = pane
        self._hints = 0
        self._anyway = False

    @property
    def tutor_app(self) -> TutorApp:
        """The app, with its type."""
        return cast("TutorApp", self.app)

    @property
    def desk(self) -> Desk:
        """The course and the learner's things."""
        return self.tutor_app.desk

    def compose(self) -> ComposeResult:
        yield StepsBar(id="steps")
        yield Panes(id="panes")
        yield RunLine(id="run")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        self.show(self.ref, pane=self._first_pane)

    # --- which step ------------------------------------------------------------------------------

    def show(self, ref: StepRef, *, pane: str = "read") -> None:
        """Another step. What was typed in the one before is saved first."""
        self.leave()
        self.ref, self._anyway = ref, False
        self.desk.progress.note_opened(ref.id)
        standings = self.desk.standings()
        self._hints = standings.state(ref).hints
        self._panes.offer(ref.step)
        if "code" in self._panes.available:
            self._code.open(ref, cursor=self.tutor_app.memory.cursor_of(ref.id))
        self._tell_standing(standings)
        done = standings.of(ref) == "done"
        self._read.show(ref, done=done, then=self._then(standings))
        self._tell_job(self.tutor_app.runs.latest(ref.id))
        self._panes.go_to(pane if pane in self._panes.available else "read")
        self._remember()
        if isinstance(ref.step, Exercise | Run | Predict | Task):
            self.tutor_app.runs.warm_up()

    def leave(self) -> None:
        """Saves what was typed; called before another step, another screen, the end."""
        if self.is_mounted and "code" in self._panes.available and self._code.ref is not None:
            self._code.save_now()
            self._remember()

    def _then(self, standings: Standings) -> str:
        last = standings.after(self.ref) is None
        return what_to_do(self.ref, done=standings.of(self.ref) == "done", last=last)

    def _tell_standing(self, standings: Standings) -> None:
        ref = self.ref
        lesson = steps_of(self.desk.course, ref.id.rpartition("/")[0])
        where = f"{ref.session.title} › {ref.lesson.title}"
        self.query_one(StepsBar).show(where, [standings.of(one) for one in lesson], ref.number)

    def _refresh_standing(self) -> None:
        standings = self.desk.standings()
        self._tell_standing(standings)
        self._read.finish(self.ref, done=standings.of(self.ref) == "done", then=self._then(standings))

    def _remember(self) -> None:
        cursor = self._code.cursor if "code" in self._panes.available else None
        self.tutor_app.memory.note_place(self.ref.id, self._panes.current, cursor)
        self.tutor_app.save_memory()

    # --- running and checking ----------------------------------------------------------------------

    def action_run(self) -> None:
        """Runs the code of this step."""
        step = self.ref.step
        if isinstance(step, Predict) and not self._anyway and not self._state().attempts:
            self._anyway = True
            self.tutor_app.tell("First say what you expect: that is how one learns from it. Again runs it anyway.")
            self.action_pane("read")
            self._read.question.focus_answer()
        elif isinstance(step, Run | Predict | Exercise):
            self._start("run")
        else:
            self.tutor_app.tell("There is no code to run in this step.")

    def action_check(self) -> None:
        """Checks the code of this step, or the machine."""
        if isinstance(self.ref.step, Exercise | Task):
            self._start("check")
        elif isinstance(self.ref.step, Run | Predict):
            self.action_run()
        else:
            self.tutor_app.tell("There is nothing to check in this step.")

    def _start(self, kind: str) -> None:
        code = ""
        if "code" in self._panes.available:
            self._code.save_now()
            code = self._code.code
        job = self.tutor_app.runs.start(self.ref, "check" if kind == "check" else "run", code)
        self._tell_job(job)
        if kind == "run" or "output" not in self._panes.available:
            target = "output" if "output" in self._panes.available else "checks"
        else:
            target = "output" if self._panes.has_class("-one") else "checks"
        self._panes.go_to(target, focus=not self._code_has_keyboard or self._panes.has_class("-one"))

    def hear(self, event: JobChanged | JobEnded) -> None:
        """What a run says; the app hands it on."""
        job = event.job
        if job.ref.id != self.ref.id:
            self._tell_keys()
        elif isinstance(event, JobChanged):
            self._show_output(job)
        else:
            self._tell_job(job)
            self._refresh_standing()
            if job.kind == "check" and job.outcome and job.outcome.status != "cancelled":
                self._panes.go_to("checks", focus=not self._code_has_keyboard)

    @on(OutputView.Written)
    def _written(self, event: OutputView.Written) -> None:
        self.tutor_app.tell(event.sentence)

    def _tell_job(self, job: Job | None) -> None:
        self._show_output(job)
        self._tell_checks(job)
        if "code" in self._panes.available:
            line, sentence = _failing_line(job, self._code.code)
            self._code.mark(line, sentence)
        self._tell_keys()

    def _show_output(self, job: Job | None) -> None:
        self.query_one("#output", OutputView).show(job)
        self.query_one("#log", OutputView).show(job)
        self.query_one(RunLine).show(job)

    def _tell_checks(self, job: Job | None) -> None:
        if "checks" not in self._panes.available:
            return
        state = self._state()
        outcome = job.outcome if job and (job.kind == "check" or job.outcome) else None
        self._checks.show(self.ref, outcome, attempts=state.attempts, hints=self._hints)

    def action_cancel(self) -> None:
        """Stops this step's run, else any; else says how to leave."""
        job = self.tutor_app.runs.latest(self.ref.id)
        running = self.tutor_app.runs.running()
        if job and job in running:
            self.tutor_app.runs.cancel(job)
        elif running:
            self.tutor_app.runs.cancel(running[-1])
        else:
            self.tutor_app.tell("Nothing is running. Ctrl+Q leaves tftutor; your work is saved.")

    # --- answers, hints, the solution ----------------------------------------------------------------

    @on(QuestionForm.Answered)
    def _answered(self, event: QuestionForm.Answered) -> None:
        step = self.ref.step
        if not isinstance(step, Quiz | Predict):
            return
        try:
            verdict = judge(step, event.given)
        except Problem as problem:
            self._read.question.explain(f"{problem.sentence} {problem.next_step}")
            return
        self.desk.progress.note_answer(
            self.ref.id, event.given, verdict.right, course_version=self.desk.course.digest
        )
        self._read.say(verdict)
        self._refresh_standing()
        self._tell_keys()

    def action_hint(self) -> None:
        """The next hint; with the last one, all stay in view."""
        step = self.ref.step
        if not isinstance(step, Exercise | Task):
            self.tutor_app.tell("This step has no hints.")
            return
        self._hints = min(self._hints + 1, len(step.hints))
        self.desk.progress.note_hint(self.ref.id, self._hints)
        self._tell_checks(self.tutor_app.runs.latest(self.ref.id))
        self.action_pane("checks")
        self._checks.hint_in_view()

    def action_solution(self) -> None:
        """The solution beside the learner's code; that it was seen is noted."""
        if not isinstance(self.ref.step, Exercise):
            self.tutor_app.tell("This step has no solution to show.")
            return
        self.desk.progress.note_solution_seen(self.ref.id)
        self.app.push_screen(SolutionScreen(self.ref, self._code.code))

    # --- moving about ------------------------------------------------------------------------------

    def action_pane(self, name: str) -> None:
        """Goes to a pane."""
        if name in self._panes.available:
            self._panes.go_to(name)
        else:
            self.tutor_app.tell("This step has no such pane.")

    def action_next_step(self) -> None:
        """The step after this one."""
        following = self.desk.standings().after(self.ref)
        if following is None:
            self.tutor_app.tell("That was the last step of the course.")
        else:
            self.show(following)

    def action_previous_step(self) -> None:
        """The step before this one."""
        ids = list(self.desk.course.steps)
        place = ids.index(self.ref.id)
        if place:
            self.show(self.desk.course.steps[ids[place - 1]])
        else:
            self.tutor_app.tell("This is the first step of the course.")

    def action_go_to_line(self) -> None:
        """The line of the code that the verdict or the error speaks of."""
        line, _ = _failing_line(self.tutor_app.runs.latest(self.ref.id), "")
        if line and "code" in self._panes.available:
            self._panes.go_to("code")
            self._code.go_to(line)

    def action_home(self) -> None:
        """Back to the overview."""
        self.leave()
        self.tutor_app.go_home()

    @on(Panes.Shown)
    def _pane_shown(self) -> None:
        self._remember()
        self._tell_keys()

    def _tell_keys(self) -> None:
        """The keys that matter now."""
        step, running = self.ref.step, bool(self.tutor_app.runs.running())
        keys = []
        if running:
            keys.append(Hint("^c", "stop", "cancel"))
        if isinstance(step, Exercise | Run | Predict):
            keys.append(Hint("^r", "run", "run"))
        if isinstance(step, Exercise | Task):
            keys.append(Hint("^j", "check", "check"))
        if self._panes.current in RESULTS and isinstance(step, Exercise):
            keys.append(Hint("h", "hint", "hint"))
        next_key = "alt+n" if self._code_has_keyboard else "n"
        keys += [Hint(next_key, "next", "next_step"), Hint("?", "", "app.help")]
        one = self._panes.has_class("-one")
        self.query_one("#keys", KeyBar).show(self._panes.hints() if one else self._panes.hints()[:2], keys)

    # --- the parts -------------------------------------------------------------------------------

    def _state(self) -> StepState:
        return self.desk.standings().state(self.ref)

    @property
    def _panes(self) -> Panes:
        return self.query_one(Panes)

    @property
    def _read(self) -> StepPane:
        return self.query_one(StepPane)

    @property
    def _code(self) -> CodePane:
        return self.query_one(CodePane)

    @property
    def _checks(self) -> ChecksPane:
        return self.query_one(ChecksPane)

    @property
    def _code_has_keyboard(self) -> bool:
        return self._panes.current == "code"


def _failing_line(job: Job | None, code: str) -> tuple[int | None, str]:
    """The line of the learner's code that the last outcome speaks of, and its sentence."""
    if job is None or job.outcome is None or job.outcome.attempt is None or job.outcome.status == "passed":
        return None, ""
    if code and code != job.code:
        return None, ""  # it was changed since
    from tftutor.presentation.verdicts import rows

    found = next((row for row in rows(job.outcome) if row.line), None)
    return (found.line, job.outcome.sentence) if found else (None, "")
