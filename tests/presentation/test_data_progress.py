"""How far a data set is, in words."""

from __future__ import annotations

import pytest

from tftutor.data import Progress
from tftutor.presentation.data_progress import progress_bar, progress_words


@pytest.mark.parametrize(
    ("progress", "words", "bar"),
    [
        (
            Progress("fetching", "MNIST", 3_910_000, 11_500_000),
            "fetching MNIST, 34 % of 11.5 MB", "████░░░░░░░░ 34 % of 11.5 MB",
        ),
        (Progress("preparing", "MNIST", 50, 100), "preparing MNIST, 50 %", "██████░░░░░░ 50 %"),
        (Progress("fetching", "MNIST", 2_000_000), "fetching MNIST", "2.0 MB"),
        (Progress("waiting", "MNIST"), "waiting MNIST", ""),
        (Progress("reading", "\x1b[2Jx", 5, 4), "reading [2Jx, 100 %", "████████████ 100 %"),
    ],
)  # fmt: skip
def test_as_much_as_is_known_is_said(progress: Progress, words: str, bar: str) -> None:
    assert progress_words(progress) == words
    assert progress_bar(progress) == bar
