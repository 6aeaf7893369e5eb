"""The one service: an attempt goes in, a verdict with a reason comes out.

Every face builds on it, and so does the author's gate, so that the two cannot drift apart.
"""

from tftutor.tutor.service import Tutor
from tftutor.tutor.verdict import Attempt, Verdict

__all__ = ["Attempt", "Tutor", "Verdict"]
