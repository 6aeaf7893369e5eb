"""The ways from every screen to the ones that stand beside the course. Mixed into the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

if TYPE_CHECKING:
    from tftutor.tui.app import TutorApp


class Ways:
    """Each way imports its screen when it is gone for the first time."""

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
        from tftutor.tui.screens.pages import open_page

        app = cast("TutorApp", self)
        app.when_ready(lambda: open_page(app, id))

    def welcome(self) -> None:
        """The first start."""
        from tftutor.tui.screens.welcome import WelcomeScreen

        self._go(WelcomeScreen)

    def _go(self, screen: type[Screen[None]]) -> None:
        app = cast("TutorApp", self)
        if not isinstance(app.screen, screen):
            app.push_screen(screen())
