"""tftutor: an interactive TensorFlow tutor for the terminal."""

__version__ = "0.1.0"
