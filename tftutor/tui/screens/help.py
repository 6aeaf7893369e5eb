"""`?`: what is before the learner, in a few sentences, and every key that works there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.screen import Screen
from textual.widget import Widget

from tftutor.tui.actions import ACTIONS, WHERE, Scope
from tftutor.tui.keys import keys_of, spoken, with_keys
from tftutor.tui.screens.home_rows import fold
from tftutor.tui.screens.list_screen import ListScreen
from tftutor.tui.widgets.row_list import ListRow, row

_KEYS = 18
_ALWAYS = (
    ("{open}", "Open what the cursor is on"),
    ("Up, Down, PgUp, PgDn", "Move in a list, or through a text"),
    ("Tab, shift+Tab", "Go to the next part of the screen, or the one before"),
)


class HelpScreen(ListScreen):
    """``about``: the screen that is explained; ``focused``: the part of it where the keys go."""

    HEAD = "Help"

    def __init__(self, about: Screen[object], focused: Widget | None, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._keys = keys
        self._texts = [with_keys(text, keys) for text in _texts(focused, about)]
        here = {binding.binding.id for binding in about.active_bindings.values()}
        self._actions = [action for action in ACTIONS if action.listed and action.id in here]

    def rows(self) -> Sequence[ListRow]:
        """What it is, then the keys, those of this place first."""
        return [*self._lines()]

    def _lines(self) -> Iterator[ListRow]:
        for text in self._texts:
            for line in fold(text, self.columns):
                yield row(f"  {line}")
            yield row()
        for scope in sorted(WHERE, key=lambda scope: scope == "app"):
            yield from self._of_scope(scope)
        for keys, what in _ALWAYS:
            yield row(f"  {with_keys(keys, self._keys):<{_KEYS + 5}}{what}")
        yield row()
        said = "Every key can be changed, below `keys:` in your config.yaml; the settings show where it is."
        yield from (row((f"  {line}", "dim")) for line in fold(said, self.columns))

    def _of_scope(self, scope: Scope) -> Iterator[ListRow]:
        mine = [action for action in self._actions if action.scope == scope]
        if not mine:
            return
        yield row((f"  {WHERE[scope]}", "strong"))
        for action in mine:
            keys = "  ".join(spoken(key) for key in keys_of(action.id, self._keys))
            first, *rest = fold(action.help, self.columns - _KEYS)
            yield row((f"  {keys:<{_KEYS}}", "mark"), first)
            for line in rest:
                yield row(f"  {'':<{_KEYS}}{line}")
        yield row()


def _texts(focused: Widget | None, screen: Screen[object]) -> Iterator[str]:
    """The nearest explanation around what has the focus, then the screen's own."""
    seen: set[str] = set()
    around = [node for node in focused.ancestors_with_self if node is not screen] if focused else []
    for node in (*around, screen):
        said = getattr(node, "HELP", None)
        if isinstance(said, str) and said and said not in seen:
            seen.add(said)
            yield " ".join(said.split())
