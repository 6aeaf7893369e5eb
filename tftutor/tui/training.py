"""How far a training is, for the run line: the same that the line dialogue tells."""

from __future__ import annotations

from tftutor.presentation.training import TrainingReader, TrainingState, duration, training_words

__all__ = ["TrainingReader", "TrainingState", "duration", "training_words"]
