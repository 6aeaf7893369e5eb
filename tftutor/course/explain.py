"""What a pydantic error means, in a sentence for an author, and where it is in the data."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from tftutor.course.violations import InvalidValue, Violation
from tftutor.nearest import listed, unknown
from tftutor.yamlfile import NodePath

RENAMED_KEYS = {"dear": "expensive"}  # key of an earlier edition -> its name today

_TEXT = "text"
_WHOLE = "a whole number"
_NUMBER = "a number"
_YES_NO = "`true` or `false`"
_LIST = "a list, with `- ` before each item"
_SETTINGS = "settings, one `key: value` a line"
_WANTED = {
    "string_type": _TEXT,
    "int_type": _WHOLE, "int_parsing": _WHOLE, "int_from_float": _WHOLE,
    "float_type": _NUMBER, "float_parsing": _NUMBER, "finite_number": "a finite number",
    "bool_type": _YES_NO, "bool_parsing": _YES_NO,
    "tuple_type": _LIST, "list_type": _LIST,
    "dict_type": _SETTINGS, "model_type": _SETTINGS, "model_attributes_type": _SETTINGS,
    "mapping_type": _SETTINGS, "dataclass_type": _SETTINGS, "none_required": "nothing",
}  # fmt: skip
_BOUNDS = {
    "greater_than": ("greater than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


def explain(error: ValidationError, annotation: Any) -> list[Violation]:
    """All that ``error`` found in data that should have been an ``annotation``, one violation a place."""
    found: list[Violation] = []
    wanted: dict[NodePath, list[tuple[str, Any]]] = {}
    for detail in error.errors(include_url=False):
        if _only_bad_items(detail):
            continue
        path, owner = _walk(annotation, detail["loc"])
        if detail["type"] in _WANTED:
            wanted.setdefault(path, []).append((_WANTED[detail["type"]], detail["input"]))
        else:
            found += _explain_one(detail, path, owner)
    found += [Violation(path, _wanted(path, choices)) for path, choices in wanted.items()]
    return found


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that authors may write in a model, as they write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _explain_one(detail: Any, path: NodePath, owner: type[BaseModel] | None) -> list[Violation]:
    kind, context = detail["type"], detail.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, InvalidValue):
        return [violation.under(path) for violation in cause.violations]
    name = _name(path)
    if kind == "extra_forbidden":
        known = keys_of(owner) if owner else ()
        return [Violation(path, unknown("key", str(detail["loc"][-1]), known, RENAMED_KEYS))]
    if kind == "missing":
        return [Violation(path, f"{name} is missing")]
    if kind == "union_tag_invalid":
        tags = [tag.strip("' ") for tag in context["expected_tags"].split(",")]
        return [Violation((*path, "kind"), unknown("kind of step", str(context["tag"]), tags))]
    if kind == "union_tag_not_found":
        return [Violation(path, "`kind` is missing; it says what kind of step this is")]
    if kind == "value_error":
        return [Violation(path, str(cause))]
    return [Violation(path, _constraint(kind, context, name, detail))]


def _constraint(kind: str, context: Mapping[str, Any], name: str, detail: Any) -> str:
    given = detail["input"]
    if kind == "string_pattern_mismatch":
        if context["pattern"].startswith("^[a-z]"):
            return (
                f"{name} `{given}` should be an id: small letters, digits and single hyphens, "
                "beginning with a letter"
            )
        if context["pattern"].startswith("^[A-Za-z0-9_]"):
            return (
                f"{name} is `{given}`; it should be the name of one folder: letters, digits, `_`, `-` and `.`"
            )
        return f"{name} `{given}` should look like `{context['pattern']}`"
    if kind == "string_too_short":
        return f"{name} is empty; it should hold some text"
    if kind == "string_too_long":
        return f"{name} is too long: at most {context['max_length']} letters"
    if kind == "too_short":
        return f"{name} has {_items(context['actual_length'])}; it needs at least {context['min_length']}"
    if kind == "too_long":
        return f"{name} has more than {_items(context['max_length'])}"
    if kind == "literal_error":
        return f"{name} is {_shown(given)}; it should be {context['expected'].replace(chr(39), '`')}"
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return f"{name} is {_shown(given)}; it should be {words} {context[key]:g}"
    message = detail["msg"]
    return f"{name}: {message[:1].lower()}{message[1:]}"


def _only_bad_items(detail: Any) -> bool:
    """Pydantic leaves bad items out when it counts a list; each of them has its own violation."""
    return bool(detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"])


def _wanted(path: NodePath, choices: list[tuple[str, Any]]) -> str:
    kinds = list(dict.fromkeys(kind for kind, _ in choices))
    given = choices[0][1]
    sentence = f"{_name(path)} should be {' or '.join(kinds)}, and is {_what(given)}"
    if kinds == [_TEXT] and isinstance(given, (bool, int, float)):
        return f"{sentence}; if it is meant as text, put it in quotes"
    if kinds == [_TEXT] and isinstance(given, dict):
        return f"{sentence}; text with a colon in it needs quotes"
    return sentence


def _what(given: Any) -> str:
    if given is None:
        return "empty"
    if isinstance(given, dict):
        return "settings"
    if isinstance(given, (list, tuple)):
        return "a list"
    return _shown(given)


def _shown(given: Any) -> str:
    text = str(given).lower() if isinstance(given, bool) else str(given)
    return f"`{text if len(text) <= 40 else text[:37] + '...'}`"


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _name(path: NodePath) -> str:
    if not path:
        return "the file"
    *_, last = path
    if isinstance(last, str):
        return f"`{last}`"
    above = [part for part in path if isinstance(part, str)]
    return f"item {last + 1} of {listed(above[-1:])}" if above else f"item {last + 1}"


def _walk(annotation: Any, loc: tuple[str | int, ...]) -> tuple[NodePath, type[BaseModel] | None]:
    """Pydantic's place as keys and indices of the data, and the model that holds its last key.

    Pydantic mixes names of its own into a place: the tag of a tagged union, the member of a plain one.
    """
    here, owner = _bare(annotation), None
    path: list[str | int] = []
    for part in loc:
        if part == "[key]":
            continue
        if get_origin(here) in (Union, types.UnionType):
            here = _member(here, part)
            continue
        if isinstance(here, type) and issubclass(here, BaseModel):
            owner = here
            here = _field(here, part)
        elif get_origin(here) in (tuple, list) and isinstance(part, int):
            here = get_args(here)[0]
        elif get_origin(here) in (dict, Mapping):
            here = get_args(here)[1]
        else:
            continue
        path.append(part)
        here = _bare(here)
    return tuple(path), owner


def _bare(annotation: Any) -> Any:
    """Without `Annotated` and without `| None`."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        members = [member for member in get_args(annotation) if member is not type(None)]
        if len(members) == 1:
            return _bare(members[0])
    return annotation


def _member(union: Any, tag: str | int) -> Any:
    for member in get_args(union):
        bare = _bare(member)
        if isinstance(bare, type) and issubclass(bare, BaseModel):
            kind = bare.model_fields.get("kind")
            literal = kind is not None and get_origin(kind.annotation) is Literal
            if bare.__name__ == tag or (kind is not None and literal and tag in get_args(kind.annotation)):
                return bare
        elif str(tag).startswith(getattr(get_origin(bare) or bare, "__name__", "?")):
            return bare
    return Any


def _field(model: type[BaseModel], key: str | int) -> Any:
    for name, field in model.model_fields.items():
        if key in (name, field.alias):
            return field.annotation
    return Any
