"""Code that runs in the zygote and in the sandboxes, under whatever interpreter has TensorFlow.

Standard library, NumPy and TensorFlow only, Python 3.9 and later; imports nothing of tftutor. The
zygote loads this folder as a package of its own (see `start`), so that no name of ours can get
in the way of a module of the learner's. The tutor's process imports from here only what both ends
of a pipe must agree on, `frames` and `tree`, and from `start` how a process ends with another.
"""
