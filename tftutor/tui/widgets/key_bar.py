"""The last line of a screen: its panes, and the keys that matter now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.widget import Widget

from tftutor.tui.keys import action_of, shown

_GAP = 2


@dataclass(frozen=True)
class Hint:
    """One key and what it does. ``action``: run when it is clicked. ``here``: the pane that is shown.

    ``spare``: left out first where there is no room for all.
    """

    key: str
    label: str
    action: str = ""
    here: bool = False
    spare: bool = False


def hint_of(
    id: str, keys: Mapping[str, str], *, label: str = "", typing: bool = False, here: bool = False
) -> Hint:
    """The hint of an action, with its key as the settings have it. ``typing``: plain keys go into a text."""
    action = action_of(id)
    run = f"app.{action.action}" if action.scope == "app" else action.action
    return Hint(shown(id, keys, typing=typing), label or action.label, run, here=here)


class KeyBar(Widget):
    """Panes to the left, keys to the right; what does not fit is left out, but the last key stays."""

    DEFAULT_CSS = """
    KeyBar { height: 1; padding: 0 1; background: $panel; color: $foreground; dock: bottom; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._panes: tuple[Hint, ...] = ()
        self._keys: tuple[Hint, ...] = ()
        self._spans: list[tuple[int, int, Hint]] = []

    def show(self, panes: Sequence[Hint], keys: Sequence[Hint]) -> None:
        """What is to be seen from now on."""
        if (self._panes, self._keys) != (tuple(panes), tuple(keys)):
            self._panes, self._keys = tuple(panes), tuple(keys)
            self.refresh()

    def render(self) -> Text:
        """One line; where each hint stands is remembered for the mouse."""
        width = self.content_size.width or 78
        panes, help_hint = self._panes, self._keys[-1:]
        keys = list(self._keys[:-1])
        if self._width([*panes, *self._keys]) > width:
            panes = tuple(hint for hint in panes if hint.here or not hint.spare)
        if self._width([*panes, *self._keys]) > width:
            help_hint = tuple(replace(hint, label="") for hint in help_hint)
        while keys and self._width([*panes, *keys, *help_hint]) > width:
            keys.pop()
        self._spans = []
        line = Text(no_wrap=True)
        self._add(line, panes)
        right = [*keys, *help_hint]
        line.append(" " * max(0, width - cell_len(line.plain) - self._width(right) - _GAP))
        self._add(line, right)
        line.truncate(width, overflow="crop")
        return line

    def on_click(self, event: events.Click) -> None:
        """A click does what the key does."""
        for start, end, hint in self._spans:
            if start <= event.x - self.styles.padding.left < end and hint.action:
                self.run_worker(self.screen.run_action(hint.action))
                return

    def _add(self, line: Text, hints: Sequence[Hint]) -> None:
        for hint in hints:
            start = cell_len(line.plain)
            line.append(hint.key, style="bold")
            if hint.label:
                line.append(" ")
                line.append(hint.label, style="reverse" if hint.here else "")
            self._spans.append((start, cell_len(line.plain), hint))
            line.append(" " * _GAP)

    @staticmethod
    def _width(hints: Sequence[Hint]) -> int:
        return sum(cell_len(f"{hint.key} {hint.label}".rstrip()) + _GAP for hint in hints) - _GAP
