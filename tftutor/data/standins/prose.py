"""English prose that every Python brings along: its help topics, then its modules' docstrings.

Modules are parsed, never imported. One Python version always gives the same text.
"""

from __future__ import annotations

import ast
import importlib.util
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tftutor.data.model import OnProgress, Progress
from tftutor.data.registry import DataSet
from tftutor.problems import MachineProblem

if TYPE_CHECKING:
    from tftutor.data.model import Content

_SHORTEST = 200  # characters; shorter docstrings are labels rather than prose
_PARAGRAPH = 60  # characters; shorter paragraphs may come again: headings, "Example:"
_PASSED_OVER = {"site-packages", "dist-packages", "test", "tests", "idlelib", "lib2to3", "__pycache__"}


def make_prose(data_set: DataSet, on_progress: OnProgress) -> Content:
    """The stand-in for Shakespeare: as many ASCII characters, no paragraph twice."""
    pieces: list[str] = []
    seen: set[str] = set()
    length = 0
    for piece in _pieces():
        text = _unseen(_tidy(piece), seen)
        if len(text) < _SHORTEST:
            continue
        pieces.append(text)
        length += len(text) + 2
        on_progress(Progress("generating", f"stand-in for {data_set.title}", length, data_set.train))
        if length > data_set.train:
            return {"shakespeare.txt": "\n\n".join(pieces)[: data_set.train].encode("ascii")}
    raise MachineProblem(
        f"No stand-in for {data_set.title} can be made: this Python brings too little documentation along "
        f"({length:,} characters of {data_set.train:,}).",
        "Install Python's standard library in full, or put shakespeare.txt into a folder and set "
        "TFTUTOR_DATA_DIR to it.",
    )


def _pieces() -> Iterator[str]:
    # Some packagings of Python leave the topics out; the docstrings remain.
    if importlib.util.find_spec("pydoc_data"):
        from pydoc_data.topics import topics

        for name in sorted(topics):
            yield topics[name]
    library = Path(sysconfig.get_paths()["stdlib"])
    for file in _modules(library):
        yield from _docstrings(file)


def _modules(folder: Path) -> Iterator[Path]:
    entries = sorted(folder.iterdir())
    yield from (entry for entry in entries if entry.suffix == ".py")
    for entry in entries:
        if entry.is_dir() and entry.name not in _PASSED_OVER:
            yield from _modules(entry)


def _docstrings(file: Path) -> Iterator[str]:
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield ast.get_docstring(node) or ""


def _unseen(text: str, seen: set[str]) -> str:
    """The paragraphs that did not come before; they are noted in ``seen``."""
    new = []
    for part in text.split("\n\n"):
        if len(part) < _PARAGRAPH or part not in seen:
            new.append(part)
            seen.add(part)
    return "\n\n".join(new)


def _tidy(text: str) -> str:
    """ASCII only, no spaces at line ends, no runs of empty lines."""
    plain = text.encode("ascii", "ignore").decode("ascii").replace("\t", "    ")
    lines = [line.rstrip() for line in plain.splitlines()]
    kept = [line for k, line in enumerate(lines) if line or (k and lines[k - 1])]
    return "\n".join(kept).strip("\n")
