"""Whether a check still finds what it looks for, once what the step keeps was taken out of the run folder."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from tftutor.checks.base import Check
from tftutor.course.model import AnyStep, Exercise
from tftutor.course.violations import Violation


def kept_file_violations(step: AnyStep) -> Iterator[Violation]:
    """Checks that look into a folder which is taken away as a whole, under its own name."""
    if not isinstance(step, Exercise):
        return
    checks = [
        (number, entry.kind, pattern)
        for number, entry in enumerate(step.checks)
        if isinstance(entry.params, Check)
        for pattern in entry.params.keep()
    ]
    for number, kind, wanted in checks:
        lost = f"the check `{kind}` does not find `{wanted}`"
        path = ("checks", number, kind)
        for folder in step.keeps:
            if _hides(folder, wanted):
                why = f"`keeps: [{folder}]` takes the whole folder away as one; keep `{wanted}` in its place"
                yield Violation(path, f"{lost}: {why}")
        for _, other, folder in checks:
            if _hides(folder, wanted):
                why = f"the check `{other}` takes all of `{folder}` away as one; have both look at the same"
                yield Violation(path, f"{lost}: {why}")


def _hides(folder: str, wanted: str) -> bool:
    """Whether what matches ``wanted`` may be below what matches ``folder`` (see `runtime.kept_files`)."""
    above, below = folder.strip("/").split("/"), wanted.strip("/").split("/")
    if "**" in above or len(above) >= len(below):
        return False
    return all(fnmatchcase(b, a) or fnmatchcase(a, b) for a, b in zip(above, below, strict=False))
