"""One word for one thing: no two classes of one name in different rooms."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def classes() -> dict[str, set[str]]:
    """Name of a class -> the modules that define one of that name, nested ones aside."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in ("tftutor", "checks"):
        for path in (ROOT / folder).rglob("*.py"):
            if (ROOT / folder).samefile(path.parent) or not any(part.is_symlink() for part in path.parents):
                for node in ast.parse(path.read_text(encoding="utf-8")).body:
                    if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                        found[node.name].add(str(path.relative_to(ROOT)))
    return found


def test_no_two_classes_have_one_name() -> None:
    assert {name: sorted(places) for name, places in classes().items() if len(places) > 1} == {}
