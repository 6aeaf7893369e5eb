"""The learner's own files: one `.py` file a step, editable with any editor::

workspace/session3/softmax-regression/train.py                              the draft
workspace/session3/softmax-regression/train.before-reset-2025-11-22.py      kept by a reset
workspace/session3/softmax-regression/files/train.keras                     made by a passed attempt
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath

from tftutor import files
from tftutor.problems import CourseProblem, MachineProblem, Problem, UsageProblem

LARGEST_DRAFT = 1_000_000
_STEP_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*")


class Drafts:
    """The drafts in one workspace, a folder that need not exist yet.

    Links are followed only within the workspace. Methods raise CourseProblem for a step id that
    cannot be a file name, UsageProblem for a draft that cannot be used as it is, and
    MachineProblem when the folder cannot be read or written.
    """

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace

    def path(self, step_id: str) -> Path:
        """Where the draft of a step is, or would be."""
        if not _STEP_ID.fullmatch(step_id):
            raise CourseProblem(
                f"The step id {step_id!r} cannot be a file name.",
                "Ids are letters, digits and hyphens, with `/` between session, lesson and step.",
            )
        return self.workspace / f"{step_id}.py"

    def read(self, step_id: str) -> str | None:
        """The draft, or None when there is none."""
        data = self._bytes(step_id)
        if data is None:
            return None
        path = self.path(step_id)
        if len(data) > LARGEST_DRAFT:
            raise UsageProblem(
                f"{path} is larger than {LARGEST_DRAFT // 1000} kB, too large for a program.",
                f"Move what is not code out of it, or start again with: tftutor reset {step_id}",
            )
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise UsageProblem(
                f"{path} is not UTF-8 text: line {line} holds a byte that has no meaning there.",
                "Save it as UTF-8 in your editor, then try again.",
            ) from None

    def ensure(self, step_id: str, starter: str) -> Path:
        """Writes the starter if there is no draft; never overwrites. Returns where the draft is."""
        path = self.path(step_id)
        with _os_problems(path):
            self._prepare(path)
            if not os.path.lexists(path):
                files.create_whole(path, _encoded(starter))
        return path

    def write(self, step_id: str, code: str) -> None:
        """Puts ``code`` in the draft: afterwards it holds the old or the new text, never a mixture."""
        path = self.path(step_id)
        with _os_problems(path):
            self._prepare(path)
            files.write_whole(self._target(path), _encoded(code))

    def reset(self, step_id: str, starter: str) -> Path | None:
        """Puts the starter in place of the draft, which is kept next to it under a dated name.

        Returns where the old draft is now; None when it held nothing but the starter.
        """
        path = self.path(step_id)
        if self.is_untouched(step_id, starter):
            self.ensure(step_id, starter)
            return None
        with _os_problems(path):
            target = self._target(path)
            kept = _back_up(target, path)
            try:
                files.write_whole(target, _encoded(starter))
            except OSError:
                kept.unlink()
                raise
        return kept

    def is_untouched(self, step_id: str, starter: str) -> bool:
        """Whether there is no draft, or one that differs from the starter in line ends at most."""
        data = self._bytes(step_id)
        return data is None or _essence(data) == _essence(_encoded(starter))

    def keep_file(self, step_id: str, name: str, source: Path) -> Path:
        """Copies a file or folder that a passed attempt made to `files/` next to the draft, whole.

        ``name`` is its path there, perhaps with folders. What was kept under it before is replaced.
        Links and pipes in ``source`` are refused.
        """
        target = self._kept_path(step_id, name)
        with _os_problems(target):
            self._prepare(target)
            temporary = files.temporary_beside(target)
            try:
                files.copy_plain(source, temporary)
                files.put_in_place(temporary, target)
            finally:
                files.remove(temporary)
        return target

    def kept_file(self, step_id: str, name: str) -> Path | None:
        """Where a kept file or folder is; None when there is none."""
        target = self._kept_path(step_id, name)
        with _os_problems(target):
            self._refuse_way_out(target)
            return target if target.exists() else None

    def _kept_path(self, step_id: str, name: str) -> Path:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\0" in name:
            raise CourseProblem(f"{name!r} cannot be the name of a kept file.", "Use a plain relative path.")
        return self.path(step_id).parent.joinpath("files", *parts)

    def _bytes(self, step_id: str) -> bytes | None:
        """The draft's bytes, one more than allowed at most."""
        path = self.path(step_id)
        with _os_problems(path):
            return _read_plain(self._target(path), LARGEST_DRAFT + 1)

    def _prepare(self, path: Path) -> None:
        self._refuse_way_out(path.parent)
        path.parent.mkdir(parents=True, exist_ok=True)
        files.sweep(path.parent)

    def _target(self, path: Path) -> Path:
        """The file that ``path`` names: itself, or what a link within the workspace points to."""
        self._refuse_way_out(path)
        return path.resolve()

    def _refuse_way_out(self, path: Path) -> None:
        try:
            inside = path.resolve().is_relative_to(self.workspace.resolve())
        except RuntimeError:  # links in a circle, before Python 3.13
            inside = False
        if not inside:
            raise UsageProblem(
                f"{path} is, or is reached through, a link that leads out of your workspace.",
                "Put a file of its own there instead of the link.",
            )


def _read_plain(file: Path, most: int) -> bytes | None:
    try:
        # O_NONBLOCK: a pipe in its place must not hang us.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise files.NotPlain(file)
        with os.fdopen(descriptor, "rb", closefd=False) as opened:
            return opened.read(most)
    finally:
        os.close(descriptor)


def _back_up(target: Path, path: Path) -> Path:
    """Gives what ``target`` holds a second name next to ``path``, one that nothing has yet."""
    first = f"{path.stem}.before-reset-{datetime.now():%Y-%m-%d}"
    kept = path.with_name(f"{first}.py")
    number = 1
    while not files.link_new(target, kept):
        number += 1
        kept = path.with_name(f"{first}-{number}.py")
    return kept


def _encoded(code: str) -> bytes:
    return code.encode("utf-8", "replace")


def _essence(data: bytes) -> bytes:
    """What stays when an editor changed line ends, a byte order mark, or the end of the file."""
    return data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").rstrip(b"\n")


@contextmanager
def _os_problems(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _problem(path, error) from error


def _problem(path: Path, error: OSError) -> Problem:
    if isinstance(error, files.NotPlain):
        return UsageProblem(
            f"{error.filename} is no plain file, so it cannot be used here.",
            "Move it away, or put a plain file in its place.",
        )
    if isinstance(error, IsADirectoryError):
        return UsageProblem(f"There's a folder where the file {path} belongs.", "Move the folder away.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return MachineProblem(
            f"{path} could not be written: the disk, or your share of it, is full. It is as it was before.",
            f"Make room (`df -h {path.parent}` shows how much there is), then try again.",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return MachineProblem(
            f"You may not read or write {path}.",
            f"Look who owns it with `ls -ld {path.parent}`, or set TFTUTOR_WORKSPACE to a folder of yours.",
        )
    return MachineProblem(
        f"{path} cannot be used: {error.strerror}.", "Mend that, or set TFTUTOR_WORKSPACE to another folder."
    )
