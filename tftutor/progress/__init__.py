"""What was done: attempts and their verdicts, and the learner's own files."""
