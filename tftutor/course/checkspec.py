"""One entry of a step's `checks`: a kind and its settings.

The kinds themselves are not known here: whoever loads a course hands them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from tftutor.course.explain import explain
from tftutor.course.violations import InvalidValue, Violation
from tftutor.nearest import unknown

# kind of an earlier edition -> its name today
RENAMED_KINDS = {"written": "workspace_file", "room": "resources"}


@dataclass(frozen=True)
class CheckSpec:
    """A kind of check by its name, and its validated settings."""

    kind: str
    params: BaseModel


class RawParams(BaseModel):
    """Settings of a check as written in the file, where the kinds are not known."""

    model_config = ConfigDict(extra="allow", frozen=True)


def kinds_for(kinds: Mapping[str, type[BaseModel]], looks_at: str) -> dict[str, type[BaseModel]]:
    """The kinds of check that look at this: a learner's `program`, or, in tasks, their `machine`."""
    return {name: kind for name, kind in kinds.items() if getattr(kind, "looks_at", "program") == looks_at}


def read_check(value: Any, kinds: Mapping[str, type[BaseModel]], looks_at: str = "program") -> CheckSpec:
    """The check that an entry describes: `kind: {setting: value}`, or the kind alone.

    ``kinds`` empty means that they are not known: any kind is taken, its settings unread.
    Raises InvalidValue, with the place of each violation inside the entry.
    """
    kind, params = _parts(value)
    if not kinds:
        return CheckSpec(kind, RawParams(**params))
    fitting = kinds_for(kinds, looks_at)
    if kind in kinds and kind not in fitting:
        where = "only a `task` can have it" if looks_at == "program" else "a `task` runs none"
        sees = "the learner's machine" if looks_at == "program" else "a program"
        raise InvalidValue([Violation((kind,), f"the check `{kind}` looks at {sees}, and {where}")])
    if kind not in fitting:
        raise InvalidValue(
            [Violation((kind,), unknown("kind of check", kind, sorted(fitting), RENAMED_KINDS))]
        )
    model = fitting[kind]
    try:
        return CheckSpec(kind, model.model_validate(params))
    except ValidationError as error:
        found = [_named(violation, kind).under((kind,)) for violation in explain(error, model)]
        raise InvalidValue(found) from error


def _parts(value: Any) -> tuple[str, dict[str, Any]]:
    if isinstance(value, str):
        return value, {}
    if not isinstance(value, dict) or len(value) != 1:
        sentence = "a check is a kind with its settings, as in `value: {of: y, like: solution}`"
        if isinstance(value, dict):
            sentence += "; put further kinds into entries of their own, and settings below their kind"
        raise InvalidValue([Violation((), sentence)])
    ((kind, params),) = value.items()
    if params is None:
        return kind, {}
    if not isinstance(params, dict):
        raise InvalidValue(
            [Violation((kind,), f"the settings of `{kind}` should be written `{{setting: value}}`")]
        )
    return kind, params


def _named(violation: Violation, kind: str) -> Violation:
    return Violation(violation.path, f"check `{kind}`: {violation.sentence}")
