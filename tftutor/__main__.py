"""`python -m tftutor` does what `tftutor` does."""

from tftutor.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
