"""What a YAML scalar means, by the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema).

YAML 1.1, which PyYAML follows by itself, reads `no` as false, `1:30` as 90, `1e-3` as text and
`2017-05-01` as a date. Authors mean none of that.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Scalar: TypeAlias = "str | int | float | bool | None"

TAG_PREFIX = "tag:yaml.org,2002:"
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_LONGEST_NUMBER = 400  # longer ones are text: no author means them, and Python refuses to read them
_TYPES: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}


def plain(text: str) -> Scalar:
    """The value of a scalar written without quotes."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789" or len(text) > _LONGEST_NUMBER:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", ""))
    return text


def text_or_none(text: str) -> str | None:
    """For settings: the text itself, whatever it looks like; None for an empty value."""
    return None if _WORDS.get(text, text) is None else text


def tagged(text: str, tag: str) -> Scalar:
    """The value of a scalar with a tag such as `!!str`. Raises ValueError where they do not agree."""
    name = tag.removeprefix(TAG_PREFIX)
    if name == "str":
        return text
    if name not in _TYPES:
        raise ValueError(f"`!!{name}` is a tag that tftutor does not use")
    value = plain(text)
    if not isinstance(value, _TYPES[name]):
        raise ValueError(f"`{text}` is not what its tag `!!{name}` says")
    return float(value) if name == "float" and value is not None else value
