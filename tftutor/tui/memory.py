"""What the screen remembers from one start to the next: the same that the line dialogue does."""

from __future__ import annotations

from tftutor.presentation.memory import FILE, Memory, News, StepPlace, UnfinishedRun

__all__ = ["FILE", "Memory", "News", "StepPlace", "UnfinishedRun"]
