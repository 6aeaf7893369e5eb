"""`tftutor env-doctor` as it is typed: exit codes, JSON, the page made from the catalogue."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from doctor_support import REPOSITORY, Environment, doctor

from tftutor.doctor import AREAS, CATALOGUE
from tftutor.doctor.page import page

SCHEMA = REPOSITORY / "tftutor" / "cli" / "schemas" / "env-doctor.schema.json"


def test_a_healthy_python_gives_0_and_a_broken_one_1(healthy: Environment) -> None:
    words = ("--python", str(healthy.python), "--area", "tensorflow", "--area", "tensorboard")
    good = doctor(*words)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.splitlines()[-1].startswith("Nothing is wrong")
    healthy.remove("tensorboard")
    bad = doctor(*words)
    assert bad.returncode == 1
    last = bad.stdout.splitlines()[-1]
    assert last.startswith("Next") and last.endswith("-m pip install 'tensorboard~=2.21.0'")
    assert "\x1b" not in bad.stdout


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (("--area", "gpus"), "`gpu`"),
        (("explain", "keras-to-old"), "`keras-too-old`"),
        (("explain",), "explain ID"),
        (("--sysroot", "/nowhere"), "/nowhere"),
        (("--jsn",), "--json"),
        (("--ignore", "port-takn"), "`port-taken`"),
    ],
)
def test_what_is_not_understood_gives_2(words: tuple[str, ...], nearest: str) -> None:
    run = doctor(*words)
    assert run.returncode == 2
    assert nearest in run.stderr


def test_json_is_as_its_schema_says(bare: Environment) -> None:
    run = doctor("--json", "--python", str(bare.python))
    report = json.loads(run.stdout)
    jsonschema.validate(report, json.loads(SCHEMA.read_text()))
    assert report["exit_code"] == run.returncode == 1
    assert report["findings"][0]["id"] == "tensorflow-missing"
    assert [one["id"] for one in report["findings"][0]["explains"]] == ["tensorboard-missing"]
    assert {area["id"] for area in report["areas"]} == set(AREAS) - {"deep"}


def test_the_list_has_everything_and_each_can_be_explained() -> None:
    listed = doctor("--list").stdout
    assert [id for id in CATALOGUE if f"  {id} " not in listed] == []
    story = doctor("explain", "html5lib-filters-base").stdout
    assert "2017" in story and "'bleach==1.5.0'" in story


def test_without_home_from_a_folder_that_cannot_be_written(healthy: Environment, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    before = {path for path in tmp_path.rglob("*") if "__pycache__" not in path.parts}
    environ = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    run = doctor("--python", str(healthy.python), environ=environ, cwd=folder)
    assert run.stderr == ""
    assert "Python" in run.stdout
    assert {path for path in tmp_path.rglob("*") if "__pycache__" not in path.parts} == before


def test_without_any_package_it_still_examines(healthy: Environment) -> None:
    run = doctor("--python", str(healthy.python), "--area", "tensorflow", flags=("-I", "-S"))
    assert (run.returncode, run.stderr) == (0, "")


def test_it_survives_files_that_stand_in_for_modules(healthy: Environment) -> None:
    for name in ("tensorflow", "random", "numpy", "keras"):
        (healthy.cwd / f"{name}.py").write_text("raise SystemExit('mine')\n")
    environ = {**os.environ, "PYTHONPATH": str(healthy.cwd)}
    run = doctor("--python", str(healthy.python), "--area", "python", environ=environ, cwd=healthy.cwd)
    assert run.returncode == 1
    assert run.stdout.count("[module-shadowed]") == 4


def test_it_uses_no_network_and_never_imports_tensorflow(healthy: Environment) -> None:
    script = (
        "import socket, sys\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        f"sys.path.insert(0, {str(REPOSITORY)!r})\n"
        "from tftutor.cli.main import main\n"
        f"main(['env-doctor', '--python', {str(healthy.python)!r}])\n"
        "print(sorted({'tensorflow', 'numpy', 'keras', 'rich', 'pydantic'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True
    )
    assert run.stdout.splitlines()[-1] == "[]"
    assert "could not look" not in run.stdout


def test_the_page_is_current() -> None:
    written = (REPOSITORY / "docs" / "doctor.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m tftutor.doctor.page docs/doctor.md"


def test_the_catalogue_is_whole() -> None:
    for entry in CATALOGUE.values():
        assert entry.area in AREAS
        assert [id for id in entry.explains if id not in CATALOGUE] == []
        assert entry.severity == "info" or entry.remedies, entry.id
        for remedy in entry.remedies:
            assert remedy.commands or remedy.note, entry.id
            assert all("--break-system-packages" not in command for command in remedy.commands)
            extras = [command for command in remedy.commands if "-m pip" in command and "[" in command]
            assert all("'" in command for command in extras), entry.id
            assert remedy.root == any("sudo " in command for command in remedy.commands), entry.id


def test_a_finding_can_be_ignored_this_once(healthy: Environment) -> None:
    healthy.remove("tensorboard")
    healthy.environ["KERAS_BACKEND"] = "jax"
    words = ("--python", str(healthy.python), "--area", "tensorflow", "--area", "tensorboard")
    both = ("--ignore", "tensorboard-missing", "--ignore", "keras-backend-variable")
    one = doctor(*words, *both[:2], environ=healthy.environ)
    assert one.returncode == 1
    assert "tensorboard-missing" not in one.stdout and "keras-backend-variable" in one.stdout
    none = doctor(*words, *both, environ=healthy.environ)
    assert none.returncode == 0
    assert "chose to ignore: keras-backend-variable, tensorboard-missing" in none.stdout
    told = json.loads(doctor(*words, *both, "--json", environ=healthy.environ).stdout)
    assert told["ignored"] == ["keras-backend-variable", "tensorboard-missing"]
    assert doctor(*words, environ=healthy.environ).returncode == 1  # nothing was remembered


def test_what_follows_from_an_ignored_finding_is_ignored_with_it(bare: Environment) -> None:
    words = ("--python", str(bare.python), "--area", "tensorflow", "--area", "tensorboard")
    run = doctor(*words, "--ignore", "tensorflow-missing", environ=bare.environ)
    assert run.returncode == 0
    assert "tensorboard-missing" not in run.stdout
