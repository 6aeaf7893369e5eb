"""The command palette: what can be done here, and every lesson, step and word of the course."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tftutor.presentation.search import search
from tftutor.tui.actions import ACTIONS, Action
from tftutor.tui.host import Host, host_of
from tftutor.tui.keys import shown
from tftutor.tui.safety import safe_line

_MOST = 30


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
        overview = self._host.overview
        if overview is None:
            return
        from tftutor.tui.screens.home_rows import found_name, searchable

        for rank, key in enumerate(search(query, searchable(overview), _MOST)):
            name, where = found_name(overview, key)
            go = partial(self._host.open_key, key)
            yield Hit(0.5 - rank / 100, Content(safe_line(name)), go, help=safe_line(where, longest=200))

    @property
    def _host(self) -> Host:
        return host_of(self.screen)

    def _actions(self) -> list[Action]:
        """Those that a key would do on the screen below."""
        here = {binding.binding.id for binding in self.screen.active_bindings.values()}
        return [
            one
            for one in ACTIONS
            if one.listed and one.id in here and one.id not in ("palette", "open", "fold", "unfold")
        ]

    def _name(self, action: Action) -> Content:
        return Content(f"{action.help}  ({shown(action.id, self._host.keys)})")

    async def _do(self, action: Action) -> None:
        if action.scope == "app":
            await self.app.run_action(action.action)
        else:
            focused = self.screen.focused if action.scope == "editor" else None
            await self.app.run_action(action.action, default_namespace=focused or self.screen)
