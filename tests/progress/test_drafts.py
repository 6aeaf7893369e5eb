from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tftutor import files
from tftutor.problems import CourseProblem, MachineProblem, UsageProblem
from tftutor.progress.drafts import Drafts

STEP = "session3/softmax-regression/train"
STARTER = "import tensorflow as tf\n\ny = ...\n"
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "workspace")


def names_beside(draft: Path) -> list[str]:
    return sorted(path.name for path in draft.parent.iterdir())


def test_a_draft_is_a_python_file_named_like_its_step(drafts: Drafts, tmp_path: Path) -> None:
    assert drafts.path(STEP) == tmp_path / "workspace/session3/softmax-regression/train.py"


@pytest.mark.parametrize(
    "step", ["../x", "a/../b", "/etc/passwd", "", "a//b", "a/.b", "a\0b", "a/b.c", "a\n"]
)
def test_a_step_id_that_leads_elsewhere_is_refused(drafts: Drafts, step: str) -> None:
    with pytest.raises(CourseProblem, match="cannot be a file name"):
        drafts.path(step)


def test_the_starter_is_written_once(drafts: Drafts) -> None:
    assert drafts.read(STEP) is None
    draft = drafts.ensure(STEP, STARTER)
    assert draft.read_text() == STARTER
    draft.write_text("my own work")
    assert drafts.ensure(STEP, STARTER) == draft
    assert drafts.read(STEP) == "my own work"
    assert names_beside(draft) == ["train.py"]


def test_writing_keeps_the_mode_and_leaves_nothing_next_to_it(drafts: Drafts) -> None:
    draft = drafts.ensure(STEP, STARTER)
    draft.chmod(0o640)
    drafts.write(STEP, "y = 'ä'\n")
    assert drafts.read(STEP) == "y = 'ä'\n"
    assert draft.stat().st_mode & 0o777 == 0o640
    assert names_beside(draft) == ["train.py"]


def test_a_new_draft_has_the_mode_an_editor_would_give(drafts: Drafts) -> None:
    draft = drafts.ensure(STEP, STARTER)
    other = draft.with_name("other")
    other.write_text("")
    assert draft.stat().st_mode == other.stat().st_mode


@pytest.mark.parametrize(
    ("content", "untouched"),
    [
        (STARTER, True),
        (STARTER.replace("\n", "\r\n"), True),
        ("\ufeff" + STARTER, True),
        (STARTER.rstrip("\n"), True),
        (STARTER.replace("...", "1"), False),
        ("", False),
    ],
)
def test_what_an_editor_does_by_itself_leaves_a_draft_untouched(
    drafts: Drafts, content: str, untouched: bool
) -> None:
    assert drafts.is_untouched(STEP, STARTER)
    drafts.ensure(STEP, STARTER).write_bytes(content.encode())
    assert drafts.is_untouched(STEP, STARTER) is untouched


def test_a_byte_order_mark_is_not_part_of_the_code(drafts: Drafts) -> None:
    drafts.ensure(STEP, STARTER).write_bytes(b"\xef\xbb\xbfx = 1\n")
    assert drafts.read(STEP) == "x = 1\n"


def test_a_reset_keeps_every_old_draft(drafts: Drafts) -> None:
    draft = drafts.ensure(STEP, STARTER)
    kept = []
    for work in ("first", "second", "third"):
        draft.write_text(work)
        kept.append(drafts.reset(STEP, STARTER))
        assert draft.read_text() == STARTER
    assert [path.read_text() for path in kept if path] == ["first", "second", "third"]
    assert [re.sub(r"\d{4}-\d\d-\d\d", "DAY", path.name) for path in kept if path] == [
        "train.before-reset-DAY.py",
        "train.before-reset-DAY-2.py",
        "train.before-reset-DAY-3.py",
    ]


def test_an_old_draft_edited_in_place_later_is_another_file(drafts: Drafts) -> None:
    draft = drafts.ensure(STEP, "other")
    kept = drafts.reset(STEP, STARTER)
    with draft.open("r+") as opened:
        opened.write("changed in place")
    assert kept and kept.read_text() == "other"


def test_a_reset_without_a_change_keeps_nothing(drafts: Drafts) -> None:
    assert drafts.reset(STEP, STARTER) is None
    assert drafts.read(STEP) == STARTER
    assert drafts.reset(STEP, STARTER) is None
    assert names_beside(drafts.path(STEP)) == ["train.py"]


@pytest.mark.parametrize("content", [b"\xff\xfex\0=\0", b"#" * 1_500_000])
def test_a_reset_helps_out_of_a_draft_that_cannot_be_read(drafts: Drafts, content: bytes) -> None:
    drafts.ensure(STEP, STARTER).write_bytes(content)
    kept = drafts.reset(STEP, STARTER)
    assert kept and kept.read_bytes() == content
    assert drafts.read(STEP) == STARTER


def test_text_in_another_encoding_is_a_sentence_with_the_line(drafts: Drafts) -> None:
    drafts.ensure(STEP, STARTER).write_bytes("x = 1\ny = 'ä'\n".encode("latin-1"))
    with pytest.raises(UsageProblem, match=r"not UTF-8 text: line 2"):
        drafts.read(STEP)


def test_a_huge_file_is_a_sentence(drafts: Drafts) -> None:
    drafts.ensure(STEP, STARTER).write_bytes(b"#" * 1_000_001)
    with pytest.raises(UsageProblem, match="larger than 1000 kB"):
        drafts.read(STEP)


def test_a_folder_in_its_place_is_a_sentence(drafts: Drafts) -> None:
    drafts.path(STEP).mkdir(parents=True)
    for use in (
        lambda: drafts.read(STEP),
        lambda: drafts.write(STEP, "x"),
        lambda: drafts.reset(STEP, STARTER),
        lambda: drafts.is_untouched(STEP, STARTER),
    ):
        with pytest.raises(UsageProblem, match=r"folder|no plain file"):
            use()
    assert names_beside(drafts.path(STEP)) == ["train.py"]


@pytest.mark.timeout(30)
def test_a_pipe_in_its_place_does_not_hang_the_tutor(drafts: Drafts) -> None:
    drafts.ensure(STEP, STARTER).unlink()
    os.mkfifo(drafts.path(STEP))
    with pytest.raises(UsageProblem, match="no plain file"):
        drafts.read(STEP)


def test_a_file_where_a_folder_belongs_is_a_sentence(drafts: Drafts) -> None:
    drafts.workspace.mkdir()
    (drafts.workspace / "session3").write_text("")
    assert drafts.read(STEP) is None
    with pytest.raises(MachineProblem, match="cannot be used"):
        drafts.write(STEP, "x = 1")


def test_a_link_out_of_the_workspace_is_not_followed(drafts: Drafts, tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text("password = 1")
    drafts.ensure(STEP, STARTER).unlink()
    drafts.path(STEP).symlink_to(secret)
    for use in (
        lambda: drafts.read(STEP),
        lambda: drafts.write(STEP, "x"),
        lambda: drafts.reset(STEP, STARTER),
    ):
        with pytest.raises(UsageProblem, match="out of your workspace"):
            use()
    assert secret.read_text() == "password = 1"


def test_a_linked_folder_out_of_the_workspace_is_not_followed(drafts: Drafts, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    drafts.workspace.mkdir()
    (drafts.workspace / "session3").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageProblem, match="out of your workspace"):
        drafts.ensure(STEP, STARTER)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_within_the_workspace_is_kept_and_followed(drafts: Drafts) -> None:
    draft = drafts.ensure(STEP, STARTER)
    mine = drafts.workspace / "mine.py"
    draft.rename(mine)
    draft.symlink_to(mine)
    drafts.write(STEP, "x = 2")
    assert draft.is_symlink() and mine.read_text() == "x = 2"
    kept = drafts.reset(STEP, STARTER)
    assert kept and kept.parent == draft.parent and kept.read_text() == "x = 2"
    assert draft.is_symlink() and mine.read_text() == STARTER


def test_links_in_a_circle_are_a_sentence(drafts: Drafts) -> None:
    drafts.ensure(STEP, STARTER).unlink()
    drafts.path(STEP).symlink_to("train.py")
    with pytest.raises((UsageProblem, MachineProblem)):
        drafts.read(STEP)


def test_a_workspace_that_is_itself_a_link_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    drafts = Drafts(tmp_path / "link")
    drafts.ensure(STEP, STARTER)
    assert drafts.read(STEP) == STARTER


def test_a_full_disk_leaves_the_old_draft(small_disk: Path) -> None:
    drafts = Drafts(small_disk / "workspace")
    draft = drafts.ensure(STEP, "my work")
    with pytest.raises(MachineProblem, match="is full"):
        drafts.write(STEP, "#" * 500_000)
    assert drafts.read(STEP) == "my work"
    with pytest.raises(MachineProblem, match="is full"):
        drafts.reset(STEP, "#" * 500_000)
    assert names_beside(draft) == ["train.py"]


def test_a_kill_leaves_the_old_draft_or_the_new_one(drafts: Drafts, start: Start) -> None:
    writer_code = f"""
        import itertools, sys
        from pathlib import Path
        from tftutor.progress.drafts import Drafts
        drafts = Drafts(Path(sys.argv[1]))
        for number in itertools.count():
            drafts.write({STEP!r}, str(number % 10) * 200_000)
            print(number, flush=True)
    """
    for round_ in range(5):
        writer = start(writer_code, drafts.workspace)
        assert writer.stdout
        for _ in range(1 + 4 * round_):
            writer.stdout.readline()
        writer.kill()
        writer.wait()
        text = drafts.read(STEP)
        assert text is not None and len(text) == 200_000 and len(set(text)) == 1


def test_what_killed_writers_left_is_swept_in_time(drafts: Drafts) -> None:
    draft = drafts.ensure(STEP, STARTER)
    for name, age in ((".train.py.0.tmp", 2 * files.STALE_SECONDS), (".train.py.1.tmp", 0)):
        leftover = draft.with_name(name)
        leftover.write_text("half")
        os.utime(leftover, (leftover.stat().st_mtime - age,) * 2)
    drafts.write(STEP, "x")
    assert names_beside(draft) == [".train.py.1.tmp", "train.py"]


def test_a_file_of_a_passed_attempt_is_kept_next_to_the_draft(drafts: Drafts, tmp_path: Path) -> None:
    source = tmp_path / "model.keras"
    for content in ("first", "second"):
        source.write_text(content)
        kept = drafts.keep_file(STEP, "model.keras", source)
        assert kept == drafts.workspace / "session3/softmax-regression/files/model.keras"
        assert kept.read_text() == content
    assert drafts.kept_file(STEP, "model.keras") == kept
    assert drafts.kept_file(STEP, "other") is None
    assert source.exists()
    assert names_beside(kept) == ["model.keras"]


@pytest.mark.parametrize("exchange", [True, False])
def test_a_kept_folder_replaces_the_earlier_one_whole(
    drafts: Drafts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:  # a file system that cannot swap two names
        monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    source = tmp_path / "logs"
    (source / "train").mkdir(parents=True)
    (source / "train" / "events").write_text("1")
    drafts.keep_file(STEP, "logs", source)
    (source / "train" / "events").rename(source / "other")
    kept = drafts.keep_file(STEP, "logs", source)
    assert sorted(str(p.relative_to(kept)) for p in kept.rglob("*")) == ["other", "train"]
    assert names_beside(kept) == ["logs"]


def test_a_kept_file_may_replace_a_folder(drafts: Drafts, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x").write_text("")
    (tmp_path / "file").write_text("model")
    drafts.keep_file(STEP, "model", tmp_path / "folder")
    assert drafts.keep_file(STEP, "model", tmp_path / "file").read_text() == "model"
    drafts.keep_file(STEP, "model", tmp_path / "folder")
    assert (drafts.path(STEP).parent / "files" / "model" / "x").exists()


def test_links_and_pipes_of_a_run_are_not_kept(drafts: Drafts, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("password")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "pipe")
    for source in (tmp_path / "run", tmp_path / "run" / "link", tmp_path / "pipe"):
        with pytest.raises(UsageProblem, match="no plain file"):
            drafts.keep_file(STEP, "model", source)
    assert list((drafts.path(STEP).parent / "files").iterdir()) == []


@pytest.mark.parametrize("name", ["", "/etc/x", "../x", "a/../../x", "a\0"])
def test_a_kept_name_that_leads_elsewhere_is_refused(drafts: Drafts, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CourseProblem, match="kept file"):
        drafts.keep_file(STEP, name, tmp_path / "file")
    with pytest.raises(CourseProblem, match="kept file"):
        drafts.kept_file(STEP, name)
