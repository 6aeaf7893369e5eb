"""The ways from every screen to the ones that stand beside the course. Mixed into the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import Provider

    from tftutor.tui.app import TutorApp


def _commands() -> type[Provider]:
    from tftutor.tui.commands import CourseCommands

    return CourseCommands


class Navigation:
    """Each way imports its screen when it is gone for the first time."""

    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}

    def on_resize(self, event: events.Resize) -> None:
        """A window too small to draw in gets a sentence, until it is larger again."""
        from tftutor.tui.screens.small import SmallScreen, is_too_small

        app = cast("TutorApp", self)
        shown = isinstance(app.screen, SmallScreen)
        if is_too_small(event.size) and not shown:
            app.push_screen(SmallScreen())
        elif shown and not is_too_small(event.size):
            app.pop_screen()

    def action_help(self) -> None:
        """What is before the learner, and its keys."""
        from tftutor.tui.screens.help import HelpScreen

        app = cast("TutorApp", self)
        if not isinstance(app.screen, HelpScreen):
            app.push_screen(HelpScreen(app.screen, app.focused, app.keys))

    def action_doctor(self) -> None:
        """What stops TensorFlow on this machine."""
        from tftutor.tui.screens.doctor import DoctorScreen

        self._go(DoctorScreen)

    def action_glossary(self) -> None:
        """The words of the course, at those of the step that is shown."""
        self.show_glossary()

    def show_glossary(self, word: str = "") -> None:
        """The glossary, at a word."""
        from tftutor.tui.screens.glossary import GlossaryScreen

        app = cast("TutorApp", self)
        ref = getattr(app.screen, "ref", None)
        words = tuple(ref.step.words) if ref is not None else ()
        app.when_ready(lambda: app.push_screen(GlossaryScreen(word or (words[0] if words else ""), words)))

    def action_settings(self) -> None:
        """Colours, keys, mouse, folders."""
        from tftutor.tui.screens.settings import SettingsScreen

        self._go(SettingsScreen)

    def action_progress(self) -> None:
        """What was done so far."""
        from tftutor.tui.screens.progress import ProgressScreen

        app = cast("TutorApp", self)
        app.when_ready(lambda: self._go(ProgressScreen))

    def show_page(self, id: str) -> None:
        """A page that stands beside the lessons, where the course has it."""
        app = cast("TutorApp", self)
        app.when_ready(lambda: self._show_page(id))

    def _show_page(self, id: str) -> None:
        from tftutor.course.pages import load_pages
        from tftutor.problems import Problem
        from tftutor.tui.screens.pages import PageScreen

        app = cast("TutorApp", self)
        try:
            page = load_pages(app.desk.course.folder).find(id)
        except Problem as problem:
            app.tell(str(problem), serious=True)
            return
        if page is not None:
            app.push_screen(PageScreen(page.title, page.markdown))

    def open_key(self, key: str) -> None:
        """What a line of the home screen or a find of the palette stands for."""
        from tftutor.tui.screens.home import HomeScreen
        from tftutor.tui.screens.home_rows import LESSON, PAGE, SESSION, STEP, WORD

        app = cast("TutorApp", self)
        kind, _, id = key.partition(":")
        if f"{kind}:" == STEP:
            app.open_step(id)
        elif f"{kind}:" == WORD:
            self.show_glossary(id)
        elif f"{kind}:" == PAGE:
            self.show_page(id)
        elif f"{kind}:" in (LESSON, SESSION):
            app.go_home()
            if isinstance(app.screen, HomeScreen):
                app.screen.show_insides(key)

    def take_settings(self) -> None:
        """The settings read anew, and what can change at once changed. Raises Problem."""
        from tftutor.tui import themes
        from tftutor.tui.keys import keymap
        from tftutor.tui.launch import settings_here

        app = cast("TutorApp", self)
        wished = settings_here()
        app.keys = keymap(wished)
        app.settings = wished
        app.set_keymap(app.keys)
        if app.is_ready:
            app.runs.keep = wished.keep_runs
        app.animation_level = "full" if wished.animation else "none"
        themes.apply(app, wished.theme)

    @property
    def begins_at_a_step(self) -> bool:
        """Whether a step was named when the tutor was opened: then the greeting waits for the next start."""
        return bool(cast("TutorApp", self)._open_at)

    def welcome(self) -> None:
        """The first start."""
        from tftutor.tui.screens.welcome import WelcomeScreen

        self._go(WelcomeScreen)

    def _go(self, screen: type[Screen[None]]) -> None:
        app = cast("TutorApp", self)
        if not isinstance(app.screen, screen):
            app.push_screen(screen())
