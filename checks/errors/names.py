"""A name that Python does not know: what was meant, from the names that the program has."""

from __future__ import annotations

import ast
import builtins
import difflib
import re

from tftutor.checks.learner_code import parsed

_USUAL = {
    "np": "numpy as np",
    "tf": "tensorflow as tf",
    "plt": "matplotlib.pyplot as plt",
    "pd": "pandas as pd",
}


def of_a_name(kind: str, message: str, code: str) -> tuple[str, str] | None:
    """What a NameError or an UnboundLocalError of ``code`` means, and what to try; None if it names none."""
    found = re.search(r"'(\w+)'", message)
    if found is None:
        return None
    name = found[1]
    tree = parsed(code)
    if kind == "UnboundLocalError":
        return (
            f"The function gives `{name}` a value somewhere, so the name is its own, and it is used before.",
            f"Give `{name}` its first value above, inside the function, or use another name.",
        )
    if name in _USUAL:
        return (
            f"The line that makes `{name}` known is missing.",
            f"At the top, write `import {_USUAL[name]}`.",
        )
    if name in ("In", "Out"):
        return "The number in brackets is a notebook's label, not part of the program.", "Delete it."
    if tree is None:
        return None
    home = _library_of(name, tree)
    if home:
        return f"`{name}` is part of the library {home}, so its full name is `{home}.{name}`.", ""
    near = _near(name, tree)
    if near and near.lower() == name.lower():
        return f"There is no `{name}`, but there is `{near}`. Capital letters count.", ""
    if near:
        return f"There is no `{name}`. There is `{near}`: is that the one?", ""
    return (
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
