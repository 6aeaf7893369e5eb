"""Separates TensorFlow's own log lines from what a program prints on stderr."""

from __future__ import annotations

import re

_LOG_LINE = re.compile(
    r"""
      [IWEF]\d{4}\ \d\d:\d\d:\d+\.\d+\ +\d+\ \S+:\d+\]                       # absl, since 2.17
    | \d{4}-\d\d-\d\d\ \d\d:\d\d:\d\d\.\d+:\ [IWEF]\ \S+:\d+\]               # TensorFlow's older form
    | WARNING:\ All\ log\ messages\ before\ absl::InitializeLog\(\)
    | (?:INFO|WARNING|ERROR|FATAL):absl:
    | To\ enable\ the\ following\ instructions:                              # its second line
    | XNNPACK|INFO:\ Created\ TensorFlow\ Lite
    """,
    re.VERBOSE,
)
_NUMBERED_START = re.compile(r"\d{1,4}\Z|\d{4}-|[IWEF]\d{0,4}\Z|[IWEF]\d{4}\ ")
_WORDED_STARTS = (
    "WARNING: All log messages", "INFO:absl:", "WARNING:absl:", "ERROR:absl:", "FATAL:absl:",
    "To enable the following instructions:", "XNNPACK", "INFO: Created TensorFlow Lite",
)  # fmt: skip
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HELD_MAX = 8192


class LogSplitter:
    """Splits a stream of stderr, in any chunks, line by line into ("stderr" | "log", text) pairs."""

    def __init__(self) -> None:
        self._held = ""
        self._middle_of_line = False

    def feed(self, text: str) -> list[tuple[str, str]]:
        self._held += text
        lines = _LINE.findall(self._held)
        self._held = ""
        if lines and not lines[-1].endswith("\n"):
            from_its_beginning = len(lines) > 1 or not self._middle_of_line
            if from_its_beginning and len(lines[-1]) < _HELD_MAX and self._may_be_log(lines[-1]):
                self._held = lines.pop()
        return self._classified(lines)

    def finish(self) -> list[tuple[str, str]]:
        """What was held back."""
        lines, self._held = [self._held] if self._held else [], ""
        return self._classified(lines)

    def _classified(self, lines: list[str]) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        for line in lines:
            stream = "log" if not self._middle_of_line and _LOG_LINE.match(line) else "stderr"
            self._middle_of_line = not line.endswith("\n")
            if pairs and pairs[-1][0] == stream:
                pairs[-1] = (stream, pairs[-1][1] + line)
            else:
                pairs.append((stream, line))
        return pairs

    @staticmethod
    def _may_be_log(start: str) -> bool:
        if _NUMBERED_START.match(start):
            return True
        return any(start.startswith(word[: len(start)]) for word in _WORDED_STARTS)
