"""The words that the dialogue understands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DialogueCommand:
    """``takes``: what may stand behind it. ``also``: its letter and other names."""

    name: str
    also: tuple[str, ...]
    says: str
    takes: str = ""


DIALOGUE_COMMANDS: tuple[DialogueCommand, ...] = (
    DialogueCommand("next", ("n",), "the next step"),
    DialogueCommand("back", ("b", "previous"), "the step before"),
    DialogueCommand("again", ("a", "read"), "hear this step again"),
    DialogueCommand("run", ("r",), "run the code of this step and hear what it prints"),
    DialogueCommand(
        "check", ("c",), "find out whether your code, or what you did, is what the step asks for"
    ),
    DialogueCommand("answer", (), "answer the question of this step", "ANSWER"),
    DialogueCommand("hint", ("h",), "the next hint"),
    DialogueCommand("solution", ("s",), "the solution; that you saw it is noted"),
    DialogueCommand(
        "code", (), "hear your code with line numbers, or only some lines of it", "[FIRST [LAST]]"
    ),
    DialogueCommand("prelude", (), "hear the code of earlier steps that runs before yours"),
    DialogueCommand("edit", ("e",), "open your file in your editor"),
    DialogueCommand("type", ("t",), "type your code here, line by line"),
    DialogueCommand("line", (), "change one line of your code", "N [TEXT]"),
    DialogueCommand("insert", (), "put a line before line N", "N [TEXT]"),
    DialogueCommand("delete", (), "take line N out, or lines N to M", "N [M]"),
    DialogueCommand("reset", (), "start this step again; your file is kept"),
    DialogueCommand(
        "restart", (), "forget the checkpoint of a run that was cut: the next one begins from the start"
    ),
    DialogueCommand("home", (), "where you are, and the sessions"),
    DialogueCommand("list", ("l",), "the lessons of a session, the steps of a lesson", "[NAME]"),
    DialogueCommand("open", ("o", "show"), "go to a step, lesson or session, by number or name", "NAME"),
    DialogueCommand("find", ("f",), "the steps that speak of something", "DIALOGUE_COMMANDS"),
    DialogueCommand("glossary", ("g",), "what a term means", "TERM"),
    DialogueCommand("progress", ("p",), "what you have done so far"),
    DialogueCommand("doctor", ("d",), "what is wrong on this machine, and what fixes it", "[ID]"),
    DialogueCommand("pages", (), "whether long texts wait for Enter: on or off", "on|off"),
    DialogueCommand("shell", ("!",), "a shell, or one command of it; `exit` comes back", "[COMMAND]"),
    DialogueCommand("help", ("?",), "these words"),
    DialogueCommand("quit", ("q", "exit", "bye"), "leave; your place is kept"),
)

_BY_NAME = {name: word for word in DIALOGUE_COMMANDS for name in (word.name, *word.also)}
NAMES = tuple(word.name for word in DIALOGUE_COMMANDS)


def parsed(line: str) -> tuple[DialogueCommand | None, str]:
    """The word that a line begins with, and the rest; None where it begins with no word of ours."""
    text = line.strip()
    if text.startswith("!"):
        return _BY_NAME["!"], text[1:].strip()
    first, _, rest = text.partition(" ")
    return _BY_NAME.get(first.lower()), rest.strip()
