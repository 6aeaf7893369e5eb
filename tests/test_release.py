"""The release script, in copies of the repository."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from distributions import ROOT


def git(*words: str, cwd: Path) -> str:
    done = subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A clone with what is not yet committed here, committed."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    git("clone", "--quiet", "--local", "--no-hardlinks", str(ROOT), str(tmp_path / "copy"), cwd=ROOT)
    folder = tmp_path / "copy"
    for name in ("CHANGELOG.md", "scripts/release.py", "pyproject.toml", "tftutor/__init__.py"):
        (folder / name).write_text((ROOT / name).read_text())
    git("config", "user.name", "Somebody", cwd=folder)
    git("config", "user.email", "somebody@example.org", cwd=folder)
    git("commit", "--quiet", "--all", "--allow-empty", "--message", "As it is", cwd=folder)
    return folder


def release(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the script of ``folder``."""
    environ = {"GIT_AUTHOR_NAME": "Somebody", "GIT_AUTHOR_EMAIL": "somebody@example.org"}
    environ |= {"GIT_COMMITTER_NAME": "Somebody", "GIT_COMMITTER_EMAIL": "somebody@example.org"}
    return subprocess.run(
        [sys.executable, "scripts/release.py", *words], cwd=folder, capture_output=True, text=True,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", **environ}, timeout=240, check=False,
    )  # fmt: skip


def test_a_dry_run_shows_the_notes_and_changes_nothing(copy: Path) -> None:
    done = release(copy, "98.7.6", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "tftutor-98.7.6-py3-none-any.whl" in done.stdout
    assert "tftutor-98.7.6.tar.gz" in done.stdout
    first = re.search(r"(?m)^- (.+)$", (copy / "CHANGELOG.md").read_text())
    assert first and first[1] in done.stdout
    assert not git("status", "--porcelain", cwd=copy)
    assert not git("tag", "--list", "v98*", cwd=copy)


def test_a_release_writes_the_version_builds_commits_and_tags(copy: Path) -> None:
    done = release(copy, "98.7.6")
    assert done.returncode == 0, done.stderr
    assert '__version__ = "98.7.6"' in (copy / "tftutor/__init__.py").read_text()
    assert "version: 98.7.6" in (copy / "CITATION.cff").read_text()
    assert re.search(r"## Unreleased\n\n## 98\.7\.6 - \d{4}-\d\d-\d\d\n", (copy / "CHANGELOG.md").read_text())
    assert len(list((copy / "dist").iterdir())) == 2
    assert git("describe", cwd=copy).strip() == "v98.7.6"
    assert not git("status", "--porcelain", cwd=copy)
    again = release(copy, "98.7.6")
    assert again.returncode == 1
    assert "tag v98.7.6" in again.stderr


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda folder: (folder / "new.txt").write_text("x"), "working tree has changes"),
        (lambda folder: git("tag", "v98.7.6", cwd=folder), "a tag v98.7.6 already"),
    ],
)
def test_what_is_not_ready_is_said(copy: Path, break_it: object, says: str) -> None:
    assert callable(break_it)
    break_it(copy)
    done = release(copy, "98.7.6", "--dry-run")
    assert done.returncode == 1
    assert says in done.stderr


def test_a_changelog_that_says_nothing_is_not_ready(copy: Path) -> None:
    file = copy / "CHANGELOG.md"
    file.write_text(re.sub(r"(?s)## Unreleased\n.*?(?=## \d)", "## Unreleased\n\n", file.read_text()))
    git("commit", "--quiet", "--all", "--message", "Nothing new", cwd=copy)
    done = release(copy, "98.7.6", "--dry-run")
    assert done.returncode == 1
    assert "Write what is new" in done.stderr
