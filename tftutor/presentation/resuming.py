"""What is said of a run that goes on from an earlier one's checkpoint."""

from __future__ import annotations

from datetime import datetime, timezone


def resumed_words(at: datetime, now: datetime | None = None) -> str:
    """`Goes on from your last checkpoint, saved 3 minutes ago.`"""
    return f"Goes on from your last checkpoint, saved {ago(at, now)}."


def ago(at: datetime, now: datetime | None = None) -> str:
    """`a moment ago`, `3 minutes ago`, `2 hours ago`, `5 days ago`."""
    seconds = ((now or datetime.now(timezone.utc)) - at).total_seconds()
    for length, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        count = int(seconds // length)
        if count >= 1:
            return f"{count:,} {name}{'' if count == 1 else 's'} ago"
    return "a moment ago"
