"""The learner's own shell, in place of the screen until they leave it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

_WELCOME = "A shell. Type `exit` and Enter to come back to the lesson."


def visit(app: App[Any]) -> str:
    """Suspends the app and runs `$SHELL`. Returns a sentence where that was not possible, else ""."""
    from textual.app import SuspendNotSupported

    shell = os.environ.get("SHELL") or "/bin/sh"
    try:
        with app.suspend():
            print(f"\n{_WELCOME}\n", flush=True)
            subprocess.run([shell], check=False)
    except SuspendNotSupported:
        return "A shell cannot be opened from here. Open one in another window, then check again."
    except OSError as error:
        return f"The shell {shell} does not start: {error.strerror}. SHELL names another one if you set it."
    return ""
