"""What a lesson quotes: figures kept in one place, and things that differ from machine to machine.

In any text of a lesson `@{cloud.learner.hour}` stands for the value under `learner: {hour: ...}` in the
file `facts/cloud.yaml` next to `course.yaml`, and `@{host.tunnel}` for something about the learner's own
machine. A name that is not known is a mistake of the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tftutor.course.files import read_file
from tftutor.course.violations import Violation
from tftutor.nearest import nearest
from tftutor.problems import CourseProblem
from tftutor.yamlfile import NodePath, YamlFile

FACTS_FOLDER = "facts"
HOST = "host"
# What is said of a machine that nobody has told us about: the author's gate, `tftutor lint`.
ANY_HOST: Mapping[str, str] = MappingProxyType({
    "tunnel": "ssh -N -L 8888:localhost:8888 -L 6006:localhost:6006 YOU@YOUR-VM",
    "tunnel-from": "on your own computer, with your name and your VM's address",
    "python": "python3",
    "workspace": "~/tftutor",
})  # fmt: skip
_QUOTED = re.compile(r"@\{([^{}\n]*)\}")


class Facts:
    """Everything that may be quoted, by its full name."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    def fill(self, data: Any, path: NodePath = ()) -> tuple[Any, list[Violation]]:
        """The data with every quotation in its texts filled in, and those of unknown names."""
        found: list[Violation] = []
        return self._filled(data, path, found), found

    def _filled(self, data: Any, path: NodePath, found: list[Violation]) -> Any:
        if isinstance(data, str) and "@{" in data:
            return _QUOTED.sub(lambda quoted: self._value(quoted[1], path, found), data)
        if isinstance(data, dict):
            return {key: self._filled(value, (*path, key), found) for key, value in data.items()}
        if isinstance(data, list):
            return [self._filled(value, (*path, number), found) for number, value in enumerate(data)]
        return data

    def _value(self, name: str, path: NodePath, found: list[Violation]) -> str:
        if name in self._values:
            return self._values[name]
        near = nearest(name, sorted(self._values))
        hint = f"; did you mean `{near[0]}`?" if near else ""
        found.append(Violation(path, f"there is no fact `{name}` to quote{hint}"))
        return name


def read_facts(folder: Path, host: Mapping[str, str]) -> tuple[Facts, list[YamlFile], list[CourseProblem]]:
    """The facts of the course in ``folder``, their files, and all that is not in order with them."""
    values = {f"{HOST}.{name}": value for name, value in {**ANY_HOST, **host}.items()}
    files: list[YamlFile] = []
    problems: list[CourseProblem] = []
    for file in sorted((folder / FACTS_FOLDER).glob("*.yaml")):
        yaml, found = read_file(file)
        problems += found
        if yaml is None:
            continue
        files.append(yaml)
        for name, path, value in _leaves(file.stem, yaml.data, ()):
            if isinstance(value, (str, int, float)) and not isinstance(value, bool):
                values[name] = str(value)
            else:
                sentence = "a fact is a text or a number, under a name"
                problems.append(CourseProblem(sentence, file=file, line=yaml.line(path)))
        if not isinstance(yaml.data, dict) or not yaml.data.get("as-of"):
            sentence = "a file of facts says in `as-of` when they were looked up"
            problems.append(CourseProblem(sentence, file=file, line=1))
    return Facts(values), files, problems


def _leaves(name: str, data: Any, path: NodePath) -> Iterator[tuple[str, NodePath, Any]]:
    if not isinstance(data, dict):
        yield name, path, data
        return
    for key, value in data.items():
        yield from _leaves(f"{name}.{key}", value, (*path, key))
