"""What an exception most likely means, and what to try, in plain words.

Read off its type, its message and the learner's line. A sentence here must be true of every program
that ends in such an error: where several slips lead to it, it says what Python saw and leaves the rest open.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import re
from dataclasses import dataclass

from tftutor.checks.errortable import KNOWN
from tftutor.checks.learnercode import parsed
from tftutor.checks.spelling import misread

# An exception's name -> what it means in plain words, where nothing more is known.
_MEANING = {
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
_SYNTAX = ("SyntaxError", "IndentationError", "TabError")
_DOTS = "There is still a `...` in the program: three dots stand for something that is missing."
_USUAL = {
    "np": "numpy as np",
    "tf": "tensorflow as tf",
    "plt": "matplotlib.pyplot as plt",
    "pd": "pandas as pd",
}
_IN_PLAIN_WORDS = {
    "int": "a whole number", "float": "a number with a point", "str": "a string", "list": "a list",
    "tuple": "a tuple", "dict": "a dictionary", "NoneType": "None", "bool": "True or False",
    "function": "a function", "module": "a library", "ndarray": "a NumPy array", "type": "a class",
    "builtin_function_or_method": "one of Python's own functions", "method": "a method",
}  # fmt: skip
_TENSORS = re.compile(r"(Eager|Symbolic)?Tensor$|ResourceVariable$")


@dataclass(frozen=True)
class Meaning:
    """What happened, a sentence, and what to try, perhaps empty."""

    says: str
    advice: str = ""


def meaning_of(kind: str, message: str, line: str = "", code: str = "") -> Meaning:
    """The meaning of an exception of type ``kind``. ``line`` of the learner's ``code`` is where it arose."""
    general = _MEANING.get(kind, f"Your program stopped with an error, {kind}.")
    if kind in _SYNTAX:
        found = misread(message, kind, line, code.splitlines())
        return Meaning(*found) if found else Meaning(general)
    if kind in ("NameError", "UnboundLocalError"):
        return _of_a_name(kind, message, code) or Meaning(general)
    if "llipsis" in message:
        return Meaning(_DOTS, "Replace them with your code.")
    return _known(kind, message) or Meaning(general)


def _known(kind: str, message: str) -> Meaning | None:
    for kinds, pattern, says, advice in KNOWN:
        match = re.search(pattern, message) if kind in kinds.split("|") else None
        if match:
            told = "Did you mean" in message  # shown with the message itself
            return Meaning(_filled(says, match), "" if told else _filled(advice, match))
    return None


def _filled(template: str, match: re.Match[str]) -> str:
    groups = [group for group in match.groups() if group is not None]

    def fill(place: re.Match[str]) -> str:
        index, form = int(place[1]) - 1, place[2]
        text = groups[index] if index < len(groups) else "one value"
        if form == ":,":
            return f"{int(text):,}"
        plain = _plain(text)
        return plain[:1].upper() + plain[1:] if form == ":C" else plain

    return re.sub(r"\{(\d)(:[,C])?\}", fill, template)


def _plain(text: str) -> str:
    """The name of a type in plain words; anything else as it is."""
    name = text.rpartition(".")[2]
    if name == "string":
        return "a string"
    return "a tensor" if _TENSORS.search(name) else _IN_PLAIN_WORDS.get(name, text)


def _of_a_name(kind: str, message: str, code: str) -> Meaning | None:
    found = re.search(r"'(\w+)'", message)
    if found is None:
        return None
    name = found[1]
    tree = parsed(code)
    if kind == "UnboundLocalError":
        return Meaning(
            f"The function gives `{name}` a value somewhere, so the name is its own, and it is used before.",
            f"Give `{name}` its first value above, inside the function, or use another name.",
        )
    if name in _USUAL:
        return Meaning(
            f"The line that makes `{name}` known is missing.", f"At the top, write `import {_USUAL[name]}`."
        )
    if name in ("In", "Out"):
        return Meaning("The number in brackets is a notebook's label, not part of the program.", "Delete it.")
    if tree is None:
        return None
    home = _library_of(name, tree)
    if home:
        return Meaning(f"`{name}` stands in the library {home}, so its full name is `{home}.{name}`.", "")
    near = _near(name, tree)
    if near and near.lower() == name.lower():
        return Meaning(f"There is no `{name}`, but there is `{near}`. Capital letters count.")
    if near:
        return Meaning(f"There is no `{name}`. There is `{near}`: is that the one?")
    return Meaning(
        f"Nothing has been stored under the name `{name}` yet.",
        "If it is meant as a text, put it in quotes. If it is a name, a line above has to give it a value.",
    )


def _library_of(name: str, tree: ast.Module) -> str:
    """The library, imported in the program and small enough to look into, that has ``name``."""
    small = ("math", "json", "random", "statistics", "time")
    imports = [one for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names]
    here = sorted({one.name for one in imports if one.name in small and not one.asname})
    return next((library for library in here if name in dir(__import__(library))), "")


def _near(name: str, tree: ast.Module) -> str:
    """The name of the program, or of Python itself, that is spelled nearly like ``name``."""
    given = _given_names(tree) - {name}
    alike = [one for one in sorted(given) if one.lower() == name.lower()]
    own = [one for one in dir(builtins) if one[0].islower()]
    close = difflib.get_close_matches(name, sorted(given) + own, 1, 0.75)
    return (alike or close or [""])[0]


def _given_names(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {one.asname or one.name for one in node.names}
    return names
