"""The files that a stranger reads first: they parse, and what they say of the project is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tftutor import __version__
from tftutor.checks import KINDS
from tftutor.cli.commands import COMMANDS

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements-dev.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked() -> dict[str, Requirement]:
    lines = [line for line in LOCK.splitlines() if line and not line.lstrip().startswith("#")]
    return {canonicalize_name(one.name): one for one in map(Requirement, lines)}


@pytest.mark.parametrize("text", [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]])
def test_the_lock_pins_a_version_that_the_project_allows(text: str) -> None:
    wanted = Requirement(text)
    (pin,) = locked()[canonicalize_name(wanted.name)].specifier
    assert pin.operator == "=="
    assert wanted.specifier.contains(pin.version), "scripts/lock.sh pins them again"


def test_the_lock_names_no_host() -> None:
    assert not re.search(r"https?:|index-url|find-links|file:", LOCK)


def test_each_hook_calls_a_tool_of_the_development_environment() -> None:
    (local,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert local["repo"] == "local"
    programs = {hook["entry"].split()[0] for hook in local["hooks"]}
    assert all(program.startswith(".venv-dev/bin/") for program in programs)
    known = {canonicalize_name(one) for one in locked()}
    tools = {"lint-imports": "import-linter", "python": "pytest"}
    assert {tools.get(name, name) for name in (Path(program).name for program in programs)} <= known


def test_the_citation_is_of_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == __version__
    assert citation["license"] == PROJECT["project"]["license"]
    assert f"## {__version__} - {citation['date-released']}\n" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("file", sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.md")), ids=lambda f: f.stem)
def test_issue_templates_have_a_name_and_say_what_they_are_for(file: Path) -> None:
    _, head, body = file.read_text().split("---\n", 2)
    assert {"name", "about", "title", "labels"} <= set(yaml.safe_load(head))
    assert body.strip()


def named_in_public_api(heading: str) -> set[str]:
    (line,) = re.findall(rf"^\*\*{re.escape(heading)}\*\* (.*?)(?:;|\.$|\.\n)", PUBLIC, re.MULTILINE)
    return set(re.findall(r"`([a-z_-]+)`", line))


PUBLIC = re.sub(r"(?<=[,.])\n(?=`)", " ", (ROOT / "docs/public-api.md").read_text())


def test_what_is_public_is_still_there() -> None:
    commands, schemas = named_in_public_api("Commands:"), named_in_public_api("JSON:")
    kinds = named_in_public_api("Kinds of check, of programs:") | named_in_public_api("Of the machine:")
    assert min(len(commands), len(schemas), len(kinds)) >= 5
    assert commands <= set(COMMANDS)
    assert schemas <= {file.name.split(".")[0] for file in (ROOT / "tftutor/cli/schemas").iterdir()}
    assert kinds <= set(KINDS)
