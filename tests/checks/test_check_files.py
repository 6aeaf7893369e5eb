"""Files that a program left."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from attempts import check

from tftutor.checks.base import CheckInput, CheckResult
from tftutor.runtime import Evidence

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 28, 20) + b"\x08\0\0\0\0"


def judge(folder: Path, **settings: Any) -> CheckResult:
    kept = {path.name: path for path in folder.iterdir()}
    return check("files", **settings).judge(CheckInput(Evidence("finished", files=kept)))


def test_a_file_that_is_there_passes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    assert judge(tmp_path, path="a.txt", contains="hell", what="file").status == "passed"


@pytest.mark.parametrize(
    ("content", "settings", "reason"),
    [
        (None, {}, "Your program left no a.bin."),
        (b"", {}, "a.bin is empty."),
        (b"abc", {"at_least_bytes": 10}, "a.bin is smaller than it should be."),
        (b"abc", {"what": "folder"}, "a.bin is a file, not a folder."),
        (b"abc", {"contains": "xyz"}, "a.bin does not contain 'xyz'."),
        (b"abc", {"image": [28, 28]}, "a.bin is not a PNG picture."),
        (PNG, {"image": [28, 28]}, "The picture a.bin has another size."),
        (b"abc", {"keys": ["loss"]}, "a.bin is not JSON."),
        (b"[1]", {"keys": ["loss"]}, "a.bin has no 'loss'."),
        (b"abc", {"exists": False}, "a.bin is there, and should not be."),
    ],
)
def test_each_lack_has_its_sentence(
    tmp_path: Path, content: bytes | None, settings: dict[str, Any], reason: str
) -> None:
    if content is not None:
        (tmp_path / "a.bin").write_bytes(content)
    result = judge(tmp_path, path="a.bin", **settings)
    assert (result.status, result.reason) == ("failed", reason)


def test_pictures_and_json_that_are_right(tmp_path: Path) -> None:
    (tmp_path / "digit.png").write_bytes(PNG)
    (tmp_path / "log.json").write_text(json.dumps({"loss": 1}))
    assert judge(tmp_path, path="digit.png", image=[28, 20]).status == "passed"
    assert judge(tmp_path, path="log.json", keys=["loss"]).status == "passed"


def test_a_folder_needs_a_file_of_the_kind(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("x")
    assert judge(tmp_path, path="out", what="folder", suffix=".txt").status == "passed"
    assert judge(tmp_path, path="out", suffix=".png").reason == "No file in out ends in .png."


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/etc/hostname")
    assert judge(tmp_path, path="a.txt").status == "failed"


def test_the_same_lack_is_the_same(tmp_path: Path) -> None:
    one, none = check("files", path="a.txt"), CheckInput(Evidence("finished"))
    assert one.same(none, none)
    (tmp_path / "a.txt").write_text("")
    assert not one.same(none, CheckInput(Evidence("finished", files={"a.txt": tmp_path / "a.txt"})))
