"""What an exception most likely means, and what to try, in plain words.

A message says what a library could not do; a beginner needs to know which of their thoughts it comes from.
A sentence here must be true of every program that ends in such an error: where several slips lead to it, it
says what Python saw and leaves the rest open. `python` and `tensors` are the tables, `names` and `spelling`
look at the program too.
"""

from tftutor.checks.errors.meaning import ErrorExplanation, Meaning, alike, explain_error, meaning_of

__all__ = ["ErrorExplanation", "Meaning", "alike", "explain_error", "meaning_of"]
