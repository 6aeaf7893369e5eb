"""The learner's own config.yaml, changed one value at a time: every other character of it stays."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tftutor.files import write_whole
from tftutor.places import Settings, config_files, settings
from tftutor.presentation.terminals import over_ssh
from tftutor.problems import MachineProblem

if TYPE_CHECKING:
    from tftutor.yamlfile import YamlFile


def user_config_file(environ: Mapping[str, str] | None = None) -> Path:
    """The file that the learner may write. It need not exist."""
    return config_files(environ)[-1]


def change(key: str, value: str, environ: Mapping[str, str] | None = None) -> None:
    """Sets ``key`` to ``value``; "" leaves the setting to its default. Comments and all else stay.

    Raises MachineProblem where the file cannot be written, is not understood, or is written in a way in
    which one line cannot be changed by itself; then it is as it was.
    """
    env = dict(os.environ if environ is None else environ)
    settings(env)  # a file that is not understood is not touched
    file = user_config_file(env)
    before = _content(file)
    after = _changed(before, key, value)
    if after is None:
        raise MachineProblem(
            f"{file} is written in a way in which tftutor cannot change one line by itself.",
            f"Open it in an editor, and write the line: {key}: {value}",
        )
    if after == before:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file.resolve(), after)  # a link to a file elsewhere stays a link
    except OSError as error:
        raise MachineProblem(
            f"{file} cannot be written: {error.strerror}.", f"Look who owns it with: ls -ld {file.parent}"
        ) from None


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""


def _changed(before: bytes, key: str, value: str) -> bytes | None:
    """The new content; None when the result would not say what is meant."""
    file = _parsed(before)
    if file is None or not isinstance(file.data or {}, dict):
        return None
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    text = before.decode("utf-8-sig")
    wanted = {**(file.data or {}), key: value or None}
    if (span := file.spans.get((key,))) is not None:
        start, end = span
        gap = " " if value and text[start - 1 : start] == ":" else ""
        text = text[:start] + gap + value + text[end:]
    elif value:
        text += ("" if not text or text.endswith("\n") else "\n") + f"{key}: {value}\n"
    else:
        return before
    after = mark + text.encode()
    said = _parsed(after)
    return after if said is not None and said.data == wanted else None


def _parsed(content: bytes) -> YamlFile | None:
    """Its settings, every value as text; None where it is not YAML."""
    from tftutor.yamlfile import FlawedFile, parse_yaml
    from tftutor.yamlfile.scalars import text_or_none

    try:
        return parse_yaml(content, Path(), resolve=text_or_none, empty=True)
    except FlawedFile:
        return None


def screen_settings() -> Settings:
    """The settings, with what nobody has set decided: over SSH nothing moves and nothing blinks."""
    found = settings()
    still = over_ssh()
    animation = not still if found.animation is None else found.animation
    blink = not still if found.cursor_blink is None else found.cursor_blink
    return replace(found, animation=animation, cursor_blink=blink)
