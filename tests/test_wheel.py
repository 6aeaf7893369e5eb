"""A wheel brings the course and the checks, and nothing at the top level but tftutor."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files in a freshly built wheel."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_lessons_checks_and_schemas_are_in_it(names: set[str]) -> None:
    def below(folder: str, pattern: str, name: str) -> set[str]:
        return {f"tftutor/{name}/{p.relative_to(ROOT / folder)}" for p in (ROOT / folder).rglob(pattern)}

    wanted = below("lessons", "*.yaml", "lessons") | below("checks", "*.py", "checks")
    wanted |= below("tftutor/cli/schemas", "*.json", "cli/schemas")
    assert len(wanted) > 20
    assert wanted <= names


def test_nothing_else_stands_at_the_top(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tftutor"}
