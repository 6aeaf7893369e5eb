"""CONTRIBUTING.md: its worked examples, applied to a copy of the repository, do what the page says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text()
EXAMPLES = dict(re.findall(r"^### an? (.+?)\n.*?^```diff\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))


def apply(example: str, root: Path) -> None:
    """Make the changes of one example. Each of its hunks must fit exactly one place."""
    for name, changes in re.findall(r"^([^ +@\n-].*)\n((?:[ +@-].*\n|\n)*)", example, re.MULTILINE):
        file = root / name
        for hunk in re.split(r"^@@\n", changes, flags=re.MULTILINE):
            lines = hunk.splitlines()
            old = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
            new = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
            if old:
                text = file.read_text()
                assert text.count(old) == 1, f"{name} should hold this once:\n{old}"
                file.write_text(text.replace(old, new))
            else:
                assert not file.exists(), f"{name} is there already"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(new)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with all examples in it."""
    root = tmp_path_factory.mktemp("copy")
    for name in ("tftutor", "checks", "lessons", "docs", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / name)
    for example in EXAMPLES.values():
        apply(example, root)
    return root


def python(copy: Path, *words: str) -> str:
    home = copy.parent / "home"
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, *words], cwd=copy, capture_output=True, text=True, timeout=240, check=False,
        env={**os.environ, "PYTHONPATH": str(copy), "HOME": str(home), "EDITOR": "", "TFTUTOR_OFFLINE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_there_is_an_example_of_each() -> None:
    assert [*EXAMPLES] == [
        "check kind", "command", "pane", "finding of the doctor", "data set", "lesson", "session",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("where", "tftutor"),
        ("--help", "where your files are"),
        ("schema", "line_count"),
        ("list", "shapes-and-broadcasting"),
        ("show three-by-two", "three rows and two columns"),
        ("data list", "Kuzushiji-MNIST"),
        ("env-doctor -v --area python", "No editor is named"),
        ("lint session2/shapes --static", ""),
        ("lint shapes-and-broadcasting --static", ""),
    ],
)
def test_what_was_added_is_there(copy: Path, words: str, says: str) -> None:
    assert says in " ".join(python(copy, "-m", "tftutor", *words.split()).split())


def test_the_new_kind_of_check_judges(copy: Path) -> None:
    program = """
from tftutor.checks import KINDS
from tftutor.checks.base import CheckInput
from tftutor.runtime.evidence import Evidence
check = KINDS["line_count"](exactly=2)
three = CheckInput(Evidence("finished", output="a\\nb\\n\\nc\\n"))
two = CheckInput(Evidence("finished", output="a\\n\\nb\\n"))
print(check.judge(two).status, check.judge(three).reason, check.same(two, three))
"""
    assert python(copy, "-c", program) == "passed It prints 3 lines, not 2. False\n"


def test_the_new_pane_has_a_key_and_a_row_in_the_settings(copy: Path) -> None:
    program = """
from tftutor.tui.actions import ACTIONS
from tftutor.tui.widgets.panes import PANES, RESULTS
print([one.keys for one in ACTIONS if one.id == "pane-notes"], PANES[-1], RESULTS[-1])
"""
    assert python(copy, "-c", program) == "[('7', 'alt+7')] notes notes\n"


def test_the_page_on_findings_is_made_from_the_catalogue(copy: Path) -> None:
    python(copy, "-m", "tftutor.doctor.page", "docs/doctor.md")
    assert "editor-unset" in (copy / "docs/doctor.md").read_text()


def test_the_examples_keep_to_the_style(copy: Path) -> None:
    python(copy, "-m", "ruff", "check", "--no-cache", "--quiet", "tftutor", "checks")


def test_every_command_for_a_check_is_there() -> None:
    table = PAGE.partition("## One command for each check")[2].partition("### ")[0]
    programs = {command.split()[0] for command in re.findall(r"`(.+?)`", table)}
    assert len(programs) >= 6
    folders = os.pathsep.join([str(Path(sys.executable).parent), str(ROOT)])
    assert [
        name for name in programs if not (shutil.which(name, path=folders) or (ROOT / name).is_file())
    ] == []
