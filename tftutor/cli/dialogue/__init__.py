"""`tftutor --plain`: the whole course as a conversation, line by line, for screen readers and terminals
that cannot draw. Nothing is drawn over, nothing is coloured, the cursor never moves back."""

from __future__ import annotations

from tftutor.cli.dialogue.loop import run

__all__ = ["run"]
