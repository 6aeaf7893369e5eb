"""docs/architecture.md: its picture and its table of the rooms are what the imports are."""

from __future__ import annotations

import re
from pathlib import Path

import grimp
import pytest

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs/architecture.md").read_text()
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.*?) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """Room -> the rooms that its modules import, as grimp reads them from the source."""
    graph = grimp.build_graph("tftutor", cache_dir=None)
    rooms: dict[str, set[str]] = {}
    for module in sorted(graph.modules - {"tftutor"}):
        room = module.split(".")[1]
        imported = {
            name.split(".")[1] for name in graph.find_modules_directly_imported_by(module) if "." in name
        }
        rooms.setdefault(room, set()).update(imported - {room})
    return rooms


def test_the_table_names_each_room_and_what_it_imports(imports: dict[str, set[str]]) -> None:
    table = {room: set(re.findall(r"`(\w+)`", third)) for room, _, third in ROW.findall(PAGE)}
    wrong = {
        room: f"| `{room}` | ... | {', '.join(f'`{name}`' for name in sorted(imports.get(room, ())))} |"
        for room in table.keys() | imports.keys()
        if table.get(room) != imports.get(room)
    }
    assert not wrong, "these rows of docs/architecture.md should be:\n" + "\n".join(wrong.values())


def test_the_picture_is_the_contract(imports: dict[str, set[str]]) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = (one["layers"] for one in contracts if one["type"] == "layers")
    contract = [re.findall(r"tftutor\.(\w+)", layer) for layer in layers]
    picture = PAGE.partition("```text\n")[2].partition("```")[0]
    drawn = [re.findall(r"[a-z_]+", line) for line in picture.splitlines()]
    assert [sorted(names) for names in drawn if names] == [sorted(names) for names in contract]


def test_no_room_imports_one_above_it(imports: dict[str, set[str]]) -> None:
    picture = PAGE.partition("```text\n")[2].partition("```")[0]
    heights = {
        name: row for row, line in enumerate(picture.splitlines()) for name in re.findall(r"[a-z_]+", line)
    }
    upwards = [
        (room, name)
        for room, names in imports.items()
        for name in names
        if room in heights and name in heights and heights[name] <= heights[room]
    ]
    assert not upwards


def test_the_way_of_an_attempt_names_what_exists() -> None:
    way = PAGE.partition("## The way of an attempt")[2].partition("\n## ")[0]
    table = "\n".join(line for line in way.splitlines() if line.startswith("| "))
    named = {name.split(".")[-1] for name in re.findall(r"`([\w.]+)`", table)}
    files = [*(ROOT / "tftutor").rglob("*.py")]
    defined = set(re.findall(r"(?:def|class) (\w+)", "\n".join(file.read_text() for file in files)))
    assert len(named) > 20
    assert named <= defined | {file.stem for file in files}
