"""The learner's own config.yaml, changed one value at a time: every other character of it stays."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from tftutor.files import write_whole
from tftutor.places import config_files, settings
from tftutor.problems import MachineProblem


def own_config(environ: Mapping[str, str] | None = None) -> Path:
    """The file that the learner may write. It need not exist."""
    return config_files(environ)[-1]


def change(key: str, value: str, environ: Mapping[str, str] | None = None) -> None:
    """Puts ``value`` behind ``key``; "" leaves the setting to its default. Comments and all else stay.

    Raises MachineProblem where the file cannot be written, is not understood, or is written in a way in
    which one line cannot be changed by itself; then it is as it was.
    """
    env = dict(os.environ if environ is None else environ)
    settings(env)  # a file that is not understood is not touched
    file = own_config(env)
    before = _text(file)
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
        write_whole(file.resolve(), after.encode())  # a link to a file elsewhere stays a link
    except OSError as error:
        raise MachineProblem(
            f"{file} cannot be written: {error.strerror}.", f"Look who owns it with: ls -ld {file.parent}"
        ) from None


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _changed(text: str, key: str, value: str) -> str | None:
    """The new text; None when the result would not say what is meant."""
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        after = (
            text + ("" if not text or text.endswith("\n") else "\n") + (f"{key}: {value}\n" if value else "")
        )
        return after if _says(after, {key: value} if value else {}) else None
    if not isinstance(root, yaml.MappingNode):
        return None
    wanted = {str(name.value): node.value for name, node in root.value if isinstance(node, yaml.ScalarNode)}
    wanted = {**wanted, key: value}
    old = next((node for name, node in root.value if name.value == key), None)
    if old is None:
        if not value:
            return text
        after = text + ("" if text.endswith("\n") else "\n") + f"{key}: {value}\n"
    else:
        start, end = old.start_mark.index, old.end_mark.index
        gap = " " if value and text[start - 1 : start] == ":" else ""
        after = text[:start] + gap + value + text[end:]
    return after if _says(after, wanted) else None


def _says(text: str, wanted: Mapping[str, str]) -> bool:
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    if root is None:
        return not wanted
    if not isinstance(root, yaml.MappingNode):
        return not wanted and isinstance(root, yaml.ScalarNode)
    said = {str(name.value): node.value for name, node in root.value if isinstance(node, yaml.ScalarNode)}
    return said == wanted
