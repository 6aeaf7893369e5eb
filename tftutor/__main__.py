"""`python -m tftutor` does what `tftutor` does."""

from tftutor.start import main

if __name__ == "__main__":
    raise SystemExit(main())
