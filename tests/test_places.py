from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tftutor
from tftutor.places import config_files, places, settings
from tftutor.problems import MachineProblem


class Machine:
    """A home folder and a system's folder for settings."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.system = folder / "xdg"
        self.environ = {"HOME": str(self.home), "XDG_CONFIG_DIRS": str(self.system)}

    def say(self, folder: Path, text: str | bytes) -> Path:
        file = folder / "tftutor" / "config.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def say_system(self, text: str | bytes) -> Path:
        return self.say(self.system, text)

    def say_user(self, text: str | bytes) -> Path:
        return self.say(self.home / ".config", text)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_without_settings_everything_is_below_home() -> None:
    here = places({"HOME": "/home/ada"})
    assert here.state == Path("/home/ada/.local/state/tftutor")
    assert here.cache == Path("/home/ada/.cache/tftutor")
    assert here.workspace == Path("/home/ada/tftutor")


def test_xdg_folders_are_honoured_when_absolute() -> None:
    environ = {"HOME": "/home/ada", "XDG_STATE_HOME": "/var/state", "XDG_CACHE_HOME": "relative"}
    assert places(environ).state == Path("/var/state/tftutor")
    assert places(environ).cache == Path("/home/ada/.cache/tftutor")


def test_config_files_are_read_from_the_system_to_the_user() -> None:
    assert config_files({"HOME": "/home/ada"}) == [
        Path("/etc/xdg/tftutor/config.yaml"),
        Path("/home/ada/.config/tftutor/config.yaml"),
    ]
    environ = {"HOME": "/home/ada", "XDG_CONFIG_DIRS": "/first:relative:/second", "XDG_CONFIG_HOME": "/mine"}
    assert config_files(environ) == [
        Path("/second/tftutor/config.yaml"),
        Path("/first/tftutor/config.yaml"),
        Path("/mine/tftutor/config.yaml"),
    ]


def test_the_user_wins_over_the_system_and_the_environment_over_both(machine: Machine) -> None:
    system = machine.say_system(
        "# for the course\ndata_dir: /srv/data\npython: /opt/tf/bin/python\nseconds: 90\nmemory_mb: 2500\n"
        "offline: true\nworkspace: ~/course\n"
    )
    user = machine.say_user("seconds: 120.5\nmemory_mb:\n")
    machine.environ["TFTUTOR_PYTHON"] = "python3.12"
    machine.environ["TFTUTOR_DATA_DIR"] = ""
    found = settings(machine.environ)
    assert found.data_dir == Path("/srv/data")
    assert found.python == "python3.12"
    assert found.seconds == 120.5
    assert found.memory_mb == 2500
    assert found.offline is True
    assert found.workspace == machine.home / "course"
    assert found.sources == {
        "data_dir": f"{system}:2",
        "python": "TFTUTOR_PYTHON",
        "workspace": f"{system}:7",
        "seconds": f"{user}:1",
        "memory_mb": f"{system}:5",
        "offline": f"{system}:6",
        **dict.fromkeys(("theme", "mouse", "animation", "cursor_blink", "keep_runs"), "default"),
    }
    assert places(machine.environ).workspace == machine.home / "course"


def test_keys_may_be_given_to_actions_one_by_one(machine: Machine) -> None:
    system = machine.say_system("theme: light\nkeys:\n  run: f6\n  check: [f7, ctrl+j]\n")
    user = machine.say_user("mouse: off\nkeys:\n  run: [f8]\n  hint:\n")
    found = settings(machine.environ)
    assert found.keys == {"run": ("f8",), "check": ("f7", "ctrl+j")}
    assert found.sources["keys.run"] == f"{user}:3"
    assert found.sources["keys.check"] == f"{system}:4"
    assert (found.theme, found.mouse, found.animation, found.cursor_blink) == ("light", False, None, None)


def test_nothing_set_says_so(machine: Machine) -> None:
    found = settings(machine.environ)
    assert (found.data_dir, found.python, found.seconds, found.memory_mb) == (None, None, None, None)
    assert found.offline is False
    assert set(found.sources.values()) == {"default"}


def test_a_variable_may_hold_a_path_from_here(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    machine.environ |= {
        "TFTUTOR_WORKSPACE": "work",
        "TFTUTOR_DATA_DIR": "~/data",
        "TFTUTOR_PYTHON": "./python",
    }
    found = settings(machine.environ)
    assert found.workspace == tmp_path / "work"
    assert found.data_dir == machine.home / "data"
    assert found.python == str(tmp_path / "python")


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("seconds: 60\ndata-dir: /srv\n", 2, "no setting `data-dir`. Did you mean `data_dir`?"),
        ("memory: 60\n", 1, "no setting `memory`. Did you mean `memory_mb`?"),
        ("zzz: 60\n", 1, "The settings are: data_dir, python, workspace"),
        ("seconds: 60\nseconds: 61\n", 2, "The key `seconds` is given twice, on lines 1 and 2"),
        ("\n\nseconds: soon\n", 3, "`seconds` is 'soon', but it should be a number of seconds"),
        ("seconds: -1\n", 1, "a number of seconds"),
        ("seconds: .inf\n", 1, "a number of seconds"),
        ("memory_mb: 2.5\n", 1, "a whole number of MiB"),
        ("memory_mb: 0\n", 1, "a whole number of MiB"),
        ("offline: maybe\n", 1, "`true` or `false`"),
        ("theme: blue\n", 1, "`theme` is 'blue', but it should be `auto`, `dark`"),
        ("thema: dark\n", 1, "Did you mean `theme`?"),
        ("keys: f5\n", 1, "Below `keys:` write lines like"),
        ("keys:\n  run: f5\n  run: f6\n", 3, "The key `run` is given twice"),
        ("keys:\n  run: {a: f5}\n", 2, "should be a list like"),
        ("keys:\n  run: [[f5]]\n", 2, "should be a list like"),
        ("data_dir: data\n", 1, "a full path"),
        ("python: bin/python\n", 1, "a full path"),
        ("python: ' '\n", 1, "the path of a Python interpreter"),
        ("data_dir: [/a, /b]\n", 1, "one value, not a list"),
        ("? [a]\n: b\n", 1, "A key should be a word"),
        ("- seconds\n", 1, "lines like"),
        ("seconds: 60\n  offline: [\n", 2, "a colon and a space in it"),
        ("seconds: 60\n\toffline: true\n", 2, "There is a tab here"),
        ("seconds: 60\noffline: \x07\n", 2, "invisible control character"),
        ("[" * 20_000, 1, "nested more than 40 deep"),
        (b"seconds: 60\n# \xe4\n", 2, "not UTF-8"),
        ("seconds: &a 60\n", 1, "`&a` is an anchor"),
        ("seconds: 60\n---\noffline: true\n", 2, "A second document begins here"),
    ],
)
def test_a_config_file_that_makes_no_sense_is_named_with_the_line(
    machine: Machine, text: str | bytes, line: int, sentence: str
) -> None:
    file = machine.say_user(text)
    with pytest.raises(MachineProblem) as caught:
        settings(machine.environ)
    assert caught.value.sentence.startswith(f"{file}:{line}: ")
    assert sentence in caught.value.sentence
    assert caught.value.next_step


def test_a_bad_variable_is_named(machine: Machine) -> None:
    machine.environ["TFTUTOR_SECONDS"] = "soon"
    with pytest.raises(MachineProblem, match="TFTUTOR_SECONDS is 'soon'") as caught:
        settings(machine.environ)
    assert "unset TFTUTOR_SECONDS" in caught.value.next_step


def test_a_file_far_too_long_is_refused_unread(machine: Machine) -> None:
    file = machine.say_user("# long\n" * 20_000)
    with pytest.raises(MachineProblem, match="larger than 64 KB") as caught:
        settings(machine.environ)
    assert caught.value.sentence.startswith(f"{file}: ")


def test_a_folder_in_place_of_the_file_is_a_sentence(machine: Machine) -> None:
    (machine.home / ".config" / "tftutor" / "config.yaml").mkdir(parents=True)
    with pytest.raises(MachineProblem, match="This is not a file"):
        settings(machine.environ)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n...\n", "\ufeffoffline: no\n"])
def test_an_empty_file_sets_nothing(machine: Machine, text: str) -> None:
    machine.say_user(text)
    assert settings(machine.environ).offline is False


@pytest.mark.parametrize("text", ["yes", "Yes", "on", "true", "True", "1"])
def test_yes_may_be_said_in_several_ways(machine: Machine, text: str) -> None:
    machine.say_user(f"offline: {text}\n")
    assert settings(machine.environ).offline is True
    assert settings({"HOME": "/nowhere", "TFTUTOR_OFFLINE": text}).offline is True


@pytest.mark.parametrize("configured", [False, True])
def test_yaml_is_imported_only_for_a_file_that_exists(machine: Machine, configured: bool) -> None:
    if configured:
        machine.say_user("offline: true\n")
    code = "import sys; from tftutor.places import settings; settings(); print('yaml' in sys.modules)"
    path = str(Path(tftutor.__file__).parent.parent)
    program = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **machine.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert program.stdout.strip() == str(configured)
