"""The command palette: what can be done here, and every lesson, step and word of the course."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tftutor.presentation.search import search
from tftutor.tui.actions import ACTIONS, Action
from tftutor.tui.keys import shown
from tftutor.tui.safety import safe_line

if TYPE_CHECKING:
    from tftutor.application.overview import Overview
    from tftutor.tui.app import TutorApp

_MOST = 30


def overview_of_app(app: TutorApp) -> Overview | None:
    """The course at a glance, as the home screen has it; None before anything is known."""
    from tftutor.tui.screens.home import HomeScreen

    return next((screen.overview for screen in app.screen_stack if isinstance(screen, HomeScreen)), None)


class CourseCommands(Provider):
    """Actions first, in the order of the last line of the screen; then what the course has."""

    async def discover(self) -> Hits:
        """What is offered before anything is typed."""
        for action in self._actions():
            yield DiscoveryHit(self._name(action), partial(self._do, action))

    async def search(self, query: str) -> Hits:
        """What fits the letters."""
        actions = [(action, f"{action.label} {action.help} {action.id}") for action in self._actions()]
        found = search(query, actions, _MOST)
        for rank, action in enumerate(found):
            yield Hit(1.0 - rank / 100, self._name(action), partial(self._do, action))
        overview = overview_of_app(self._app)
        if overview is None:
            return
        from tftutor.tui.screens.home_rows import found_name, searchable

        for rank, key in enumerate(search(query, searchable(overview), _MOST)):
            name, where = found_name(overview, key)
            go = partial(self._app.open_key, key)
            yield Hit(0.5 - rank / 100, Content(safe_line(name)), go, help=safe_line(where, longest=200))

    @property
    def _app(self) -> TutorApp:
        return cast("TutorApp", self.app)

    def _actions(self) -> list[Action]:
        """Those that a key would do on the screen below."""
        here = {binding.binding.id for binding in self.screen.active_bindings.values()}
        return [
            one for one in ACTIONS if one.id in here and one.id not in ("palette", "open", "fold", "unfold")
        ]

    def _name(self, action: Action) -> Content:
        return Content(f"{action.help}  ({shown(action.id, self._app.keys)})")

    async def _do(self, action: Action) -> None:
        if action.scope == "app":
            await self._app.run_action(action.action)
        else:
            focused = self.screen.focused if action.scope == "editor" else None
            await self._app.run_action(action.action, default_namespace=focused or self.screen)
