"""Exit codes beside those of problems."""

from __future__ import annotations

INTERRUPTED = 130  # 128 + SIGINT, as shells count
PIPE_CLOSED = 141  # 128 + SIGPIPE
