"""A setting is changed in the learner's own file, and nothing else in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tftutor.application.user_config import change, user_config_file
from tftutor.places import settings
from tftutor.problems import MachineProblem


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "XDG_CONFIG_DIRS": str(tmp_path / "none")}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "theme: light\n"),
        ("# mine\n", "# mine\ntheme: light\n"),
        ("offline: true  # at home", "offline: true  # at home\ntheme: light\n"),
        ("# a\ntheme:   dark   # b\n\noffline: true\n", "# a\ntheme:   light   # b\n\noffline: true\n"),
        ("theme:\nmouse: false\n", "theme: light\nmouse: false\n"),
        ("theme: 'dark'\n", "theme: light\n"),
        ("keys:\n  run: f6  # six\n", "keys:\n  run: f6  # six\ntheme: light\n"),
        ("\ufefftheme: dark\n", "\ufefftheme: light\n"),
        ("# é ü\ntheme: dark\n", "# é ü\ntheme: light\n"),
    ],
)
def test_one_value_changes_and_all_else_stays(environ: dict[str, str], before: str, after: str) -> None:
    file = user_config_file(environ)
    file.parent.mkdir(parents=True)
    file.write_bytes(before.encode())
    change("theme", "light", environ)
    assert file.read_bytes().decode() == after
    assert settings(environ).theme == "light"


def test_a_setting_goes_back_to_its_default(environ: dict[str, str]) -> None:
    change("theme", "contrast", environ)
    change("animation", "false", environ)
    change("theme", "", environ)
    found = settings(environ)
    assert (found.theme, found.animation) == ("auto", False)


@pytest.mark.parametrize("text", ["{theme: dark}\n--- \n", "{offline: true}\n", "offline: true\n...\n"])
def test_what_cannot_be_changed_by_a_line_is_left_alone(environ: dict[str, str], text: str) -> None:
    file = user_config_file(environ)
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MachineProblem):
        change("theme", "light", environ)
    assert file.read_text(encoding="utf-8") == text


def test_a_file_that_is_not_understood_is_not_touched(environ: dict[str, str]) -> None:
    file = user_config_file(environ)
    file.parent.mkdir(parents=True)
    file.write_text("thema: dark\n", encoding="utf-8")
    with pytest.raises(MachineProblem, match="There is no setting `thema`"):
        change("theme", "light", environ)


def test_a_folder_that_cannot_be_written_is_a_sentence(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file", encoding="utf-8")
    with pytest.raises(MachineProblem, match="cannot be"):
        change("theme", "light", environ)
