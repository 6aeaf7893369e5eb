"""From an empty environment to a checked solution, by every way to install tftutor.

`uv tool` and `pipx`, which uses uv where it finds it, install all dependencies; uv links them from its cache.
For `pip`, which would unpack TensorFlow each time, those of the environment that runs the tests are put on
the path. `./start`, which `.ci/run` begins with, is the full installation by pip.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest
from distributions import ROOT, build, unpack

pytestmark = [pytest.mark.environments, pytest.mark.slow, pytest.mark.timeout(600)]

Install = Callable[[list[str], Path], Path]


@pytest.fixture(scope="module")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is installed -> the words that name it to an installer."""
    sdist = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    tree = unpack(sdist, tmp_path_factory.mktemp("unpacked"))
    return {
        "sdist": [str(sdist)],
        "wheel of the sdist": [str(build("wheel", tree, tmp_path_factory.mktemp("from_sdist")))],
        "wheel of the checkout": [str(build("wheel", ROOT, tmp_path_factory.mktemp("from_checkout")))],
        "editable": ["--editable", str(ROOT)],
    }


def call(*words: str, home: Path, **environ: str) -> str:
    """Run a command in an environment that knows nothing of the one that runs the tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "TFTUTOR_"))}
    cache = Path.home() / ".cache"
    kept = {"UV_CACHE_DIR": str(cache / "uv"), "PIP_CACHE_DIR": str(cache / "pip"), **kept}
    run = subprocess.run(
        words, env={**kept, "HOME": str(home), **environ}, cwd=home,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=570, check=False,
    )  # fmt: skip
    assert run.returncode == 0, f"{' '.join(words)}\n{run.stdout}"
    return run.stdout


def borrow_dependencies(python: Path, home: Path) -> None:
    """Put the dependencies on the path of ``python``; their own .pth files are not read: no tftutor yet."""
    there = call(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", home=home)
    (Path(there.strip()) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")


def by_pip(what: list[str], home: Path) -> Path:
    environment = home / "environment"
    call(sys.executable, "-m", "venv", str(environment), home=home)
    call(str(environment / "bin/python"), "-m", "pip", "install", "--quiet", "--no-deps", *what, home=home)
    borrow_dependencies(environment / "bin/python", home)
    return environment / "bin/tftutor"


def by_pipx(what: list[str], home: Path) -> Path:
    call(
        *(sys.executable, "-m", "pipx", "install", "--python", sys.executable, *what),
        home=home,
        PATH=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),  # where uv is
        PIPX_HOME=str(home / "pipx"),
        PIPX_BIN_DIR=str(home / "bin"),
    )
    return home / "bin/tftutor"


def by_uv(what: list[str], home: Path) -> Path:
    call(
        *(sys.executable, "-m", "uv", "tool", "install", "--quiet", "--python", sys.executable, *what),
        home=home,
        UV_TOOL_DIR=str(home / "tools"),
        UV_TOOL_BIN_DIR=str(home / "bin"),
    )
    return home / "bin/tftutor"


@pytest.mark.parametrize("artefact", ["sdist", "wheel of the sdist", "wheel of the checkout", "editable"])
@pytest.mark.parametrize("install", [by_pip, by_pipx, by_uv])
def test_solutions_pass_in_an_empty_environment(
    artefacts: dict[str, list[str]], artefact: str, install: Install, tmp_path: Path
) -> None:
    tftutor = install(artefacts[artefact], tmp_path)
    told = call(str(tftutor), "check", "gradient-of-a-mean", "--solutions", home=tmp_path)
    assert "Passed: All 3 checks hold." in told
    python = tftutor.resolve().with_name("python")
    where = call(str(python), "-c", "import tftutor.checks.value as m; print(m.__file__)", home=tmp_path)
    is_the_checkouts = where.strip() == str(ROOT / "checks" / "value.py")
    assert is_the_checkouts == (artefact == "editable")
