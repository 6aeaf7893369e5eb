"""Every action of the full-screen tutor: its id, its keys, its words. `keys.py` makes bindings of them.

The keys survive tmux, screen and SSH: letters where nothing is typed, Ctrl and a letter, Alt and a letter,
F-keys. Ctrl+H, Ctrl+I and Ctrl+M are Backspace, Tab and Enter in a terminal; Ctrl+S, Ctrl+Q, Ctrl+B and
Ctrl+A are eaten by others on their way, so none of them is the only key of anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal[
    "app",
    "home",
    "lesson",
    "editor",
    "code",
    "find",
    "output",
    "list",
    "rows",
    "welcome",
    "solution",
    "compare",
]

WHERE: dict[Scope, str] = {
    "app": "Everywhere",
    "home": "On the home screen",
    "lesson": "In a step",
    "editor": "In your code",
    "code": "Around your code",
    "find": "While you look for words in your code",
    "output": "In the output",
    "list": "In lists and on pages",
    "rows": "In every list",
    "welcome": "On the first start",
    "solution": "Beside a solution",
    "compare": "Beside another version of your code",
}
# Scopes whose keys may be heard at the same time: a key given twice among them would do one thing only.
TOGETHER: tuple[frozenset[Scope], ...] = (
    frozenset({"app", "home", "rows"}),
    frozenset({"app", "lesson", "editor", "code"}),
    frozenset({"app", "lesson", "code", "find"}),
    frozenset({"app", "lesson", "output"}),
    frozenset({"app", "list", "rows", "welcome"}),
    frozenset({"solution"}),
    frozenset({"compare"}),
)


def heard_together(one: Scope, other: Scope) -> bool:
    """Whether a key press can reach actions of both scopes."""
    return any({one, other} <= scopes for scopes in TOGETHER)


@dataclass(frozen=True)
class Action:
    """Something a key does.

    id       as it is named in the settings: `next-step`; the method is `action_next_step`
    keys     in Textual's names; the first is the one that is shown
    label    one or two words for the last line of the screen
    help     what it does, in a sentence without its full stop
    typing   it works while code or words are typed too, so none of its keys may be a plain character
    before   ids of actions that it hides on purpose, where they have the same key
    listed   help and the command palette name it; moving a cursor needs no words
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    scope: Scope
    typing: bool = False
    method: str = ""
    before: tuple[str, ...] = ()
    listed: bool = True

    @property
    def action(self) -> str:
        """What Textual is asked to do."""
        return self.method or self.id.replace("-", "_")


def _pane(number: int, id: str, label: str, what: str) -> Action:
    return Action(f"pane-{id}", (str(number), f"alt+{number}"), label, what, "lesson", method=f"pane('{id}')")


ACTIONS: tuple[Action, ...] = (
    Action("help", ("question_mark", "f1"), "help", "Explain what is before you, and its keys", "app"),
    Action(
        "palette", ("ctrl+p",), "commands", "Find anything by its name", "app",
        typing=True, method="command_palette",
    ),
    Action("doctor", ("d",), "doctor", "Look for what stops TensorFlow on this machine", "app"),
    Action("glossary", ("g",), "glossary", "Look up a word", "app"),
    Action("settings", ("comma",), "settings", "Colours, keys, mouse, folders", "app"),
    Action("quit", ("ctrl+q",), "quit", "Leave; everything is kept", "app", typing=True),
    Action("unfold", ("right", "space"), "steps", "Show the lessons and steps of a session", "home"),
    Action("fold", ("left",), "fold", "Hide them again", "home"),
    Action("search", ("slash",), "find", "Find a step, a lesson or a word", "home"),
    Action("progress", ("p",), "progress", "Show what you have done so far", "home", method="app.progress"),
    Action(
        "leave-search", ("escape",), "back", "Go back from the line where words are typed", "home",
        listed=False,
    ),
    Action("leave", ("q",), "quit", "Leave; everything is kept", "home", method="app.quit"),
    Action("run", ("ctrl+r", "f5"), "run", "Run the code of this step", "lesson", typing=True),
    Action(
        "check", ("ctrl+j", "f9"), "check", "Check whether it does what the step asks", "lesson", typing=True,
    ),
    Action("cancel", ("ctrl+c",), "stop", "Stop the run that goes on", "lesson", typing=True),
    Action(
        "keep-going", ("k", "alt+k"), "keep",
        "Let the run go on when you leave or the connection drops", "lesson",
    ),
    Action(
        "from-start", ("0",), "restart", "Forget the checkpoint, so that the next run begins from the start",
        "lesson",
    ),
    Action("next-step", ("n", "alt+n", "ctrl+n"), "next", "Go to the next step", "lesson"),
    Action("previous-step", ("p", "alt+p"), "back", "Go to the step before", "lesson"),
    _pane(1, "read", "Read", "Show the text of the step"),
    _pane(2, "code", "Code", "Show your code"),
    _pane(3, "output", "Output", "Show what the run printed"),
    _pane(4, "checks", "Checks", "Show what the checks say"),
    _pane(5, "board", "Board", "Show what the run logged for TensorBoard, drawn"),
    _pane(6, "log", "Log", "Show TensorFlow's own messages"),
    Action("hint", ("h", "alt+h"), "hint", "Show the next hint", "lesson"),
    Action("solution", ("s", "alt+s"), "solution", "Show a solution beside your code", "lesson"),
    Action("go-to-line", ("l", "alt+l"), "line", "Go to the line of your code that is spoken of", "lesson"),
    Action("edit-outside", ("e", "alt+e"), "$EDITOR", "Open your code in your own editor", "lesson"),
    Action("shell", ("exclamation_mark",), "shell", "Open a shell; `exit` brings you back", "lesson"),
    Action("home", ("escape",), "home", "Go back to the home screen", "lesson"),
    Action("find", ("ctrl+f",), "find", "Find words in your code", "editor", typing=True),
    Action(
        "comment", ("ctrl+underscore", "alt+c"), "comment",
        "Put a # before the lines, or take it away", "editor", typing=True,
    ),
    Action(
        "begin-anew", ("alt+0",), "anew", "Bring back the code that the step began with", "editor",
        typing=True,
    ),
    Action("edit-code", ("enter",), "edit", "Put the keyboard into your code", "code", listed=False),
    Action("leave-code", ("tab",), "beyond", "Go to the next part of the screen", "code", method="beyond"),
    Action(
        "find-next", ("ctrl+g", "f3"), "next place", "Go to the next place of the words", "code",
        typing=True, method="find_step(1)",
    ),
    Action(
        "find-previous", ("shift+f3",), "place before", "Go to the place of the words before", "code",
        typing=True, method="find_step(-1)",
    ),
    Action(
        "keep-mine", ("alt+m",), "keep mine", "Keep your text where another program changed the file", "code",
        typing=True, method="settle('mine')",
    ),
    Action(
        "take-theirs", ("alt+t",), "take theirs", "Take the other program's text", "code",
        typing=True, method="settle('theirs')",
    ),
    Action(
        "compare", ("alt+d",), "compare", "Compare your text with the other program's", "code",
        typing=True, method="settle('compare')",
    ),
    Action(
        "find-down", ("down",), "next place", "Go to the next place", "find",
        typing=True, method="step(1)", listed=False,
    ),
    Action(
        "find-up", ("up",), "place before", "Go to the place before", "find",
        typing=True, method="step(-1)", listed=False,
    ),
    Action(
        "find-close", ("escape",), "back", "Go back to the code", "find",
        typing=True, method="close", before=("home",), listed=False,
    ),
    Action(
        "output-left", ("left",), "left", "Show what is further left", "output", method="sideways(-1)",
        listed=False,
    ),
    Action(
        "output-right", ("right",), "right", "Show what is further right", "output", method="sideways(1)",
        listed=False,
    ),
    Action("output-file", ("w",), "file", "Say in which file all of it is", "output", method="write"),
    Action("back", ("escape",), "back", "Go back", "list"),
    Action(
        "search-list", ("slash",), "find", "Go to the line where words are typed", "list", method="search",
    ),
    Action("again", ("r",), "again", "Look once more", "list"),
    Action("mend", ("m",), "mend", "Do what can be mended safely, after asking", "list"),
    Action("open", ("enter",), "open", "Open what the cursor is on", "rows", method="choose", listed=False),
    Action("row-up", ("up", "k"), "up", "Go up", "rows", method="move(-1)", listed=False),
    Action("row-down", ("down", "j"), "down", "Go down", "rows", method="move(1)", listed=False),
    Action("page-up", ("pageup",), "page up", "Go up a screenful", "rows", method="page(-1)", listed=False),
    Action(
        "page-down", ("pagedown",), "page down", "Go down a screenful", "rows", method="page(1)",
        listed=False,
    ),
    Action("first-row", ("home",), "first", "Go to the first", "rows", method="move(-1000000)", listed=False),
    Action("last-row", ("end",), "last", "Go to the last", "rows", method="move(1000000)", listed=False),
    Action("welcome-back", ("left",), "back", "Go back a screen", "welcome", method="turn(-1)"),
    Action("welcome-on", ("right", "n"), "go on", "Go on to the next screen", "welcome", method="turn(1)"),
    Action(
        "close-solution", ("escape", "q", "s", "enter"), "back", "Go back to your code", "solution",
        method="dismiss",
    ),
    Action("compare-mine", ("k", "alt+m"), "keep mine", "Keep your text", "compare", method="choose('mine')"),
    Action(
        "compare-theirs", ("t", "alt+t"), "take theirs", "Take the other program's text", "compare",
        method="choose('theirs')",
    ),
    Action(
        "compare-back", ("escape", "q"), "back", "Go back to the code", "compare", method="choose('')",
    ),
)  # fmt: skip
