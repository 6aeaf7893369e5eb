"""TensorFlow 2.21.0 does not find libcusolver.so.11; it is loaded ahead, where there is a GPU and need."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tftutor.runtime.inside as inside

SOURCE = "int cusolver_stand_in(void) { return 7; }\n"
# As the zygote does it; then TensorFlow's way, by the bare name, and a symbol that any library can see.
LOADS = """
import ctypes, json, os, sys
sys.path.insert(0, os.environ["INSIDE"])
import cusolver
site, driver = sys.argv[1:]
loaded = cusolver.load(["/nowhere", site], os.environ, [driver])
def stand_in(name):
    try:
        return ctypes.CDLL(name).cusolver_stand_in()
    except (OSError, AttributeError):
        return 0
print(json.dumps([loaded, stand_in("libcusolver.so.11"), stand_in(None)]))
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("gcc"):
        pytest.skip("no gcc")
    folder = tmp_path_factory.mktemp("library")
    (folder / "source.c").write_text(SOURCE)
    file = folder / "libcusolver.so.11"
    words = ["gcc", "-shared", "-fPIC", "-Wl,-soname,libcusolver.so.11", "-o", str(file), "source.c"]
    subprocess.run(words, cwd=folder, check=True, timeout=60)
    return file


@pytest.fixture
def site(tmp_path: Path, library: Path) -> Path:
    """Packages as pip leaves them: TensorFlow 2.21.0 and NVIDIA's libcusolver."""
    site = tmp_path / "site-packages"
    for folder in ("tensorflow", "tensorflow-2.21.0.dist-info", "nvidia/cusolver/lib"):
        (site / folder).mkdir(parents=True)
    (site / "tensorflow" / "__init__.py").write_text("")
    shutil.copy(library, site / "nvidia/cusolver/lib")
    (tmp_path / "driver").write_text("")
    return site


def loads(site: Path, driver: str = "driver", **environ: str) -> tuple[str, int, int]:
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LOADS, str(site), str(site.parent / driver)],
        env={**os.environ, "INSIDE": str(Path(inside.__file__).parent), **environ},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    loaded, found, shared = json.loads(run.stdout)
    return loaded, found, shared


def test_it_is_loaded_for_all_that_come_later(site: Path) -> None:
    assert loads(site) == (str(site / "nvidia/cusolver/lib/libcusolver.so.11"), 7, 7)


def test_a_machine_without_a_driver_loads_nothing(site: Path) -> None:
    assert loads(site, driver="none") == ("", 0, 0)


def test_other_versions_of_tensorflow_need_no_help(site: Path) -> None:
    (site / "tensorflow-2.21.0.dist-info").rename(site / "tensorflow-2.20.0.dist-info")
    assert loads(site) == ("", 0, 0)


def test_what_is_not_installed_is_not_loaded(site: Path) -> None:
    shutil.rmtree(site / "nvidia")
    assert loads(site) == ("", 0, 0)


def test_a_library_that_the_learner_chose_is_left_to_them(site: Path, library: Path) -> None:
    assert loads(site, LD_LIBRARY_PATH=str(library.parent)) == ("", 7, 0)


def test_a_damaged_library_stops_nobody(site: Path) -> None:
    (site / "nvidia/cusolver/lib/libcusolver.so.11").write_text("half of it")
    assert loads(site) == ("", 0, 0)
