"""Makes a release: python scripts/release.py 0.2.0 [--dry-run]

It checks that the working tree is clean and that the changelog says what is new, writes the version where it
belongs, builds the source distribution and the wheel from it, commits and tags. Nothing leaves this machine:
it prints what to push and upload. With --dry-run it does all this in a copy, and shows the notes.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSION_FILE, CHANGELOG, CITATION = "tftutor/__init__.py", "CHANGELOG.md", "CITATION.cff"
UNRELEASED = "## Unreleased\n"


class NotReady(Exception):
    """Something has to be put right before a release; the message says what."""


def main(words: Sequence[str] | None = None) -> int:
    """Make the release. Return 0, or 1 with a sentence where something isn't ready."""
    options = _parser().parse_args(words)
    try:
        _check(ROOT, options.version)
        if not options.dry_run:
            print(release(ROOT, options.version))
            return 0
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "tftutor"
            _run("git", "clone", "--quiet", "--local", "--no-hardlinks", str(ROOT), str(copy), cwd=ROOT)
            print(release(copy, options.version))
        print("\nThis was a dry run in a copy, which is gone.")
    except NotReady as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def release(root: Path, version: str) -> str:
    """Write, build, commit and tag version ``version`` in ``root``. Return the notes and what to do next."""
    notes = release_notes((root / CHANGELOG).read_text())
    today = date.today().isoformat()
    heading = f"{UNRELEASED}\n## {version} - {today}\n"
    _replace(root / CHANGELOG, re.escape(UNRELEASED), heading)
    _replace(root / VERSION_FILE, r'__version__ = ".*"', f'__version__ = "{version}"')
    _replace(root / CITATION, r"(?m)^version: .*$", f"version: {version}")
    _replace(root / CITATION, r"(?m)^date-released: .*$", f'date-released: "{today}"')
    built = _build(root)
    _run("git", "commit", "--quiet", "--all", "--message", f"tftutor {version}", cwd=root)
    _run("git", "tag", "--annotate", f"v{version}", "--message", f"tftutor {version}", cwd=root)
    files = "\n".join(f"  dist/{file.name}  {file.stat().st_size // 1024} KiB" for file in built)
    return (
        f"tftutor {version}\n\n{notes}\n\nBuilt:\n{files}\n\nTry it, then publish it:\n"
        f"  uv tool run --from dist/{built[-1].name} tftutor check gradient-of-a-mean --solutions\n"
        f"  git push --follow-tags\n  uv publish dist/*"
    )


def release_notes(changelog: str) -> str:
    """The part of the changelog on what isn't released yet. Raises NotReady where it says nothing."""
    _, found, rest = changelog.partition(UNRELEASED)
    notes = re.split(r"(?m)^## ", rest)[0].strip()
    if not found or not re.search(r"(?m)^- ", notes):
        raise NotReady(
            f"{CHANGELOG} says nothing under `{UNRELEASED.strip()}`. Write what is new there first."
        )
    return notes


def _check(root: Path, version: str) -> None:
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise NotReady(f"{version} isn't a version like 0.2.0.")
    if _run("git", "status", "--porcelain", cwd=root):
        raise NotReady("The working tree has changes. Commit them first: git status")
    if _run("git", "tag", "--list", f"v{version}", cwd=root):
        raise NotReady(f"There is a tag v{version} already.")
    release_notes((root / CHANGELOG).read_text())


def _build(root: Path) -> list[Path]:
    """The source distribution, and the wheel made from it: what a packager of a distribution would get."""
    dist = root / "dist"
    if dist.exists() and any(dist.iterdir()):
        raise NotReady("dist/ holds files of an earlier release. Remove them first.")
    hatchling = (sys.executable, "-m", "hatchling", "build")
    _run(*hatchling, "-t", "sdist", "-d", str(dist), cwd=root)
    (sdist,) = dist.glob("*.tar.gz")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(sdist) as archive:
            archive.extractall(folder, filter="data")
        (tree,) = Path(folder).iterdir()
        _run(*hatchling, "-t", "wheel", "-d", str(dist), cwd=tree)
    return sorted(dist.iterdir(), key=lambda file: file.suffix)


def _replace(file: Path, pattern: str, text: str) -> None:
    old = file.read_text()
    new, count = re.subn(pattern, lambda _: text, old, count=1)
    if not count:
        raise NotReady(f"{file.name} has no line like {pattern}.")
    file.write_text(new)


def _run(*words: str, cwd: Path) -> str:
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotReady(f"`{' '.join(words)}` failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def _parser() -> argparse.ArgumentParser:
    summary, _, rest = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(usage=summary.partition(": ")[2], description=rest)
    parser.add_argument("version", help="such as 0.2.0")
    parser.add_argument("--dry-run", action="store_true", help="do it in a copy, and show the notes")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
