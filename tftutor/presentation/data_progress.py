"""How far a data set is that a run waits for, in words."""

from __future__ import annotations

from tftutor.data import Progress
from tftutor.presentation.text import printable

_BYTES = "fetching"
_BAR = 12


def stage(progress: Progress) -> str:
    """`fetching MNIST`"""
    return f"{progress.doing} {printable(progress.what)}".strip()


def progress_words(progress: Progress) -> str:
    """`fetching MNIST, 34 % of 11.5 MB`"""
    return ", ".join(filter(None, (stage(progress), _share(progress))))


def progress_bar(progress: Progress) -> str:
    """`████░░░░░░░░ 34 % of 11.5 MB`, or as much as is known."""
    share = _share(progress)
    if not share:
        return megabytes(progress.done) if progress.doing == _BYTES and progress.done else ""
    full = int(_BAR * min(1.0, progress.done / progress.total))
    return f"{'█' * full}{'░' * (_BAR - full)} {share}"


def megabytes(size: int) -> str:
    """A size in bytes for people."""
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size / 1e3:,.1f} kB"


def _share(progress: Progress) -> str:
    """`34 % of 11.5 MB`, without the size where it is no file; "" where the whole is not known."""
    if not progress.total:
        return ""
    size = f" of {megabytes(progress.total)}" if progress.doing == _BYTES else ""
    return f"{100 * min(1.0, progress.done / progress.total):.0f} %{size}"
