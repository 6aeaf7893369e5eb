"""What a learner has open, where they are, and the runs that go on: once for all faces."""
