"""The full-screen tutor: what all its screens share."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.message import Message

from tftutor.application.screen_state import ScreenState
from tftutor.places import Settings
from tftutor.problems import Problem
from tftutor.tui import themes
from tftutor.tui.keys import bindings, keymap
from tftutor.tui.navigation import Navigation
from tftutor.tui.safety import ControlFilter, safe

if TYPE_CHECKING:
    from tftutor.application.desk import Desk
    from tftutor.application.runs.events import RunEvent
    from tftutor.application.runs.job import Job
    from tftutor.application.runs.manager import RunManager
    from tftutor.course.model import StepRef
    from tftutor.tui.host import Host
    from tftutor.tui.job_messages import JobChanged, JobEnded

_LONGEST_NOTICE = 300


class TutorApp(Navigation):
    """The application. The course is read after the first screen has been drawn; `when_ready` waits for it.

    ``open_at``: the id of the step to begin with, in place of the home screen.
    """

    CSS_PATH = "tftutor.tcss"
    TITLE = "tftutor"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]

    class Ready(Message):
        """The course and the learner's things are there."""

    def __init__(self, settings: Settings, screen_state: ScreenState, *, open_at: str = "") -> None:
        super().__init__()
        self.settings = settings
        self.screen_state = screen_state
        self._open_at = open_at
        self._desk: Desk | None = None
        self._runs: RunManager | None = None
        self._until_ready: list[Callable[[], object]] = []
        self._resources = ExitStack()
        themes.apply(self, settings.theme)
        self.keys = keymap(settings)
        self.set_keymap(self.keys)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Every line that is drawn passes these: no character steers the learner's terminal."""
        return [*super().get_line_filters(), ControlFilter()]

    # --- beginning and end -----------------------------------------------------------------------

    def on_mount(self) -> None:
        from tftutor.tui.screens.home import HomeScreen

        self.push_screen(HomeScreen())
        self.call_after_refresh(self._read_course)
        if self._open_at:
            self.open_step(self._open_at)

    @work(thread=True, exit_on_error=False)
    def _read_course(self) -> None:
        from tftutor.application.desk import open_desk
        from tftutor.presentation.failures import as_problem

        try:
            desk = self._resources.enter_context(open_desk())
        except Problem as problem:
            self.call_from_thread(self._give_up, problem)
            return
        except Exception as error:  # noqa: BLE001 - a defect of ours becomes a sentence and a report
            self.call_from_thread(self._give_up, as_problem(error, []))
            return
        self.call_from_thread(self._course_is_read, desk)

    def _course_is_read(self, desk: Desk) -> None:
        from tftutor.application.runs.manager import open_runs

        self._desk = desk
        self._runs = open_runs(self._post_event, desk, self.screen_state)
        self._prepare_lesson()
        waiting, self._until_ready = self._until_ready, []
        for then in waiting:
            then()
        self.post_message(self.Ready())

    @work(thread=True, exit_on_error=False)
    def _prepare_lesson(self) -> None:
        """What the first lesson needs is imported while the learner looks at the home screen."""
        import tftutor.tui.screens.lesson  # noqa: F401
        from tftutor.tui.widgets.prose import warm_up

        warm_up()
        spare_from_collection()

    def _give_up(self, problem: Problem) -> None:
        self.problem = problem
        self.exit(problem.exit_code)

    problem: Problem | None = None

    def _fatal_error(self) -> None:
        # Textual would print the traceback with all variables; `launch` tells the defect in a sentence.
        self._close_messages_no_wait()

    @property
    def fault(self) -> Exception | None:
        """The exception that ended the app, if one did."""
        return self._exception

    def close_down(self) -> None:
        """Ends what runs and closes the files; after it the learner's work is on the disk."""
        if self._runs is not None:
            self._runs.close()
        self.screen_state.save()
        self._resources.close()

    async def action_quit(self) -> None:
        """Leaves; what was typed is saved."""
        self.leave(0)

    def leave(self, code: int, with_all: bool = False) -> None:
        """Leaves with an exit code; what was typed is saved, and kept runs go on unless ``with_all``."""
        try:
            self.save_work()
            if self._runs is not None and self._runs.kept() and not with_all:
                self._runs.detach()
        finally:
            self.exit(code)

    @property
    def kept_runs(self) -> list[Job]:
        """The runs that go on when the screen is gone."""
        return self._runs.kept() if self._runs is not None else []

    def stop_what_was_asked(self) -> None:
        """Ends the runs that another tutor of the learner's wants to end. Any thread may call it."""
        if self._runs is not None:
            self._runs.stop_what_was_asked()

    def save_work(self) -> None:
        """Saves what was typed and where the learner is; safe to call at any time."""
        from tftutor.tui.screens.lesson import LessonScreen

        for screen in self.screen_stack:
            if isinstance(screen, LessonScreen):
                screen.leave()
        self.screen_state.save()

    # --- what screens ask for ----------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        """The course and the learner's things. Only after `Ready`."""
        assert self._desk is not None
        return self._desk

    @property
    def runs(self) -> RunManager:
        """Runs and checks in the background. Only after `Ready`."""
        assert self._runs is not None
        return self._runs

    @property
    def is_ready(self) -> bool:
        """Whether the course has been read."""
        return self._desk is not None

    @property
    def begins_at_a_step(self) -> bool:
        """Whether a step was named when the tutor was opened: then the greeting waits for the next start."""
        return bool(self._open_at)

    def when_ready(self, then: Callable[[], object]) -> None:
        """Calls ``then`` once the course has been read, at once if it has."""
        if self._desk is not None:
            then()
        else:
            self._until_ready.append(then)

    def open_step(self, step_id: str, *, pane: str = "read") -> None:
        """Shows a step. One that the course does not have gets a sentence."""
        self.when_ready(partial(self._open_step, step_id, pane))

    def _open_step(self, step_id: str, pane: str) -> None:
        from tftutor.tui.screens.lesson import LessonScreen

        ref = self._step(step_id)
        if ref is None:
            return
        lesson = next((s for s in self.screen_stack if isinstance(s, LessonScreen)), None)
        if lesson is None:
            self.push_screen(LessonScreen(ref, pane=pane))
            return
        while self.screen is not lesson:
            self.pop_screen()
        lesson.show(ref, pane=pane)

    def _step(self, step_id: str) -> StepRef | None:
        from tftutor.course.scope import find_step

        try:
            return find_step(self.desk.course, step_id)
        except Problem as problem:
            self.tell(f"{problem.sentence} {problem.next_step}")
            return None

    def go_home(self) -> None:
        """Back to the home screen, whatever lies above it."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def tell(self, sentence: str, *, serious: bool = False) -> None:
        """A notice for a few seconds, in words."""
        text = safe(" ".join(sentence.split()))[:_LONGEST_NOTICE]
        self.notify(text, severity="warning" if serious else "information", markup=False)

    @work(thread=True, exclusive=True, group="screen_state", exit_on_error=False)
    def save_screen_state(self) -> None:
        """Writes where the learner is, beside what goes on."""
        self.screen_state.save()

    # --- runs --------------------------------------------------------------------------------------

    def _post_event(self, event: RunEvent) -> None:
        from tftutor.tui.job_messages import message_of

        self.post_message(message_of(event))

    def on_job_changed(self, event: JobChanged) -> None:
        """Handed to the screen that shows the step."""
        self._hand_on(event)

    def on_job_ended(self, event: JobEnded) -> None:
        """Handed on too; a run that ends out of sight is told."""
        from tftutor.tui.screens.lesson import LessonScreen

        self._hand_on(event)
        screen = self.screen
        if not (isinstance(screen, LessonScreen) and screen.ref.id == event.job.ref.id):
            self.tell(_ended(event.job))
        elif event.job.elsewhere:
            self.screen_state.note_news_seen(event.job.ref.id)  # the home screen need not tell it
            self.save_screen_state()

    def _hand_on(self, event: JobChanged | JobEnded) -> None:
        from tftutor.tui.screens.lesson import LessonScreen

        for screen in self.screen_stack:
            if isinstance(screen, LessonScreen):
                screen.hear(event)


if TYPE_CHECKING:

    def _is_a_host(app: TutorApp) -> Host:
        return app


def spare_from_collection() -> None:
    """What is there now stays: the collector of garbage need not look through the course again and again.

    It did so several times a second while output streamed, and each look kept a key waiting.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _ended(job: Job) -> str:
    from tftutor.presentation.outcomes import WORDS

    title = job.ref.step.title.strip()
    if job.outcome is None:
        return f"The run of “{title}” has ended."
    return f"“{title}”: {WORDS[job.outcome.status]}. {job.outcome.sentence}"
