"""Opens the screens beside the course, from every screen. The application stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.screen import Screen

from tftutor.tui.input_queue import InputQueueApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import Provider

    from tftutor.application.overview import Overview
    from tftutor.tui.host import Host


def _commands() -> type[Provider]:
    from tftutor.tui.command_palette import CourseCommands

    return CourseCommands


class Navigation(InputQueueApp[int]):
    """Imports each screen when it is opened for the first time."""

    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}

    def on_resize(self, event: events.Resize) -> None:
        """A window too small to draw in gets a sentence, until it is larger again."""
        from tftutor.tui.screens.too_small import TooSmallScreen, is_too_small

        shown = isinstance(self.screen, TooSmallScreen)
        if is_too_small(event.size) and not shown:
            self.push_screen(TooSmallScreen())
        elif shown and not is_too_small(event.size):
            self.pop_screen()

    @property
    def _host(self) -> Host:
        return cast("Host", self)

    def action_help(self) -> None:
        """What is before the learner, and its keys."""
        from tftutor.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen, self.focused, self._host.keys))

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

        ref = getattr(self.screen, "ref", None)
        words = tuple(ref.step.words) if ref is not None else ()
        self._host.when_ready(
            lambda: self.push_screen(GlossaryScreen(word or (words[0] if words else ""), words))
        )

    def action_settings(self) -> None:
        """Colours, keys, mouse, folders."""
        from tftutor.tui.screens.settings import SettingsScreen

        self._go(SettingsScreen)

    def action_progress(self) -> None:
        """What was done so far."""
        from tftutor.tui.screens.progress import ProgressScreen

        self._host.when_ready(lambda: self._go(ProgressScreen))

    def show_page(self, id: str) -> None:
        """A page that stands beside the lessons, where the course has it."""
        self._host.when_ready(lambda: self._show_page(id))

    def _show_page(self, id: str) -> None:
        from tftutor.course.pages import load_pages
        from tftutor.problems import Problem
        from tftutor.tui.screens.pages import PageScreen

        try:
            page = load_pages(self._host.desk.course.folder).find(id)
        except Problem as problem:
            self._host.tell(str(problem), serious=True)
            return
        if page is not None:
            self.push_screen(PageScreen(page.title, page.markdown))

    def open_key(self, key: str) -> None:
        """What a line of the home screen or a find of the palette stands for."""
        from tftutor.tui.screens.home import HomeScreen
        from tftutor.tui.screens.home_rows import LESSON, PAGE, SESSION, STEP, WORD

        kind, _, id = key.partition(":")
        if f"{kind}:" == STEP:
            self._host.open_step(id)
        elif f"{kind}:" == WORD:
            self.show_glossary(id)
        elif f"{kind}:" == PAGE:
            self.show_page(id)
        elif f"{kind}:" in (LESSON, SESSION):
            self._host.go_home()
            if isinstance(self.screen, HomeScreen):
                self.screen.show_insides(key)

    def take_settings(self) -> None:
        """The settings read anew, and what can change at once changed. Raises Problem."""
        from tftutor.application.user_config import screen_settings
        from tftutor.tui import themes
        from tftutor.tui.keys import keymap

        chosen = screen_settings()
        self._host.keys = keymap(chosen)
        self._host.settings = chosen
        self.set_keymap(self._host.keys)
        if self._host.is_ready:
            self._host.runs.keep = chosen.keep_runs
        self.animation_level = "full" if chosen.animation else "none"
        themes.apply(self, chosen.theme)

    @property
    def overview(self) -> Overview | None:
        """The course at a glance, as the home screen has it; None before anything is known."""
        from tftutor.tui.screens.home import HomeScreen

        screens = self.screen_stack
        return next((screen.overview for screen in screens if isinstance(screen, HomeScreen)), None)

    def show_welcome(self) -> None:
        """The first start."""
        from tftutor.tui.screens.welcome import WelcomeScreen

        self._go(WelcomeScreen)

    def _go(self, screen: type[Screen[None]]) -> None:
        if not isinstance(self.screen, screen):
            self.push_screen(screen())
