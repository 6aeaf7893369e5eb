"""One YAML file as plain data, with the line of every node.

The file is read as a stream of events and never through PyYAML's own composer: so anchors and
aliases are refused before anything is expanded, deep nesting cannot exhaust the stack, and every
node keeps its line.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import yaml

from tftutor.yamlfile.scalars import TAG_PREFIX, Scalar, plain, tagged
from tftutor.yamlfile.syntax import MAX_DEPTH, TOO_DEEP, syntax_sentence

NodePath: TypeAlias = "tuple[str | int, ...]"

MAX_BYTES = 2_000_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Flaw:
    """Something wrong with a file: a sentence without a full stop, and its line, counted from 1.

    line  None where the file could not be opened, or is empty
    """

    sentence: str
    line: int | None = None


class FlawedFile(Exception):
    """A file that cannot be read as YAML."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.flaw = Flaw(sentence, line)


@dataclass(frozen=True)
class YamlFile:
    """Plain data (dicts with string keys, lists, strings, numbers, booleans, None) and its lines.

    spans  where each scalar is in the decoded text: index of its first character, and after its last
    flaws  what is wrong but did not keep the file from being read: keys given twice
    """

    file: Path
    content: bytes
    data: Any
    lines: dict[NodePath, int]
    literal: frozenset[NodePath]
    spans: dict[NodePath, tuple[int, int]]
    flaws: tuple[Flaw, ...]

    def line(self, path: NodePath) -> int:
        """The line of the value at ``path``, counted from 1, or of the nearest value above it.

        For a key of a mapping it is the key's line.
        """
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def line_inside(self, path: NodePath, row: int) -> int:
        """The line of row ``row`` (from 0) of the text at ``path``; exact for texts written with `|`."""
        return self.line(path) + (row + 1 if path in self.literal else 0)


def read_yaml(
    file: Path,
    *,
    loader: Any = _LOADER,
    resolve: Callable[[str], Scalar] = plain,
    max_bytes: int = MAX_BYTES,
    empty: bool = False,
) -> YamlFile:
    """The file's data and lines. ``empty`` files are refused unless allowed; their data is None.

    ``resolve``: the value of a scalar without quotes. Raises FlawedFile for what cannot be read: no
    such file, too large, not UTF-8, not YAML, anchors and aliases, tags other than the core ones.
    """
    return parse_yaml(_content(file, max_bytes), file, loader=loader, resolve=resolve, empty=empty)


def parse_yaml(
    content: bytes,
    file: Path,
    *,
    loader: Any = _LOADER,
    resolve: Callable[[str], Scalar] = plain,
    empty: bool = False,
) -> YamlFile:
    """The data and lines of a file whose content is known already. Raises like `read_yaml`."""
    text = _text(content)
    reader = _Reader(resolve)
    try:
        data = reader.document(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as error:
        raise FlawedFile(*syntax_sentence(error, text)) from error
    if not reader.lines:
        if not empty:
            raise FlawedFile("the file is empty")
        reader.lines[()] = 1
    return YamlFile(
        file, content, data, reader.lines, frozenset(reader.literal), reader.spans, tuple(reader.flaws)
    )


def _content(file: Path, max_bytes: int) -> bytes:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise FlawedFile("this is not a file")
        with file.open("rb") as stream:
            content = stream.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise FlawedFile("there is no such file") from None
    except OSError as error:
        raise FlawedFile(f"the file cannot be read: {error.strerror}") from error
    if len(content) > max_bytes:
        most = f"{max_bytes // 1_000_000} MB" if max_bytes >= 1_000_000 else f"{max_bytes // 1024} KB"
        raise FlawedFile(f"the file is larger than {most}; split it or make it shorter")
    return content


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FlawedFile("the text is not UTF-8; save the file as UTF-8", line) from error


@dataclass
class _Reader:
    """Builds the data from the events of one file."""

    resolve: Callable[[str], Scalar]
    lines: dict[NodePath, int] = field(default_factory=dict)
    literal: set[NodePath] = field(default_factory=set)
    spans: dict[NodePath, tuple[int, int]] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)

    def document(self, events: Iterator[Any]) -> Any:
        """The data of the one document in the file; None, and no lines, where there is none."""
        data, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second document begins here; a file holds one, so take `---` out")
                first = next(events)
                self.lines[()] = first.start_mark.line + 1
                data = self._node(first, events, ())
        return data

    def _node(self, event: Any, events: Iterator[Any], path: NodePath) -> Any:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"`*{event.anchor}` is an alias; write the text out here instead")
        if event.anchor is not None:
            self._refuse(event, f"`&{event.anchor}` is an anchor; write the text out where it is used")
        if event.tag is not None and not event.tag.startswith(TAG_PREFIX):
            self._refuse(event, f"`{event.tag}` is a tag; if it is text, put it in quotes")
        if len(path) > MAX_DEPTH:
            self._refuse(event, TOO_DEEP)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if event.tag is not None and event.tag != _own_tag(event):
            self._refuse(event, f"`{event.tag}` is a tag that tftutor does not use")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        return self._sequence(events, path)

    def _scalar(self, event: Any, path: NodePath) -> Any:
        self.spans[path] = event.start_mark.index, event.end_mark.index
        if event.style == "|":
            self.literal.add(path)
        if event.tag is not None:
            try:
                return tagged(event.value, event.tag)
            except ValueError as error:
                self._refuse(event, str(error))
        return self.resolve(event.value) if event.implicit[0] else event.value

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
                self.flaws.append(Flaw(sentence, line))
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
        raise FlawedFile(sentence, event.start_mark.line + 1)


def _own_tag(event: Any) -> str:
    return TAG_PREFIX + ("map" if isinstance(event, yaml.MappingStartEvent) else "seq")
