"""When a checkpoint was saved, as people say it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from tftutor.presentation.resuming import resumed_words

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=-5), "a moment ago"),
        (timedelta(seconds=59), "a moment ago"),
        (timedelta(seconds=61), "1 minute ago"),
        (timedelta(minutes=3, seconds=50), "3 minutes ago"),
        (timedelta(hours=2), "2 hours ago"),
        (timedelta(days=1, hours=3), "1 day ago"),
    ],
)
def test_the_age_of_a_checkpoint(before: timedelta, said: str) -> None:
    assert resumed_words(NOW - before, NOW) == f"Goes on from your last checkpoint, saved {said}."
