"""Colours, mouse, animation, keys, folders: what is set, by whom, and a key to change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from textual import on

from tftutor.application.user_config import change, user_config_file
from tftutor.places import DEFAULT, places
from tftutor.presentation.text import tidy
from tftutor.problems import Problem
from tftutor.settings_values import THEMES
from tftutor.tui import themes
from tftutor.tui.actions import ACTIONS, WHERE
from tftutor.tui.keys import keymap, keys_of, spoken
from tftutor.tui.screens.home_rows import fit, fold
from tftutor.tui.screens.list_screen import ListScreen
from tftutor.tui.widgets.row_list import ListRow, RowList, row

_LABEL = 16


@dataclass(frozen=True)
class Choice:
    """A setting that Enter turns. ``values``: as written in the file, "" for the default, with words."""

    key: str
    label: str
    values: tuple[tuple[str, str], ...]
    later: bool = False


CHOICES = (
    Choice(
        "theme", "colours", tuple((name if name != "auto" else "", themes.WORDS[name]) for name in THEMES),
    ),
    Choice(
        "mouse", "mouse",
        (("", "on: click, wheel; Shift and drag selects text"), ("false", "off: the terminal has it")),
        later=True,
    ),
    Choice(
        "animation", "animation",
        (("", "on, but not over SSH"), ("true", "on"), ("false", "off")),
    ),
    Choice(
        "cursor_blink", "cursor",
        (("", "blinks, but not over SSH"), ("true", "blinks"), ("false", "stands still")), later=True,
    ),
    Choice(
        "keep_runs", "runs",
        (("", "end when you leave, except those you keep"), ("true", "go on when you leave or are cut off")),
    ),
)  # fmt: skip


class SettingsScreen(ListScreen):
    """Enter turns a setting to its next value and writes that line of the learner's own file."""

    HEAD = "Settings"
    HELP = (
        "Enter turns a setting to its next value. It is written into your own config.yaml, where every other "
        "line stays as it is. Folders and keys are changed in that file with an editor."
    )

    def on_mount(self) -> None:
        self._file = user_config_file()

    def rows(self) -> Sequence[ListRow]:
        """All lines."""
        return [*self._choices(), row(), *self._folders(), row(), *self._keys()]

    def _choices(self) -> Iterator[ListRow]:
        sources = self.host.settings.sources
        for choice in CHOICES:
            said = dict(choice.values)[self._now(choice)]
            whence = sources.get(choice.key, DEFAULT)
            by = "" if whence in (DEFAULT, "") or whence.startswith(str(self._file)) else f"  set by {whence}"
            yield row(
                f"   {choice.label:<{_LABEL}}",
                (said, "mark"),
                (fit(by, self.columns - 44).rstrip(), "dim"),
                key=choice.key,
            )

    def _now(self, choice: Choice) -> str:
        """The value in force, as it is written; "" where nobody set it."""
        settings = self.host.settings
        if settings.sources.get(choice.key, DEFAULT) == DEFAULT:
            return ""
        value = getattr(settings, choice.key)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return text if text in dict(choice.values) else ""

    @on(RowList.Chosen)
    def _turn(self, event: RowList.Chosen) -> None:
        choice = next(one for one in CHOICES if one.key == event.key)
        source = self.host.settings.sources.get(choice.key, DEFAULT)
        variable = f"TFTUTOR_{choice.key.upper()}"
        if source == variable:
            self.host.tell(f"{variable} is set, and it wins over the file. Remove it with: unset {variable}")
            return
        names = [value for value, _ in choice.values]
        following = names[(names.index(self._now(choice)) + 1) % len(names)]
        self.run_worker(
            partial(self._write, choice, following), thread=True, exclusive=True, exit_on_error=False
        )

    def _write(self, choice: Choice, value: str) -> None:
        host = self.host
        try:
            # A line of the system's file would come through again where ours says nothing.
            change(choice.key, value or _default_to_write(choice))
        except Problem as problem:
            host.call_from_thread(host.tell, str(problem), serious=True)
            return
        host.call_from_thread(self._take, choice)

    def _take(self, choice: Choice) -> None:
        host = self.host
        try:
            host.take_settings()
        except Problem as problem:
            host.tell(str(problem), serious=True)
            return
        if choice.later:
            host.tell("It holds from the next start of tftutor on.")
        self.draw()

    def _folders(self) -> Iterator[ListRow]:
        here, settings = places(), self.host.settings
        lines = [
            ("your files", tidy(here.workspace), "workspace"),
            ("your progress", tidy(here.state), ""),
            ("kept for speed", f"{tidy(here.cache)}  may be deleted", ""),
            (
                "data sets",
                tidy(settings.data_dir) if settings.data_dir else "found or fetched when needed",
                "data_dir",
            ),
            ("Python", settings.python or "the one that runs tftutor", "python"),
            ("network", "not used" if settings.offline else "only to fetch data sets", "offline"),
            ("this file", tidy(self._file), ""),
        ]
        for label, text, key in lines:
            source = settings.sources.get(key, DEFAULT)
            by = f"  set by {source}" if key and source != DEFAULT else ""
            first, *rest = fold(text + by, self.columns - _LABEL)
            yield row((f"   {label:<{_LABEL}}", "dim"), first)
            yield from (row(f"   {'':<{_LABEL}}{line}") for line in rest)

    def _keys(self) -> Iterator[ListRow]:
        example = "Keys: below `keys:` in that file, write for example  run: [ctrl+r, f5]"
        yield from (row(f"   {line}") for line in fold(example, self.columns))
        changed = keymap(self.host.settings)
        for scope, where in WHERE.items():
            yield row()
            yield row((f"   {where}", "strong"))
            for action in ACTIONS:
                if action.scope == scope:
                    keys = "  ".join(spoken(key) for key in keys_of(action.id, changed))
                    own = "mark" if action.id in changed else ""
                    yield row(
                        f"   {action.id:<{_LABEL}}",
                        (f"{keys:<14}", own),
                        (fit(action.help, self.columns - 33).rstrip(), "dim"),
                    )


def _default_to_write(choice: Choice) -> str:
    return {"theme": "auto", "mouse": "true", "keep_runs": "false"}.get(choice.key, "")
