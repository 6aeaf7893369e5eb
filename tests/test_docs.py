"""What the docs and the README say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tftutor.checks import KINDS
from tftutor.cli.commands import COMMANDS
from tftutor.course.checkspec import read_check

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_examples_of_checks_are_valid() -> None:
    text = (ROOT / "docs/lessons.md").read_text()
    of_programs, of_tasks = re.findall(r"```yaml\n( *checks:.*?)```", text, re.DOTALL)
    kinds = [read_check(entry, KINDS).kind for entry in yaml.safe_load(of_programs)["checks"]]
    assert kinds == [
        *("value", "gradient", "function", "output", "value", "traces"),
        *("follows", "tensorboard", "curve", "measured_curve", "placement", "placement", "accuracy"),
        *("history", "history", "checkpoint"),
        *("sequence_loss", "distribution"),
    ]
    kinds = [read_check(entry, KINDS, "machine").kind for entry in yaml.safe_load(of_tasks)["checks"]]
    assert sorted(kinds) == sorted(name for name, kind in KINDS.items() if kind.looks_at == "machine")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text()
    blocks = "\n".join(re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL))
    named = set(re.findall(r"^(?:\$ )?tftutor ([a-z][a-z-]+)", blocks, re.MULTILINE))
    named |= set(re.findall(r"`tftutor ([a-z][a-z-]+)", text))
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing
