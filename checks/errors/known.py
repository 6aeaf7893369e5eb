"""An entry of the tables of errors, and how its sentences are filled in from a message."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_IN_PLAIN_WORDS = {
    "int": "a whole number", "float": "a number with a point", "str": "a string", "list": "a list",
    "tuple": "a tuple", "dict": "a dictionary", "NoneType": "None", "bool": "True or False",
    "function": "a function", "module": "a library", "ndarray": "a NumPy array", "type": "a class",
    "string": "a string", "builtin_function_or_method": "one of Python's own functions",
    "method": "a method",
}  # fmt: skip
_TENSORS = re.compile(r"(Eager|Symbolic)?Tensor$|ResourceVariable$")


@dataclass(frozen=True)
class Known:
    """An error that learners meet, in the words of all libraries and versions that have it.

    says      what happened; {1} is the first group of the pattern that was found, {1:C} with a capital.
              It may follow a colon: no name that keeps its capital letter comes first
    advice    what to try, with the same gaps
    messages  regular expressions, one of which is found in the message
    kinds     names of exceptions, between bars; empty for any
    """

    says: str
    advice: str
    messages: tuple[str, ...]
    kinds: str = ""

    def found_in(self, kind: str, message: str) -> re.Match[str] | None:
        if self.kinds and kind not in self.kinds.split("|"):
            return None
        found = (re.search(pattern, message, re.MULTILINE) for pattern in self.messages)
        return next((match for match in found if match), None)


def first_known(table: Iterable[Known], kind: str, message: str) -> tuple[Known, re.Match[str]] | None:
    """The first entry that fits, and where."""
    tried = ((known, known.found_in(kind, message)) for known in table)
    return next(((known, match) for known, match in tried if match), None)


def filled(template: str, match: re.Match[str]) -> str:
    """The sentence with the pattern's groups in its gaps, the names of types in plain words."""
    groups = [group for group in match.groups() if group is not None]

    def fill(gap: re.Match[str]) -> str:
        index = int(gap[1]) - 1
        plain = _plain(groups[index]) if index < len(groups) else "one value"
        return plain[:1].upper() + plain[1:] if gap[2] else plain

    return re.sub(r"\{(\d)(:C)?\}", fill, template)


def _plain(text: str) -> str:
    """The name of a type in plain words; anything else as it is."""
    name = text.rpartition(".")[2]
    return "a tensor" if _TENSORS.search(name) else _IN_PLAIN_WORDS.get(name, text)
