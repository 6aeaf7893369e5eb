"""The JSON Schemas of the course's files, for editors that complete and check YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter

from tftutor.course.checkspec import kinds_for
from tftutor.course.glossary import Entries
from tftutor.course.model import CourseFile, Lesson

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WITH_CHECKS = {"Exercise": ("CheckEntry", "program"), "Task": ("MachineCheckEntry", "machine")}


def json_schema(kinds: Mapping[str, type[BaseModel]]) -> dict[str, dict[str, Any]]:
    """The schemas by kind of file: `lesson`, `course` and `glossary`.

    ``kinds``: kind of check -> its model; each becomes an object with the kind as its one key.
    """
    return {
        "lesson": _lesson(kinds),
        "course": {"$schema": _DIALECT, **CourseFile.model_json_schema()},
        "glossary": {"$schema": _DIALECT, "title": "Glossary", **TypeAdapter(Entries).json_schema()},
    }


def _lesson(kinds: Mapping[str, type[BaseModel]]) -> dict[str, Any]:
    schema = {"$schema": _DIALECT, **Lesson.model_json_schema()}
    definitions: dict[str, Any] = schema["$defs"]
    for step, (entry, looks_at) in _WITH_CHECKS.items():
        definitions[step]["properties"]["checks"]["items"] = {"$ref": f"#/$defs/{entry}"}
        definitions[entry] = _check_entry(kinds_for(kinds, looks_at), definitions)
    return schema


def _check_entry(kinds: Mapping[str, type[BaseModel]], definitions: dict[str, Any]) -> dict[str, Any]:
    """One entry of `checks`; the kinds' own models go into ``definitions`` under names of their own."""
    if not kinds:
        return {"anyOf": [{"type": "string"}, {"type": "object", "minProperties": 1, "maxProperties": 1}]}
    settings: dict[str, Any] = {}
    alone: list[str] = []
    for kind, model in sorted(kinds.items()):
        own = model.model_json_schema(ref_template=f"#/$defs/{kind}.{{model}}")
        definitions.update({f"{kind}.{name}": nested for name, nested in own.pop("$defs", {}).items()})
        definitions[f"check.{kind}"] = own
        settings[kind] = {"$ref": f"#/$defs/check.{kind}"}
        if not own.get("required"):
            alone.append(kind)
            settings[kind] = {"anyOf": [settings[kind], {"type": "null"}]}
    entry = {
        "type": "object",
        "properties": settings,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    return {"anyOf": [entry, {"enum": alone}]} if alone else entry
