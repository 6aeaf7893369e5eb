"""The learner's editor and shell, as their own shell would start them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tftutor.application.external_programs import NoEditor, edit, editor_command, open_shell
from tftutor.problems import MachineProblem

FILE = Path("/home/ada/train.py")


def a_program(folder: Path, name: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("#!/bin/sh\n")
    (folder / name).chmod(0o755)
    return str(folder)


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({"EDITOR": "nano"}, ["nano", "+12", str(FILE)]),
        ({"EDITOR": "vi", "VISUAL": "code --wait"}, ["code", "--wait", str(FILE)]),
        ({"EDITOR": "'/opt/my editor/ed'"}, ["/opt/my editor/ed", str(FILE)]),
        ({"VISUAL": "  ", "EDITOR": "emacs -nw"}, ["emacs", "-nw", "+12", str(FILE)]),
    ],
)
def test_visual_comes_before_editor_and_words_are_a_shells(
    environ: dict[str, str], command: list[str]
) -> None:
    assert editor_command(FILE, 12, environ) == command


@pytest.mark.parametrize("name", ["EDITOR", "VISUAL"])
def test_quotes_that_do_not_match_are_the_settings_fault(name: str) -> None:
    with pytest.raises(MachineProblem, match=f"{name} is .*quotes do not match"):
        editor_command(FILE, None, {name: "nano 'x"})


def test_without_a_setting_it_is_one_that_the_terminal_can_show(tmp_path: Path) -> None:
    path = a_program(tmp_path / "bin", "nano")
    assert editor_command(FILE, None, {"PATH": path, "TERM": "xterm"}) == ["nano", str(FILE)]
    with pytest.raises(NoEditor):
        editor_command(FILE, None, {"PATH": path, "TERM": "dumb"})
    a_program(tmp_path / "bin", "ed")
    assert editor_command(FILE, None, {"PATH": path, "TERM": "dumb"}) == ["ed", str(FILE)]


def test_a_program_that_is_not_there_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "/nowhere/editor")
    monkeypatch.setenv("SHELL", "/nowhere/shell")
    with pytest.raises(MachineProblem, match="Your editor, /nowhere/editor, could not be started"):
        edit(FILE)
    with pytest.raises(MachineProblem, match="The shell /nowhere/shell could not be started"):
        open_shell()


def test_one_command_of_the_shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    open_shell(f"echo here > {tmp_path}/note", with_terminal=False)
    assert (tmp_path / "note").read_text() == "here\n"
