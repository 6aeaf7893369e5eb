"""What every face shows, before one of them draws it: where the learner stands, verdicts, texts, failures."""
