"""Keys: the bindings of each part of the screen, and the keys that the settings put in their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from textual.binding import Binding

from tftutor.places import KEYS, Settings
from tftutor.problems import MachineProblem
from tftutor.tui.actions import ACTIONS, Action, Scope, heard_together

_MODIFIERS = ("ctrl", "alt", "shift")
_NAMED = {
    *(
        "enter",
        "escape",
        "tab",
        "space",
        "backspace",
        "delete",
        "insert",
        "home",
        "end",
        "pageup",
        "pagedown",
    ),
    *("up", "down", "left", "right"),
    *(f"f{number}" for number in range(1, 25)),
}
_SHORTER = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
# Textual's name of a character key -> the character.
_CHARACTERS: dict[str, str] = {}
for _character in "".join(chr(code) for code in range(0x21, 0x7F)):
    _name = unicodedata.name(_character).lower().replace("-", "_").replace(" ", "_")
    _CHARACTERS[_character if _character.isalnum() else _SHORTER.get(_name, _name)] = _character
_NEVER_ARRIVE = {
    "ctrl+h": "Backspace", "ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+left_square_bracket": "Escape",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"\{([a-z-]+)\}")
_OF_THE_EDITOR = frozenset(f"ctrl+{letter}" for letter in "acdekuvwxyz") | {"f6", "f7"}
_ALWAYS_TAKEN = frozenset({"enter", "escape", "tab", "up", "down", "left", "right", "backspace"})


def bindings(scope: Scope) -> list[Binding]:
    """What a screen or a widget binds, for its BINDINGS. Ids are those of the actions, for the keymap."""
    return [
        Binding(
            ",".join(action.keys), action.action, action.label, tooltip=action.help, id=action.id,
            priority=action.typing, show=False,
        )
        for action in ACTIONS
        if action.scope == scope
    ]  # fmt: skip


def action_of(id: str) -> Action:
    """The action with this id. KeyError if there is none."""
    return {action.id: action for action in ACTIONS}[id]


def keymap(settings: Settings) -> dict[str, str]:
    """The keys that the settings give, for `App.set_keymap`.

    Raises MachineProblem, with file and line, for an action or a key that there is not, a key that no
    terminal sends, and a key that would do two things.
    """
    mine: dict[str, tuple[str, ...]] = {}
    for id, texts in settings.keys.items():
        action = _known(id, settings)
        keys = tuple(dict.fromkeys(_key(text, action, settings) for text in texts))
        if not keys:
            raise _problem(settings, id, f"`{id}` needs one key at least.")
        mine[id] = keys
    _no_key_twice(mine, settings)
    return {id: ",".join(keys) for id, keys in mine.items()}


def keys_of(id: str, changed: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of an action, in Textual's names. ``changed``: what `keymap` gave."""
    return tuple(changed[id].split(",")) if id in changed else action_of(id).keys


def shown(id: str, changed: Mapping[str, str], *, typing: bool = False) -> str:
    """The first key of an action, short: `^r`, `?`, `alt+1`. ``typing``: the first that types nothing."""
    keys = keys_of(id, changed)
    silent = [key for key in keys if key not in _CHARACTERS and key != "space"] if typing else []
    return spoken([*silent, *keys][0])


def in_full(id: str, changed: Mapping[str, str]) -> str:
    """The first key of an action for a sentence: `Ctrl+R`, `?`, `F5`, `Escape`."""
    key = shown(id, changed)
    if key[:1] == "^" and len(key) == 2:
        return f"Ctrl+{key[1].upper()}"
    return {"esc": "Escape", "enter": "Enter"}.get(key, key)


def with_keys(text: str, changed: Mapping[str, str]) -> str:
    """A text with the key of each action in place of its id in braces: `{run} runs it`."""
    return _PLACEHOLDER.sub(lambda found: in_full(found[1], changed), text)


def spoken(key: str) -> str:
    """A key as people read it: `^r`, `?`, `F5`, `alt+1`, `enter`."""
    *modifiers, last = key.split("+")
    name = last.upper() if re.fullmatch(r"f\d+", last) else _CHARACTERS.get(last, last)
    name = {"pageup": "PgUp", "pagedown": "PgDn", "escape": "esc"}.get(name, name)
    if modifiers == ["ctrl"] and len(name) == 1:
        return f"^{name}"
    return "+".join([*modifiers, name])


def _known(id: str, settings: Settings) -> Action:
    for action in ACTIONS:
        if action.id == id:
            return action
    from tftutor.nearest import nearest

    names = [action.id for action in ACTIONS]
    near = nearest(id.replace("_", "-"), names)
    hint = f"Did you mean `{near[0]}`?" if near else f"The actions are: {', '.join(names)}."
    raise _problem(settings, id, f"There is no action `{id}`. {hint}")


def _key(text: str, action: Action, settings: Settings) -> str:
    key = _in_textual_words(text)
    if key is None:
        raise _problem(
            settings, action.id,
            f"{text!r} is not a key. Keys are written like ctrl+r, alt+1, f5, n, ? or escape.",
        )  # fmt: skip
    if key in _NEVER_ARRIVE:
        other = _NEVER_ARRIVE[key]
        raise _problem(settings, action.id, f"In a terminal {text} is the same key as {other}.")
    if action.typing and key in {*_CHARACTERS, "space", *_ALWAYS_TAKEN} and key not in action.keys:
        raise _problem(
            settings, action.id,
            f"`{action.id}` works while you type too, so {text} cannot be its key. "
            "Take one with ctrl or alt, or an F-key.",
        )  # fmt: skip
    if action.typing and key in _OF_THE_EDITOR and key not in action.keys:
        raise _problem(settings, action.id, f"{text} does something else in the editor already.")
    return key


def _in_textual_words(text: str) -> str | None:
    """`Ctrl-R` and `^r` as `ctrl+r`, `?` as `question_mark`; None for what is no key."""
    word = text.strip()
    if len(word) == 1:
        return next((name for name, character in _CHARACTERS.items() if character == word), None)
    if len(word) == 2 and word[0] == "^":
        word = f"ctrl+{word[1]}"
    word = re.sub(r"(?<=[a-z])-(?=.)", "+", word.lower())
    *modifiers, last = word.split("+") if not word.endswith("++") else [*word[:-2].split("+"), "plus"]
    if len(last) == 1 and last not in _CHARACTERS:
        last = next((name for name, character in _CHARACTERS.items() if character == last), "")
    if last not in _NAMED and last not in _CHARACTERS:
        return None
    if len(set(modifiers)) < len(modifiers) or not set(modifiers) <= set(_MODIFIERS):
        return None
    return "+".join([*sorted(modifiers, key=_MODIFIERS.index), last])


def _no_key_twice(mine: Mapping[str, tuple[str, ...]], settings: Settings) -> None:
    for id, keys in mine.items():
        for other in _rivals(action_of(id)):
            for key in keys:
                if key in mine.get(other.id, other.keys):
                    raise _problem(
                        settings, id,
                        f"{spoken(key)} is given to `{id}`, and it is the key of `{other.id}` too "
                        f"({other.help.lower()}). Give one of them another key.",
                    )  # fmt: skip


def _rivals(action: Action) -> Iterator[Action]:
    """Actions that a key of this one would reach too, but for those that hide each other on purpose."""
    for other in ACTIONS:
        meant = other.id in action.before or action.id in other.before or other.action == action.action
        if other is not action and not meant and heard_together(action.scope, other.scope):
            yield other


def _problem(settings: Settings, id: str, what: str) -> MachineProblem:
    place = settings.sources.get(f"{KEYS}.{id}", "")
    return MachineProblem(f"{place}: {what}" if place else what, "Mend that line, or take it out.")
