"""One YAML file as plain data, with the line of every node.

The file is read as a stream of events and never through PyYAML's own composer: so anchors and
aliases are refused before anything is expanded, deep nesting cannot exhaust the stack, and every
node keeps its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from tftutor.course.findings import NodePath
from tftutor.course.scalars import TAG_PREFIX, plain, tagged
from tftutor.course.yamlwords import syntax_sentence
from tftutor.problems import CourseProblem

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlFile:
    """Plain data (dicts with string keys, lists, strings, numbers, booleans, None) and its lines.

    problems  what is not in order but did not keep the file from being read: keys given twice
    """

    file: Path
    content: bytes
    data: Any
    lines: dict[NodePath, int]
    literal: frozenset[NodePath]
    problems: tuple[CourseProblem, ...]

    def line(self, path: NodePath) -> int:
        """The line of what stands at ``path``, counted from 1; of the nearest thing above it if nothing does.

        For a key of a mapping it is the key's line.
        """
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def line_inside(self, path: NodePath, row: int) -> int:
        """The line of row ``row`` (from 0) of the text at ``path``; exact for texts written with `|`."""
        return self.line(path) + (row + 1 if path in self.literal else 0)


def read_yaml(file: Path, *, loader: Any = _LOADER) -> YamlFile:
    """The file's data and lines.

    Raises CourseProblem, with file and line, for what cannot be read: no such file, too large, not
    UTF-8, empty, not YAML, anchors and aliases, tags other than the core ones.
    """
    content = _content(file)
    text = _text(file, content)
    reader = _Reader(file)
    try:
        data = reader.document(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as error:
        sentence, line = syntax_sentence(error, text)
        raise CourseProblem(sentence, file=file, line=line) from error
    return YamlFile(file, content, data, reader.lines, frozenset(reader.literal), tuple(reader.problems))


def _content(file: Path) -> bytes:
    if not file.exists():
        raise CourseProblem("there is no such file", file=file)
    if not file.is_file():
        raise CourseProblem("this is not a file", file=file)
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CourseProblem(f"the file cannot be read: {error.strerror}", file=file) from error
    if len(content) > MAX_BYTES:
        raise CourseProblem(f"the file is larger than {MAX_BYTES // 1_000_000} MB; split it", file=file)
    return content


def _text(file: Path, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CourseProblem("the text is not UTF-8; save the file as UTF-8", file=file, line=line) from error
    if not text.strip():
        raise CourseProblem("the file is empty", file=file)
    return text


@dataclass
class _Reader:
    """Builds the data from the events of one file."""

    file: Path
    lines: dict[NodePath, int] = field(default_factory=dict)
    literal: set[NodePath] = field(default_factory=set)
    problems: list[CourseProblem] = field(default_factory=list)

    def document(self, events: Iterator[Any]) -> Any:
        """The data of the one document in the file."""
        data, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second document begins here; a file holds one, so take `---` out")
                first = next(events)
                self.lines[()] = first.start_mark.line + 1
                data = self._node(first, events, ())
        if not documents:
            raise CourseProblem("the file is empty", file=self.file)
        return data

    def _node(self, event: Any, events: Iterator[Any], path: NodePath) -> Any:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"`*{event.anchor}` is an alias; write the text out here instead")
        if event.anchor is not None:
            self._refuse(event, f"`&{event.anchor}` is an anchor; lessons use neither anchors nor aliases")
        if event.tag is not None and not event.tag.startswith(TAG_PREFIX):
            self._refuse(event, f"`{event.tag}` is a tag; if it is text, put it in quotes")
        if len(path) > MAX_DEPTH:
            self._refuse(event, f"lists and settings are nested more than {MAX_DEPTH} deep here")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if event.tag is not None and event.tag != _own_tag(event):
            self._refuse(event, f"`{event.tag}` is a tag that lessons do not use")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        return self._sequence(events, path)

    def _scalar(self, event: Any, path: NodePath) -> Any:
        if event.style == "|":
            self.literal.add(path)
        if event.tag is not None:
            try:
                return tagged(event.value, event.tag)
            except ValueError as error:
                self._refuse(event, str(error))
        return plain(event.value) if event.implicit[0] else event.value

    def _mapping(self, events: Iterator[Any], path: NodePath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event)
            where = (*path, key)
            line = event.start_mark.line + 1
            if key in found:
                sentence = f"the key `{key}` is given twice, on lines {self.lines[where]} and {line}"
                self.problems.append(CourseProblem(sentence, file=self.file, line=line))
            self.lines[where] = line
            found[key] = self._node(next(events), events, where)
        return found

    def _key(self, event: Any) -> str:
        """Keys are text, whatever they look like: `6.0: 7.0` changes the text `6.0`."""
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._node(event, iter(()), ())
        if not isinstance(event, yaml.ScalarEvent) or event.tag is not None:
            self._refuse(event, "a key should be a word or a text in quotes")
        return str(event.value)

    def _sequence(self, events: Iterator[Any], path: NodePath) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            where = (*path, len(found))
            self.lines[where] = event.start_mark.line + 1
            found.append(self._node(event, events, where))
        return found

    def _refuse(self, event: Any, sentence: str) -> NoReturn:
        raise CourseProblem(sentence, file=self.file, line=event.start_mark.line + 1)


def _own_tag(event: Any) -> str:
    return TAG_PREFIX + ("map" if isinstance(event, yaml.MappingStartEvent) else "seq")
