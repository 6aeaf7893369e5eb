"""The task that reads `nvidia-smi`: the machine's own where it answers, else the listing in the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from machines import look

RECORDED = {"path": "notes/gpu.txt", "recorded": {"driver": "550.40.07", "cuda": "12.4"}}
HEAD = "| NVIDIA-SMI 535.104.05   Driver Version: 535.104.05   CUDA Version: 12.2     |"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    return tmp_path / "notes" / "gpu.txt"


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all there is on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder: Path, script: str) -> None:
    tool = folder / "nvidia-smi"
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(0o755)


def test_without_nvidia_smi_the_recorded_listing_counts(tools: Path, note: Path, tmp_path: Path) -> None:
    missing = look(tmp_path, "gpu_listing", **RECORDED)
    assert (missing.status, missing.commands[0]) == ("failed", f"mkdir -p {note.parent}")
    note.write_text("driver: 550.40.07\ncuda: 12.4\n")
    assert look(tmp_path, "gpu_listing", **RECORDED).status == "passed"


@pytest.mark.parametrize("text", ["550.40.07 and 12.40", "550.40.07.1, 12.4", "1550.40.07 12.4", "", "12.4"])
def test_versions_count_as_a_whole(tools: Path, note: Path, tmp_path: Path, text: str) -> None:
    note.write_text(text)
    result = look(tmp_path, "gpu_listing", **RECORDED)
    assert (result.status, result.expected) == ("failed", "550.40.07 and 12.4")


def test_the_machines_own_listing_counts_where_there_is_one(tools: Path, note: Path, tmp_path: Path) -> None:
    install(tools, f"echo '{HEAD}'")
    note.write_text("550.40.07, 12.4")
    copied = look(tmp_path, "gpu_listing", **RECORDED)
    assert "has the figures from the text" in copied.reason
    note.write_text(HEAD)
    assert look(tmp_path, "gpu_listing", **RECORDED).seen.startswith("535.104.05 and 12.2")


@pytest.mark.parametrize(
    "script",
    [
        "echo NVIDIA-SMI has failed because it could not communicate with the driver; exit 9",
        "exit 0",
        "kill -9 $$",
    ],
)
def test_a_listing_that_fails_is_none(tools: Path, note: Path, tmp_path: Path, script: str) -> None:
    install(tools, script)
    note.write_text("550.40.07, 12.4")
    assert look(tmp_path, "gpu_listing", **RECORDED).status == "passed"


def test_a_folder_in_its_place_is_reported(tools: Path, note: Path, tmp_path: Path) -> None:
    note.mkdir()
    assert "a folder" in look(tmp_path, "gpu_listing", **RECORDED).reason
