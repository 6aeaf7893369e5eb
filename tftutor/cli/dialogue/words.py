"""The words that the dialogue understands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """``takes``: what may stand behind it. ``also``: its letter and other ways to say it."""

    name: str
    also: tuple[str, ...]
    says: str
    takes: str = ""


WORDS: tuple[Word, ...] = (
    Word("next", ("n",), "the next step"),
    Word("back", ("b", "previous"), "the step before"),
    Word("again", ("a", "read"), "hear this step again"),
    Word("run", ("r",), "run the code of this step and hear what it prints"),
    Word("check", ("c",), "find out whether your code, or what you did, is what the step asks for"),
    Word("answer", (), "answer the question of this step", "ANSWER"),
    Word("hint", ("h",), "the next hint"),
    Word("solution", ("s",), "the solution; that you saw it is noted"),
    Word("code", (), "hear your code with line numbers, or only some lines of it", "[FIRST [LAST]]"),
    Word("prelude", (), "hear the code of earlier steps that runs before yours"),
    Word("edit", ("e",), "open your file in your editor"),
    Word("type", ("t",), "type your code here, line by line"),
    Word("line", (), "say one line of your code anew", "N [TEXT]"),
    Word("insert", (), "put a line before line N", "N [TEXT]"),
    Word("delete", (), "take line N out, or lines N to M", "N [M]"),
    Word("reset", (), "start this step anew; your file is kept beside"),
    Word("home", (), "where you are, and the sessions"),
    Word("list", ("l",), "the lessons of a session, the steps of a lesson", "[NAME]"),
    Word("open", ("o", "show"), "go to a step, lesson or session, by number or name", "NAME"),
    Word("find", ("f",), "the steps that speak of something", "WORDS"),
    Word("glossary", ("g",), "what a term means", "TERM"),
    Word("progress", ("p",), "what you have done so far"),
    Word("doctor", ("d",), "what is amiss on this machine, and what mends it", "[ID]"),
    Word("pages", (), "whether long texts wait for Enter: on or off", "on|off"),
    Word("shell", ("!",), "a shell, or one command of it; `exit` comes back", "[COMMAND]"),
    Word("help", ("?",), "these words"),
    Word("quit", ("q", "exit", "bye"), "leave; your place is kept"),
)

_BY_NAME = {name: word for word in WORDS for name in (word.name, *word.also)}
NAMES = tuple(word.name for word in WORDS)


def understood(line: str) -> tuple[Word | None, str]:
    """The word that a line begins with, and the rest; None where it begins with no word of ours."""
    text = line.strip()
    if text.startswith("!"):
        return _BY_NAME["!"], text[1:].strip()
    first, _, rest = text.partition(" ")
    return _BY_NAME.get(first.lower()), rest.strip()
