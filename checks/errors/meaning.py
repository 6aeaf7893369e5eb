"""From an exception to a sentence: by the tables, by the program's names and spelling, else by its type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from tftutor.checks import words
from tftutor.checks.errors.known import filled, first_known
from tftutor.checks.errors.names import of_a_name
from tftutor.checks.errors.python import OF_PYTHON
from tftutor.checks.errors.spelling import misread
from tftutor.checks.errors.tensors import OF_TENSORS

# An exception's name -> what it means in plain words, where nothing more is known.
_GENERAL = {
    "SyntaxError": "Python could not read this line: something in its spelling is not Python yet.",
    "IndentationError": "The spaces at the start of this line do not fit the lines around it.",
    "TabError": "This line mixes tabs and spaces at its start; use spaces only.",
    "NameError": "Your program uses a name that nothing has been stored under yet.",
    "UnboundLocalError": "A function uses a name before anything has been stored under it.",
    "OperatorNotAllowedInGraphError": "Python asked for the value of a place in a graph: there is none yet.",
    "InaccessibleTensorError": "A tensor was used outside of the loop, branch or function it is in.",
    "ModuleNotFoundError": "Your program imports a package that is not installed here.",
    "ImportError": "Your program imports a name that the package does not have.",
    "AttributeError": "Your program asks an object for something that it does not have.",
    "TypeError": "A function was given something of a kind that it cannot work with.",
    "ValueError": "A function was given a value that it cannot work with.",
    "InvalidArgumentError": "TensorFlow was given values that do not fit together.",
    "IndexError": "Your program reaches past the end of a list or an array.",
    "KeyError": "Your program looks up a key that is not there.",
    "ZeroDivisionError": "Your program divides by zero.",
    "FileNotFoundError": "Your program opens a file that is not there.",
    "PermissionError": "Your program asks for something that a program in a lesson may not do.",
    "PermissionDeniedError": "Your program asks for something that a program in a lesson may not do.",
    "MemoryError": "Your program asked for more memory than it may have.",
    "ResourceExhaustedError": "TensorFlow asked for more memory than the program may have.",
    "RecursionError": "A function calls itself without end.",
    "KeyboardInterrupt": "The program was stopped.",
}
_TABLE = (*OF_TENSORS, *OF_PYTHON)
_SYNTAX = ("SyntaxError", "IndentationError", "TabError")
_DOTS = "There is still a `...` in the program: three dots stand for something that is missing."
_LONGEST = 160


class ErrorLike(Protocol):
    """An exception as data: the name of its type, and what it said."""

    @property
    def type(self) -> str: ...

    @property
    def message(self) -> str: ...


@dataclass(frozen=True)
class Meaning:
    """What happened, a sentence or two, and what to try, perhaps empty."""

    says: str
    advice: str = ""


@dataclass(frozen=True)
class ErrorExplanation:
    """An error in three parts, for a verdict; ``reason`` can follow a colon."""

    reason: str
    seen: str
    advice: str = ""


def meaning_of(kind: str, message: str, line: str = "", code: str = "") -> Meaning:
    """The meaning of an exception of type ``kind``. ``line`` of the learner's ``code`` is where it arose."""
    general = _GENERAL.get(kind, f"Your program stopped with an error, {kind}.")
    if kind in _SYNTAX:
        found = misread(message, kind, line, code.splitlines())
        return Meaning(*found) if found else Meaning(general)
    if "llipsis" in message:
        return Meaning(_DOTS, "Replace them with your code.")
    return _known(kind, message, code) or Meaning(general)


def explain_error(kind: str, message: str, code: str = "") -> ErrorExplanation:
    """An error that a check met: by the tables or the names in ``code``, else by what its message says."""
    known, said = _known(kind, message, code), words.clipped(words.message(message), _LONGEST)
    if known is None:
        return ErrorExplanation(said, kind)
    reason = known.says[0].lower() + known.says[1:]
    return ErrorExplanation(reason, words.clipped(f"{kind}: {said}", _LONGEST), known.advice)


def alike(one: ErrorLike, other: ErrorLike, *, sizes: bool = True) -> bool:
    """Whether two errors are one entry of the tables; ``sizes``: and name the same numbers, at least one."""
    found, also = (first_known(_TABLE, error.type, error.message) for error in (one, other))
    if found is None or also is None or found[0] is not also[0]:
        return False
    return not sizes or _sizes(one.message) == _sizes(other.message) != []


def _known(kind: str, message: str, code: str) -> Meaning | None:
    found = first_known(_TABLE, kind, message)
    if found is None:
        name = of_a_name(kind, message, code) if code and kind in ("NameError", "UnboundLocalError") else None
        return Meaning(*name) if name else None
    known, match = found
    told_already = "Did you mean" in message  # shown with the message itself
    return Meaning(filled(known.says, match), "" if told_already else filled(known.advice, match))


def _sizes(message: str) -> list[str]:
    return re.findall(r"\d+", words.message(message))
