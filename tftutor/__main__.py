"""`python -m tftutor` does what `tftutor` does."""

import sys

if __name__ == "__main__":
    # Python puts the current folder first, where a learner's own numpy.py may lie. The command
    # `tftutor` does not look there, and neither must this.
    if sys.path and not getattr(sys.flags, "safe_path", False):
        del sys.path[0]
    from tftutor.start import main

    raise SystemExit(main())
