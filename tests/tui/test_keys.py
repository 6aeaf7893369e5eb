"""Every action has keys that a terminal sends, no two at the same place, and the settings may change them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tftutor.places import Settings, settings
from tftutor.problems import MachineProblem
from tftutor.settings_values import READERS
from tftutor.tui import actions
from tftutor.tui.actions import ACTIONS, heard_together
from tftutor.tui.keys import bindings, keymap, keys_of, shown, spoken, with_keys


def said(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "tftutor" / "config.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return settings({"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_CONFIG_DIRS": "/nowhere"})


def test_no_key_does_two_things_at_one_place() -> None:
    for action in ACTIONS:
        for other in ACTIONS:
            if other is not action and heard_together(action.scope, other.scope):
                same = set(action.keys) & set(other.keys)
                meant = other.id in action.before or action.id in other.before
                assert not same or meant or other.action == action.action, (action.id, other.id)


def test_ids_are_unique_and_keys_survive_a_terminal() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    taken = {"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+s", "ctrl+b", "ctrl+a"}
    assert not [action.id for action in ACTIONS if taken & set(action.keys)]


def test_the_defaults_would_be_taken_from_the_settings_too(tmp_path: Path) -> None:
    lines = [f"  {action.id}: {list(action.keys)}" for action in ACTIONS]
    found = keymap(said(tmp_path, "keys:\n" + "\n".join(lines)))
    assert {id: tuple(keys.split(",")) for id, keys in found.items()} == {a.id: a.keys for a in ACTIONS}


def test_bindings_carry_the_ids_and_only_keys_for_typing_come_first() -> None:
    found = {binding.id: binding for binding in bindings("lesson")}
    assert found["run"].key == "ctrl+r,f5"
    assert found["run"].priority
    assert not found["next-step"].priority


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Ctrl-T", "ctrl+t"),
        ("^t", "ctrl+t"),
        ("F8", "f8"),
        ("alt+r", "alt+r"),
        ("shift+ctrl+t", "ctrl+shift+t"),
    ],
)
def test_keys_may_be_written_in_several_ways(tmp_path: Path, written: str, key: str) -> None:
    assert keymap(said(tmp_path, f"keys:\n  run: '{written}'\n")) == {"run": key}


def test_a_character_may_be_a_key_where_nothing_is_typed(tmp_path: Path) -> None:
    found = keymap(said(tmp_path, "keys:\n  help: ['#', f1]\n  hint: '+'\n"))
    assert found == {"help": "number_sign,f1", "hint": "plus"}
    assert shown("help", found) == "#"
    assert shown("run", found) == "^r"
    assert keys_of("run", found) == ("ctrl+r", "f5")


def test_texts_and_hints_follow_the_settings(tmp_path: Path) -> None:
    changed = keymap(said(tmp_path, "keys:\n  run: ctrl+t\n  next-step: ['#', alt+n]\n"))
    assert with_keys("{run} runs it, {next-step} goes on, {back} goes back", changed) == (
        "Ctrl+T runs it, # goes on, Escape goes back"
    )
    assert shown("next-step", changed, typing=True) == "alt+n"
    assert shown("find", changed, typing=True) == "^f"


def test_no_key_is_named_but_in_the_table() -> None:
    """Keys of Textual's own editor and of the shell have no action: they may be named."""
    folder, fixed = Path(actions.__file__).parent, {"Ctrl+Z", "Ctrl+C"}
    named = {
        (file.name, node.lineno, key)
        for file in folder.rglob("*.py")
        if file.name not in ("actions.py", "keys.py")
        for node in _texts(ast.parse(file.read_text(encoding="utf-8")))
        for key in re.findall(r"Ctrl\+[A-Z]|\^[a-z]\b|alt\+[a-z0-9]\b|\bF[0-9]+\b", str(node.value))
    }
    assert not {one for one in named if one[2] not in fixed}


def _texts(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every text of a module but its docstrings."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    firsts = [node.body[0] for node in ast.walk(tree) if isinstance(node, holders) and node.body]
    docstrings = {id(first.value) for first in firsts if isinstance(first, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def test_two_actions_may_change_places(tmp_path: Path) -> None:
    found = keymap(said(tmp_path, "keys:\n  run: [ctrl+j, f9]\n  check: [ctrl+r, f5]\n"))
    assert found == {"run": "ctrl+j,f9", "check": "ctrl+r,f5"}


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("runn: f8", 2, "There is no action `runn`. Did you mean `run`?"),
        ("next_stop: f8", 2, "Did you mean `next-step`?"),
        ("hint: f8\n  zzz: f8", 3, "The actions are: help, palette"),
        ("run: ctlr+t", 2, "'ctlr+t' is not a key"),
        ("run: ctrl+ctrl+t", 2, "is not a key"),
        ("run: ''", 2, "is not a key"),
        ("run: []", 2, "`run` needs one key"),
        ("run: ctrl+m", 2, "ctrl+m is the same key as Enter"),
        ("run: r", 2, "`run` works while you type too"),
        ("run: enter", 2, "`run` works while you type too"),
        ("run: ctrl+k", 2, "does something else in the editor"),
        ("run: f9", 2, "F9 is given to `run`, and it is the key of `check` too"),
        ("hint: n", 2, "n is given to `hint`, and it is the key of `next-step` too"),
        ("hint: d", 2, "it is the key of `doctor` too"),
        ("run: f3", 2, "F3 is given to `run`, and it is the key of `find-next` too"),
        ("hint: alt+t", 2, "it is the key of `take-theirs` too"),
        ("go-to-line: w", 2, "it is the key of `output-file` too"),
        ("progress: k", 2, "it is the key of `row-up` too"),
        ("find-up: alt+1", 2, "it is the key of `pane-read` too"),
        ("compare-mine: t", 2, "it is the key of `compare-theirs` too"),
        ("run: f8\n  check: f8", 2, "F8 is given to `run`, and it is the key of `check` too"),
    ],
)
def test_what_is_amiss_is_said_with_its_line(tmp_path: Path, text: str, line: int, sentence: str) -> None:
    with pytest.raises(MachineProblem) as caught:
        keymap(said(tmp_path, f"keys:\n  {text}\n"))
    assert caught.value.sentence.startswith(f"{tmp_path}/tftutor/config.yaml:{line}: ")
    assert sentence in caught.value.sentence


def test_the_page_on_settings_names_every_setting_action_and_key() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in (*READERS, "keys"))
    for action in ACTIONS:
        keys = ", ".join(f"`{spoken(key)}`" for key in action.keys)
        assert f"| `{action.id}` | {keys} | {action.help} |" in page
