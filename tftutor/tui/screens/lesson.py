"""A lesson, step by step: read, write, run, check."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Input

from tftutor.application.attempts import ANSWER_FIRST, answer, last_answer, must_answer_first
from tftutor.application.desk import Desk
from tftutor.application.external_programs import open_shell
from tftutor.application.runs.job import Job
from tftutor.application.runs.noted import RunKind
from tftutor.course.model import Exercise, Predict, Run, StepRef, Task
from tftutor.problems import Problem
from tftutor.progress.records import StepState
from tftutor.tui.host import Host, host_of
from tftutor.tui.job_messages import JobChanged, JobEnded
from tftutor.tui.keys import bindings, with_keys
from tftutor.tui.screens.solution import SolutionScreen
from tftutor.tui.widgets.lesson_view import LessonView, failing_line
from tftutor.tui.widgets.output import OutputView
from tftutor.tui.widgets.panes import Panes
from tftutor.tui.widgets.question import QuestionForm, choice_in_words

_SETTLED = 0.5  # seconds after which a step has been drawn
_SHELL = "A shell. Type `exit` and Enter to come back to the lesson."
_NO_SHELL = "A shell cannot be opened from here. Open one in another window, then check again."
_NO_BOARD = "Nothing has been logged for TensorBoard in this step."

_KEPT = (
    "This run goes on if you leave with {quit} or the connection drops. The next start tells how it ended. "
    "The same key again: it does not."
)
_NOT_KEPT = "This run ends when you leave or the connection drops."


class LessonScreen(Screen[None]):
    """One screen for every step: going on swaps what it shows, since building a screen takes longer."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lesson")]

    def __init__(self, ref: StepRef, *, pane: str = "read") -> None:
        super().__init__()
        self.ref = ref
        self._first_pane = pane
        self._hints = 0
        self._anyway = False

    def compose(self) -> ComposeResult:
        yield LessonView(id="lesson")

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
        self.view.show_step(ref, standings)
        if self.view.has_code:
            self.view.code.open(ref, cursor=self.host.screen_state.cursor_of(ref.id))
        self._show_job(self.host.runs.attach(ref))
        self.view.panes.recall(self._last_guess())
        self.view.panes.go_to(pane if pane in self.view.panes.available else "read")
        self._remember()
        if isinstance(ref.step, Exercise | Run | Predict):
            self.set_timer(_SETTLED, self.host.runs.warm_up)  # the text comes first

    def leave(self) -> None:
        """Saves what was typed and where; called before another step, another screen, the end."""
        if self.is_mounted and self.view.has_code and self.view.code.ref is not None:
            self.view.code.save_now()
            self._remember()

    def _remember(self) -> None:
        cursor = self.view.code.cursor if self.view.has_code else None
        self.host.screen_state.note_place(self.ref.id, self.view.panes.current, cursor)
        self.host.save_screen_state()

    # --- running and checking ----------------------------------------------------------------------

    def action_run(self) -> None:
        """Runs the code of this step."""
        step = self.ref.step
        if not self._anyway and must_answer_first(self.desk, self.ref):
            self._anyway = True
            self.host.tell(f"{ANSWER_FIRST} The same key again runs it anyway.")
            self.action_pane("read")
            self.view.read.question.focus_answer()
        elif isinstance(step, Run | Predict | Exercise):
            self._start("run")
        else:
            self.host.tell("There is no code to run in this step.")

    def action_check(self) -> None:
        """Checks the code of this step, or the machine."""
        if isinstance(self.ref.step, Exercise | Task):
            self._start("check")
        elif isinstance(self.ref.step, Run | Predict):
            self.action_run()
        else:
            self.host.tell("There is nothing to check in this step.")

    def action_cancel(self) -> None:
        """Stops this step's run, else any; else copies what is marked, or says how to leave."""
        job = self.host.runs.latest(self.ref.id)
        running = self.host.runs.running()
        if running:
            self.host.runs.cancel(job if job in running else running[-1])
        elif self.view.has_code and self.view.code.focus_target.selected_text:
            self.view.code.focus_target.action_copy()
            self.host.tell("Sent to your terminal's clipboard.")
        else:
            self._tell("Nothing is running. {quit} leaves tftutor; your work is saved.")

    def action_keep_going(self) -> None:
        """This step's run, else the newest, goes on when the learner leaves; once more: it does not."""
        runs = self.host.runs
        job, running = runs.latest(self.ref.id), runs.running()
        if not running:
            self.host.tell("Nothing is running. Once a run goes on, this key lets it go on without you.")
            return
        chosen = job if job in running else running[-1]
        self._tell(_KEPT if runs.keep_going(chosen) else _NOT_KEPT)
        self._show_keys()

    def action_from_start(self) -> None:
        """Forgets what a run that was cut has saved."""
        self._tell(self.desk.begin_from_start(self.ref))

    def _start(self, kind: RunKind) -> None:
        view, code = self.view, ""
        if view.has_code:
            view.code.save_now()
            code = view.code.code
        self._show_job(self.host.runs.start(self.ref, kind, code))
        see_verdict = kind == "check" and (not view.panes.is_one or "output" not in view.panes.available)
        keyboard_moves = view.panes.is_one or not view.typing
        view.panes.go_to("checks" if see_verdict else "output", focus=keyboard_moves)

    def hear(self, event: JobChanged | JobEnded) -> None:
        """What a run says; the app hands it on."""
        job = event.job
        if job.ref.id != self.ref.id:
            self._show_keys()
        elif isinstance(event, JobChanged):
            self.view.show_output(job)
        else:
            self._show_job(job)
            self.view.show_standing(self.ref, self.desk.standings())
            if job.kind == "check" and job.outcome and job.outcome.status != "cancelled":
                self.view.panes.go_to("checks", focus=not self.view.typing)

    def _show_job(self, job: Job | None) -> None:
        self.view.show_job(self.ref, job, attempts=self._state().attempts, hints=self._hints)
        self._show_keys()

    @on(OutputView.Written)
    def _written(self, event: OutputView.Written) -> None:
        self.host.tell(event.sentence)

    # --- answers, hints, the solution ----------------------------------------------------------------

    @on(QuestionForm.Answered)
    def _answered(self, event: QuestionForm.Answered) -> None:
        try:
            verdict = answer(self.desk, self.ref, event.given)
        except Problem as problem:
            self.view.read.question.explain(f"{problem.sentence} {problem.next_step}")
            return
        self.view.show_standing(self.ref, self.desk.standings())
        self.view.read.say(verdict)
        self.view.panes.recall(self._last_guess())
        self._show_keys()

    def _last_guess(self) -> str:
        """What the learner said a snippet would do, as it was understood."""
        step = self.ref.step
        last = last_answer(self.desk, self.ref)
        if not isinstance(step, Predict) or last is None:
            return ""
        return choice_in_words(step, last.shown) if step.options else last.shown

    def action_hint(self) -> None:
        """The next hint; those before it stay in view."""
        step = self.ref.step
        if not isinstance(step, Exercise | Task):
            self.host.tell("This step has no hints.")
            return
        self._hints = min(self._hints + 1, len(step.hints))
        self.desk.progress.note_hint(self.ref.id, self._hints)
        job = self.host.runs.latest(self.ref.id)
        self.view.show_checks(self.ref, job, attempts=self._state().attempts, hints=self._hints)
        self.action_pane("checks")
        self.view.checks.hint_in_view()

    def action_solution(self) -> None:
        """The solution beside the learner's code; that it was seen is noted."""
        if not isinstance(self.ref.step, Exercise):
            self.host.tell("This step has no solution to show.")
            return
        self.desk.progress.note_solution_seen(self.ref.id)
        self.app.push_screen(SolutionScreen(self.ref, self.view.code.code))

    # --- moving about ------------------------------------------------------------------------------

    def action_pane(self, name: str) -> None:
        """Goes to a pane."""
        if name in self.view.panes.available:
            self.view.panes.go_to(name)
        else:
            self.host.tell(_NO_BOARD if name == "board" else "This step has no such pane.")

    def action_next_step(self) -> None:
        """The step after this one."""
        following = self.desk.standings().after(self.ref)
        if following is None:
            self.host.tell("That was the last step of the course.")
        else:
            self.show(following)

    def action_previous_step(self) -> None:
        """The step before this one."""
        ids = list(self.desk.course.steps)
        place = ids.index(self.ref.id)
        if place:
            self.show(self.desk.course.steps[ids[place - 1]])
        else:
            self.host.tell("This is the first step of the course.")

    def action_go_to_line(self) -> None:
        """The line of the code that the verdict or the error speaks of."""
        line, _ = failing_line(self.host.runs.latest(self.ref.id))
        if line and self.view.has_code:
            self.view.panes.go_to("code")
            self.view.code.go_to(line)
        else:
            self.host.tell("Nothing points to a line of your code now.")

    def action_edit_outside(self) -> None:
        """The learner's own editor on their file."""
        if self.view.has_code:
            self.view.panes.go_to("code")
            self.view.code.action_edit_outside()
        else:
            self.host.tell("There is no code to edit in this step.")

    def action_shell(self) -> None:
        """A shell; a task is looked at again on the way back."""
        self.leave()
        try:
            with self.app.suspend():
                print(f"\n{_SHELL}\n", flush=True)
                open_shell()
        except SuspendNotSupported:
            self.host.tell(_NO_SHELL, serious=True)
        except Problem as problem:
            self.host.tell(str(problem), serious=True)
        else:
            if isinstance(self.ref.step, Task):
                self.action_check()

    def action_home(self) -> None:
        """Out of the line that an answer is typed in; else back to the overview."""
        if isinstance(self.focused, Input):
            self.view.read.focus()
            self._show_keys()
            return
        self.leave()
        self.host.go_home()

    @on(Panes.Shown)
    def _pane_shown(self) -> None:
        self._remember()
        self._show_keys()

    def _show_keys(self) -> None:
        runs = self.host.runs
        job, running = runs.latest(self.ref.id), runs.running()
        of_keys = job if job in running else running[-1] if running else None
        self.view.show_keys(self.ref, job, running=of_keys)

    # --- what it stands on ---------------------------------------------------------------------------

    @property
    def host(self) -> Host:
        """The application."""
        return host_of(self)

    @property
    def desk(self) -> Desk:
        """The course and the learner's things."""
        return self.host.desk

    @property
    def view(self) -> LessonView:
        """What is seen."""
        return self.query_one(LessonView)

    def _tell(self, text: str) -> None:
        """A notice; ids of actions in braces stand for their keys."""
        self.host.tell(with_keys(text, self.host.keys))

    def _state(self) -> StepState:
        return self.desk.standings().state(self.ref)
