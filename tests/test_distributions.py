"""What is published holds the course and the checks, and puts nothing but tftutor into site-packages."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from distributions import ROOT, build, unpack


@pytest.fixture(scope="module")
def sdist_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sdist = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    return unpack(sdist, tmp_path_factory.mktemp("unpacked"))


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory, sdist_tree: Path) -> dict[str, set[str]]:
    """Where the wheel was made -> the files in it."""
    sources = {"checkout": ROOT, "sdist": sdist_tree}
    built = {name: build("wheel", tree, tmp_path_factory.mktemp(name)) for name, tree in sources.items()}
    return {name: set(zipfile.ZipFile(wheel).namelist()) for name, wheel in built.items()}


def tracked(*folders: str) -> set[str]:
    """The files below ``folders`` that git knows of; the test cannot be run where there is no git."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *folders],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    if listing.returncode != 0:
        pytest.skip("this is no git checkout")
    return {name for name in listing.stdout.split("\0") if (ROOT / name).is_file()}


@pytest.mark.parametrize("source", ["checkout", "sdist"])
def test_a_wheel_holds_the_package_its_lessons_and_its_checks(
    wheels: dict[str, set[str]], source: str
) -> None:
    wanted = tracked("tftutor") | {f"tftutor/{name}" for name in tracked("checks", "lessons")}
    assert len(wanted) > 300
    assert wanted <= wheels[source]


def test_the_wheel_of_the_source_distribution_is_the_wheel_of_the_checkout(
    wheels: dict[str, set[str]],
) -> None:
    assert wheels["sdist"] == wheels["checkout"]


def test_nothing_but_tftutor_goes_into_site_packages(wheels: dict[str, set[str]]) -> None:
    tops = {name.split("/")[0] for name in wheels["checkout"]}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tftutor"}


def test_a_source_distribution_holds_what_a_contributor_needs(sdist_tree: Path) -> None:
    for name in ("LICENSE", "README.md", "pyproject.toml", "test", "tests/conftest.py"):
        assert (sdist_tree / name).is_file(), name


def test_each_file_has_one_path(sdist_tree: Path) -> None:
    """The one link leads from the package to checks/; its modules have the path they are edited under."""
    import tftutor.checks.value
    from tftutor.places import bundled_course

    links = {path.relative_to(ROOT) for path in (ROOT / "tftutor").rglob("*") if path.is_symlink()}
    assert links == {Path("tftutor/checks")}
    assert tftutor.checks.value.__file__ == str(ROOT / "checks" / "value.py")
    assert bundled_course() == ROOT / "lessons"
    assert not [path for path in sdist_tree.rglob("*") if path.is_symlink()]
    assert not (sdist_tree / "checks").exists()
