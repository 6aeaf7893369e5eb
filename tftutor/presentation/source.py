"""A learner's program, read from any file of theirs."""

from __future__ import annotations

from pathlib import Path

from tftutor.problems import UsageProblem


def read_code(file: Path) -> str:
    """The text of a Python file. Raises UsageProblem when it cannot be read as one."""
    largest = 1_000_000
    try:
        with file.open("rb") as stream:
            data = stream.read(largest + 1)
    except OSError as error:
        raise UsageProblem(f"{file} cannot be read: {error.strerror}.", "Look at its name with: ls") from None
    if len(data) > largest:
        raise UsageProblem(f"{file} is larger than {largest // 1000} kB, too large for a program.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageProblem(f"{file} is not UTF-8 text.", "Save it as UTF-8 in your editor.") from None
